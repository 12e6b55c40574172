"""The page gallery: every page in each of its states, in one prepared town."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import bindparam

from kairanban.circulation.circular_templates.actions import keep
from kairanban.circulation.circulars.actions import attachments, correcting, drafts, publishing
from kairanban.circulation.circulars.rules.kinds import Change, Kind
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.circulation.replies.actions.answers import answer, answer_for
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.community.hiding.actions import hide
from kairanban.community.roster.actions import files
from kairanban.community.signin.actions import cards, devices, persons, printing
from kairanban.community.signin.rules.passwords import hash_secret
from kairanban.confined.documents import read_document
from kairanban.confined.sheets import Reading
from kairanban.core.clock import DAY, HOUR, Moment, at
from kairanban.core.ids import CircularId
from kairanban.db.engine import Database
from kairanban.db.statements import Statement
from kairanban.db.tables.signin import household_card
from tests.browser import (
    buildings,
    calendars,
    calling,
    entrusting,
    families,
    first_run,
    group_circulars,
    handovers,
    hiding,
    household_changes,
    household_people,
    long_work,
    notices,
    own_page,
    pairing,
    requests,
    rights,
    route_sheets,
    safety,
    surveys,
    towns,
)
from tests.browser.scene import Scene
from tests.world import SYSTEM, TEXTS, World, build, choices, circular, draft

_AGE_CARD = Statement(
    household_card.update()
    .where(household_card.c.household == bindparam("for_household"))
    .values(first_used=bindparam("first_used"))
)

ROSTERS = Path(__file__).parents[1] / "community" / "roster" / "samples"
ROSTER = ROSTERS / "roster-midorigaoka-cp932.csv"
PEOPLE = ROSTERS / "found" / "r1-people-per-household.xlsx"
SAMPLES = Path(__file__).parents[1] / "confined" / "samples"

LONG = Texts(
    title="市道三号線の舗装工事にともなう通行止めと迂回路、ごみ集積所の一時移動のお知らせ",
    gist="12月14日から二週間、公園前の道が通れません。ごみは集会所の前に出してください。",
    facts_when="12月14日（月）午前8時30分から 12月25日（金）午後5時まで（雨の日は翌日に延びます）",
    facts_where="みどりヶ丘公園前から郵便局までの市道三号線",
    facts_bring="特にありません",
    facts_ask="若葉市役所 道路維持課 舗装係 佐々木",
    facts_phone="022-000-0100",
    body="ご不便をおかけします。\n\n・歩いて通ることはできます\n・車は南側の道をお通りください\n・ごみは集会所の前へ\n\n"
    "くわしくは https://example.jp/koji をご覧になるか、022-000-0100 へお電話ください。\n" * 3,
)


@dataclass(frozen=True)
class Gallery:
    world: World
    scenes: list[Scene]

    def scene(self, name: str) -> Scene:
        return next(scene for scene in self.scenes if scene.name == name)


async def prepare(database: Database) -> Gallery:
    """Fill the town so that every page has content, and return the scenes."""
    world = await build(database)
    now = database.clock()
    await buildings.settle(world)
    # The oldest, so that what a device fetches ahead are the others.
    surveyed = await surveys.prepare(world, now)
    ids = await _circulars(world, now)
    tokens = await _signing_in(world)
    asked = await buildings.prepare(world, ids)
    sent = await requests.asked_everything(world)
    connected = await calendars.prepare(world, now)
    await calling.prepare(world)
    await entrusting.prepare(world)
    checks = await safety.prepare(world)
    links = await notices.prepare(world, ids, now)
    on_paper = await route_sheets.prepare(world, ids)
    await household_changes.prepare(world)
    await hiding.prepare(world)
    await towns.prepare(world)
    await handovers.prepare(world)
    await household_people.prepare(world)
    twins = await families.prepare(world)
    await rights.prepare(world)
    await own_page.prepare(world)
    await pairing.prepare(world)
    await first_run.prepare(world)
    of_group = await group_circulars.prepare(world)
    works = await long_work.scenes(world)
    return Gallery(
        world,
        [
            *_outside(tokens),
            *_home(world, ids),
            *_office(world, ids, tokens),
            *buildings.scenes(world, ids, asked),
            *(Scene(*scene) for scene in requests.scenes(world, sent)),
            *calendars.scenes(world, connected),
            *calling.scenes(),
            *entrusting.scenes(world),
            *notices.scenes(links),
            *safety.scenes(world, checks),
            *route_sheets.scenes(world, ids, on_paper),
            *household_changes.scenes(world),
            *household_people.scenes(world, ids),
            *families.scenes(twins),
            *hiding.scenes(world),
            *towns.scenes(world),
            *handovers.scenes(world),
            *rights.scenes(world),
            *own_page.scenes(),
            *pairing.scenes(),
            *first_run.scenes(tokens["batch"]),
            *group_circulars.scenes(world, of_group),
            *surveys.scenes(world, surveyed),
            *works,
        ],
    )


async def _circulars(world: World, now: int) -> dict[str, CircularId]:
    ids: dict[str, CircularId] = {
        "plain": await circular(world),
        "long": await circular(world, texts=LONG, importance="important", category="municipality"),
        "attendance": await circular(
            world, reply_kind="attendance", reply_by=now + 3 * DAY, category="event"
        ),
        "number": await circular(world, reply_kind="number", importance="urgent"),
        "text": await circular(world, reply_kind="text"),
        "answered": await circular(world, reply_kind="attendance"),
        "typo": await circular(world),
        "change": await circular(world),
        "withdrawn": await circular(world),
    }
    ids["empty_draft"] = await draft(world, texts=Texts())
    ids["ready"] = await draft(world, texts=LONG)
    ids["asking"] = await draft(world, reply_kind="number")
    ids["scheduled"] = await draft(world)
    ids["papers"] = await draft(world, texts=replace(TEXTS, facts_when="", body=""))
    ids["unread"] = await draft(world, texts=replace(TEXTS, facts_when="令和8年12月6日（金）夜の7時"))
    paper = await read_document((SAMPLES / "circular-cleaning.pdf").read_bytes(), date(2026, 12, 1))
    async with world.database.write(world.yamada) as tx:
        await attachments.add(tx, ids["papers"], "清掃のお知らせ.pdf", paper)
        for reading, about in ((Reading.NO_READER, "2, 3"), (Reading.PHOTOGRAPH, "")):
            one = replace(paper, text="", reading=reading, about=about)
            await attachments.add(tx, ids["unread"], f"{reading}.pdf", one)
        await publishing.schedule(tx, ids["scheduled"], Moment(now + HOUR), at_night=True)
        await correcting.correct(
            tx, ids["typo"], Change.TYPO, replace(TEXTS, title="公園の大清掃"), "題名を直しました", None, None
        )
        await publishing.withdraw(tx, ids["withdrawn"], "日にちがまちがっていました")
    ids["sheets"] = await draft(world)
    async with world.database.write(world.yamada) as tx:
        # Not a circular, but its paper.
        ids["sheets_paper"] = CircularId(
            await attachments.add(tx, ids["sheets"], "清掃のお知らせ.pdf", paper)
        )
        await publishing.publish(tx, ids["sheets"])
        ids["obituary"] = await drafts.start(tx, world.places["midorigaoka"], Kind.OBITUARY)
        texts = Texts(
            title="訃報",
            gist="佐々木 茂様（2班）が永眠されました。",
            facts_when="12月3日 午後1時",
            body="家族葬のため、ご香典はご辞退されます。",
        )
        await drafts.save(tx, ids["obituary"], texts, choices(permission="長男の方", event_at=now + DAY))
        ids["obituary_draft"] = await drafts.start(tx, world.places["midorigaoka"], Kind.OBITUARY)
        await publishing._send(tx, await drafts.find(tx, ids["obituary"]))
    async with world.database.write(world.yamada) as tx:
        ids["own_pattern"] = CircularId((await keep(tx, ids["plain"]))[1])
    house = world.households["sato"]
    async with world.database.write(world.sato) as tx:
        await answer(tx, ids["answered"], house, Answer("attending", "a"))
        await answer(tx, ids["change"], house, Answer("acknowledged", "b"))
        for name in ids:
            if name in ("plain", "number"):
                await publishing.opened(tx, ids[name], house)
    async with world.database.write(world.abe) as tx:
        await answer_for(tx, ids["attendance"], world.households["suzuki"], Answer("absent", "c"), "paper")
        await answer_for(
            tx, ids["text"], world.households["suzuki"], Answer("words", "d", words="伺います"), "phone"
        )
    async with world.database.write(world.yamada) as tx:
        await correcting.correct(
            tx,
            ids["change"],
            Change.CHANGE,
            replace(TEXTS, facts_when="12月13日（日）午前8時"),
            "日にちが13日に変わりました",
            None,
            None,
        )
        await hide(tx, world.places["midorigaoka"], world.households["matsumoto"])
    return ids


async def _signing_in(world: World) -> dict[str, str]:
    """Return tokens of links by name."""
    async with world.database.write(world.yamada) as tx:
        made = await printing.make_cards(
            tx, world.places["midorigaoka"], {world.households[n] for n in ("suzuki", "tanaka", "takahashi")}
        )
        batch = await printing.keep_batch(tx, world.places["midorigaoka"], made, world.tokens["yamada"])
        invitation = await persons.invite(tx, world.people["abe"], world.places["midorigaoka"])
        file = await files.keep(tx, world.places["midorigaoka"], "名簿.csv", ROSTER.read_bytes())
        people = await files.keep(tx, world.places["midorigaoka"], "名簿.xlsx", PEOPLE.read_bytes())
    by_household = dict(made)
    tokens = {name: by_household[world.households[name]] for name in ("suzuki", "tanaka", "takahashi")}
    async with world.database.write(world.tanaka) as tx:
        await devices.choose_pin(tx, world.households["tanaka"], hash_secret("2580"))
    async with world.database.write(SYSTEM) as tx:
        await tx.run(_AGE_CARD, for_household=world.households["tanaka"], first_used=at(date(2020, 1, 1)))
        # A waiting device, and a new one.
        tokens["waiting"] = await cards.ask(tx, tokens["suzuki"], "android_tablet")
        await cards.bind(tx, tokens["suzuki"], "iphone")
    return {
        **tokens,
        "batch": str(batch),
        "invitation": invitation,
        "roster": str(file),
        "people": str(people),
    }


def _outside(tokens: dict[str, str]) -> list[Scene]:
    return [
        Scene("welcome", "/"),
        Scene("settings", "/settings"),
        Scene("settings_changed", "/settings?done=changed", "sato"),
        Scene("offline", "/offline"),
        Scene("home_screen", "/home-screen"),
        Scene("guides", "/guides", "sato"),
        Scene("guide_resident", "/guides/resident", "sato"),
        Scene("guide_chair", "/guides/chair", "yamada"),
        Scene("guide_supporter", "/guides/settlement_supporter", "hayashi"),
        Scene("sign_in", "/sign-in"),
        Scene("nothing_here", "/nowhere", status=404),
        Scene("needs_card", "/devices", status=401),
        Scene("card", "/card", cookies=(("card", tokens["takahashi"]),)),
        Scene("card_later", "/card", cookies=(("card", tokens["tanaka"]),)),
        Scene("card_ended", "/card", cookies=(("card", "no-such-card"),), status=404),
        Scene("card_waiting", "/card/request", cookies=(("waiting", tokens["waiting"]),)),
        Scene("left", "/away", cookies=(("left", "x"),)),
        Scene("invitation", "/invitation", cookies=(("invitation", tokens["invitation"]),)),
        Scene("invitation_ended", "/invitation", cookies=(("invitation", "no-such"),), status=404),
    ]


def _home(world: World, ids: dict[str, CircularId]) -> list[Scene]:
    reading = (
        "plain", "long", "attendance", "number", "text", "answered", "typo", "change", "withdrawn", "obituary", "sheets",
    )  # fmt: skip
    return [
        Scene("home", "/", "sato"),
        Scene("home_told", "/?done=bound", "suzuki"),
        Scene("home_empty", "/", "mori"),
        Scene("earlier", "/circulars", "sato"),
        Scene("earlier_empty", "/circulars", "mori"),
        Scene("devices", "/devices", "suzuki"),
        Scene("devices_done", "/devices?done=approved", "sato"),
        Scene("changing", f"/circulars/{ids['answered']}?change=1", "sato"),
        Scene("not_for_them", f"/circulars/{ids['plain']}", "mori", status=404),
        *(Scene(f"circular_{name}", f"/circulars/{ids[name]}", "sato") for name in reading),
        Scene("circular_print", f"/circulars/{ids['long']}/print", "sato"),
        Scene("circular_paper", f"/circulars/{ids['sheets']}/papers/{ids['sheets_paper']}/1", "sato"),
    ]


def _office(world: World, ids: dict[str, CircularId], tokens: dict[str, str]) -> list[Scene]:
    place = world.places["midorigaoka"]
    block = world.places["block_1"]
    return [
        Scene("office", "/office", "yamada"),
        Scene("office_empty", "/office", "ono"),
        Scene("office_block_leader", "/office", "abe"),
        Scene("office_supporter", "/office", "hayashi"),
        Scene("office_town", "/office", "shimizu"),
        Scene("office_operator", "/office", "okada"),
        Scene("retention", "/office/retention", "okada"),
        Scene("office_none", "/office", "sato"),
        Scene("writing_empty", f"/circulars/{ids['empty_draft']}/draft", "yamada"),
        Scene("writing_unread", f"/circulars/{ids['unread']}/draft?done=attached", "yamada"),
        Scene("proof_weekday", f"/circulars/{ids['unread']}/proof", "yamada"),
        Scene("writing_papers", f"/circulars/{ids['papers']}/draft?done=attached", "yamada"),
        Scene("writing_obituary", f"/circulars/{ids['obituary_draft']}/draft", "yamada"),
        Scene("audience", f"/circulars/{ids['ready']}/audience", "yamada"),
        Scene("proof_missing", f"/circulars/{ids['empty_draft']}/proof", "yamada"),
        Scene("proof_ready", f"/circulars/{ids['ready']}/proof", "yamada"),
        Scene("proof_drafter", f"/circulars/{ids['ready']}/proof", "kimura"),
        Scene("proof_asking", f"/circulars/{ids['asking']}/proof", "yamada"),
        Scene("proof_scheduled", f"/circulars/{ids['scheduled']}/proof", "yamada"),
        Scene("correction", f"/circulars/{ids['long']}/correction", "yamada"),
        Scene("progress", f"/circulars/{ids['attendance']}/progress?done=published", "yamada"),
        *(
            Scene(f"coming_{name}", f"/circulars/{ids[name]}/coming", "yamada")
            for name in ("number", "attendance", "text")
        ),
        Scene("coming_paper", f"/circulars/{ids['number']}/coming/paper", "yamada"),
        Scene("obituary_family", f"/circulars/{ids['obituary_draft']}/draft/family", "yamada"),
        Scene("discarding", f"/circulars/{ids['obituary_draft']}/removal", "yamada"),
        Scene("progress_withdrawn", f"/circulars/{ids['withdrawn']}/progress", "yamada"),
        Scene("progress_changed", f"/circulars/{ids['change']}/progress?done=corrected", "yamada"),
        Scene("progress_block_leader", f"/circulars/{ids['attendance']}/progress", "abe"),
        Scene("block", f"/circulars/{ids['attendance']}/blocks/{block}", "abe"),
        Scene("block_words", f"/circulars/{ids['text']}/blocks/{block}", "abe"),
        Scene("cards", f"/associations/{place}/cards", "yamada"),
        Scene("cards_none", f"/associations/{world.places['kaminosawa']}/cards", "ono"),
        Scene("cards_ready", f"/cards/{tokens['batch']}", "yamada"),
        Scene("people", f"/associations/{place}/people", "yamada"),
        Scene("leaders", f"/associations/{place}/block-leaders", "yamada"),
        Scene("people_officer", f"/associations/{place}/people", "ito"),
        Scene("roster", f"/associations/{place}/roster", "yamada"),
        Scene("roster_taken", f"/associations/{place}/roster?done=taken&new=12&changed=3", "yamada"),
        Scene("roster_upload", f"/associations/{place}/roster/files", "yamada"),
        Scene("roster_preview", f"/roster/files/{tokens['roster']}", "yamada"),
        Scene("roster_tables", f"/roster/files/{tokens['people']}", "yamada"),
        Scene("roster_people", f"/roster/files/{tokens['people']}/rows", "yamada"),
        Scene("roster_without_block", f"/roster/files/{tokens['people']}/rows?without=block", "yamada"),
        Scene("roster_blocks", f"/associations/{place}/roster/blocks?moved=2", "yamada"),
        Scene("roster_rows", f"/roster/files/{tokens['roster']}/rows", "yamada"),
        Scene("places", f"/associations/{place}/places", "yamada"),
        Scene("patterns", f"/associations/{place}/patterns", "yamada"),
        *(
            Scene(f"pattern_{kind}", f"/associations/{place}/patterns/{kind}", "yamada")
            for kind in ("cleaning", "garbage")
        ),
        Scene("own_pattern", f"/associations/{place}/own-patterns/{ids['own_pattern']}", "yamada"),
        Scene("readings", f"/circulars/{ids['ready']}/readings", "yamada"),
        Scene("versions", f"/circulars/{ids['ready']}/versions", "yamada"),
        Scene("version", f"/circulars/{ids['ready']}/versions/en", "yamada"),
        Scene("association", f"/associations/{place}?done=changed", "yamada"),
        Scene("group", f"/associations/{place}/places/{world.places['elders']}/households", "yamada"),
        Scene("household", f"/associations/{place}/households/{world.households['sato']}", "yamada"),
        Scene("household_hidden", f"/associations/{place}/households/{world.households['matsumoto']}", "ito"),
        Scene("approvals", "/approvals", "abe"),
        Scene("approvals_none", "/approvals", "ono"),
        Scene("step_up", "/step-up?next=/office", "yamada"),
        Scene("not_the_towns", f"/associations/{place}/requests", "shimizu", status=404),
    ]
