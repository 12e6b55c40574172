"""Write, publish, correct and withdraw the demo's circulars, each at its time."""

from dataclasses import dataclass

from kairanban.circulation.circulars.actions import attachments, correcting, drafts, publishing, versions
from kairanban.circulation.circulars.actions.drafts import Choices
from kairanban.circulation.circulars.queries.audience_choices import Chosen
from kairanban.circulation.circulars.rules.kinds import Change, Kind
from kairanban.circulation.route_sheets.actions import handing
from kairanban.core.actor import Actor
from kairanban.core.clock import HOUR, MINUTE, Moment
from kairanban.core.ids import CircularId
from kairanban.core.roles import Role
from kairanban.db.tx import Tx
from kairanban.operations.demo.circular_texts import Script
from kairanban.operations.demo.households import Town
from kairanban.operations.demo.papers import file_name, paper
from kairanban.operations.demo.people import House
from kairanban.operations.demo.timeline import Timeline, acting

UNWRITTEN = CircularId(0)


# Paper is printed and handed over within a day and a half.
PAPER_AFTER = 36 * HOUR


@dataclass
class Round:
    """A circular of the demo; `id` is set once it is written."""

    script: Script
    id: CircularId = UNWRITTEN


def send(timeline: Timeline, town: Town, script: Script) -> Round:
    """Add all steps of the officers for this circular to the timeline."""
    circular = Round(script)
    ahead, draft = "ahead" in script.said, bool(script.said.get("draft"))
    written = Moment(town.now - HOUR) if ahead else script.sent

    def chair() -> Actor:
        return town.holder(Role.CHAIR, script.issuer, written)

    async def write(tx: Tx) -> None:
        circular.id = await _write(acting(tx, chair(), tx.now - 40 * MINUTE), town, script)
        if ahead:
            await publishing.schedule(tx, circular.id, script.sent, at_night=True)
        elif not draft:
            await publishing.publish(tx, circular.id)

    async def correct(tx: Tx) -> None:
        said = script.said["correction"]
        await correcting.correct(
            tx, circular.id, Change(said["kind"]), script.corrected(_chair(town, script)), said["note"],
            script.reply_by, script.event_at,
        )  # fmt: skip

    async def withdraw(tx: Tx) -> None:
        await publishing.withdraw(tx, circular.id, script.said["withdrawal"]["why"])

    async def hand(tx: Tx) -> None:
        await handing.hand_all(tx, circular.id)

    def handed(moment: int) -> None:
        """Hand the paper to the blocks the next hour; the newest circular still waits for it."""
        if moment < town.now - PAPER_AFTER:
            timeline.add(Moment(moment + HOUR), chair, hand)

    timeline.add(written, chair, write)
    if not ahead and not draft:
        handed(written)
    if (when := script.later("correction")) is not None:
        timeline.add(when, chair, correct)
        handed(when)
    if (when := script.later("withdrawal")) is not None:
        timeline.add(when, chair, withdraw)
    return circular


async def _write(tx: Tx, town: Town, script: Script) -> CircularId:
    said = script.said
    id = await drafts.start(tx, town.places[script.issuer], Kind(said.get("kind", "ordinary")))
    choices = Choices(
        category=said["category"],
        importance=said.get("importance", "ordinary"),
        reply_kind=script.reply,
        reply_by=script.reply_by,
        event_at=script.event_at,
        permission=said.get("permission", ""),
    )
    await drafts.save(tx, id, script.texts(_chair(town, script)), choices)
    for language, texts in script.versions(_chair(town, script)).items():
        await versions.save(tx, id, language, texts, "若葉市 国際交流の会")
    chosen = [Chosen(town.places[place], "", None) for place in said.get("audience", [])]
    if "audience_role" in said:
        chosen.append(Chosen(None, said["audience_role"], None))
    if chosen:
        await drafts.choose_audience(tx, id, chosen)
    for name in said.get("files", []):
        await attachments.add(tx, id, file_name(name), paper(name))
    return id


def addressed(town: Town, script: Script) -> list[House]:
    """Return the addressed households, by the same rules as publication."""
    said = script.said
    places = set(said.get("audience", []))
    found = [h for h in town.houses if h.association == script.association]
    if "group" in said:
        return [h for h in found if said["group"] in h.groups]
    if said["category"] != "municipality":
        found = [h for h in found if h.standing != "none"]
    if "audience_role" in said:
        serving = [o for o in town.offices if o.role == said["audience_role"]]
        codes = {o.code for o in serving if o.starts <= script.sent < (o.ends or script.sent + 1)}
        return [h for h in found if h.code in codes]
    return [h for h in found if not places or h.place in places or places & set(h.groups)]


def _chair(town: Town, script: Script) -> dict[str, str]:
    """Return name and phone of the chair at that time, for the texts."""
    name = town.holder(Role.CHAIR, script.issuer, min(script.sent, town.now)).name
    code = next(o.code for o in town.offices if o.name == name and o.role is Role.CHAIR)
    phone = next(h.phone for h in town.houses if h.code == code)
    return {"chair": name.split(" ")[0], "chair_phone": phone}
