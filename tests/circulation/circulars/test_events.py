"""A date once: the line 日時, the calendar and every language come from one field."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairanban.circulation.circular_templates.actions import find as find_template
from kairanban.circulation.circular_templates.actions import keep
from kairanban.circulation.circulars.actions import correcting, drafts, versions
from kairanban.circulation.circulars.rules.events import When, addition, as_read, as_typed, line, until_in
from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.core.clock import DAY, HOUR, MINUTE, Moment, at
from kairanban.core.ids import CircularId
from kairanban.i18n.languages import LANGUAGES
from tests.circulation.circulars.test_writing import WRITTEN, start
from tests.conftest import SetClock
from tests.visiting import Visit, said
from tests.world import TEXTS, World, circular, draft

SUNDAY = at(date(2026, 12, 6))
EIGHT, TEN = Moment(SUNDAY + 8 * HOUR), Moment(SUNDAY + 10 * HOUR)
WHOLE = When(SUNDAY, SUNDAY + DAY - 1)

days = st.integers(0, 400).map(lambda day: SUNDAY + day * DAY)
hours = st.integers(0, 24 * 60 - 2)


@st.composite
def events(draw: st.DrawFn) -> When:
    """Return a day, a day with a beginning, or one with both hours."""
    day, since = draw(days), draw(hours)
    kind = draw(st.sampled_from(("day", "since", "until")))
    if kind == "day":
        return When(day, day + DAY - 1)
    begins = day + since * MINUTE
    return When(begins, day + draw(st.integers(since + 1, 24 * 60 - 1)) * MINUTE if kind == "until" else None)


@given(
    st.sampled_from(list(LANGUAGES)),
    events(),
    st.sampled_from(("", "雨天順延", "（雨天中止）", "※小雨決行、13日に延期")),
)
def test_what_is_added_is_found_again_in_every_language(language: str, when: When, added: str) -> None:
    assert addition(language, line(language, when, added), when) == added


@pytest.mark.parametrize(
    ("written", "when", "found"),
    [
        ("12月6日（日）午前8時", When(EIGHT), ""),
        ("令和8年12月6日（日）午前8時から10時ごろまで　※小雨決行", When(EIGHT), "から10時ごろまで　※小雨決行"),
        ("12月6日（日）午前8時から午前10時まで 集会所", When(EIGHT, TEN), "集会所"),
        ("12月6日（日）", WHOLE, ""),
        # Another weekday, another day, another hour, or words: nobody guesses.
        ("12月6日（金）午前8時", When(EIGHT), None),
        ("12月13日（日）午前8時", When(EIGHT), None),
        ("12月6日（日）午前9時", When(EIGHT), None),
        ("日曜の朝", When(EIGHT), None),
        ("毎週水曜 午前10時", When(), "毎週水曜 午前10時"),
    ],
)  # fmt: skip
def test_a_typed_line_is_taken_apart_only_where_it_says_the_same(
    written: str, when: When, found: str | None
) -> None:
    assert addition("ja", written, when) == found


def test_the_end_is_read_where_it_is_sure() -> None:
    assert until_in("12月6日（日）午前8時から10時まで", EIGHT) == TEN
    assert until_in("12月6日（日）午後1時から3時まで", SUNDAY + 13 * HOUR) == SUNDAY + 15 * HOUR
    for unsure in (
        "12月6日（日）午前8時から10時ごろまで",
        "12月6日（日）午前8時",
        "12月6日（日）午前8時から7時まで",
    ):
        assert until_in(unsure, EIGHT) is None


def test_a_line_in_other_words_stays_while_nothing_of_it_is_changed() -> None:
    kept, when = replace(TEXTS, facts_when="日曜の朝"), When(EIGHT)
    shown = as_typed(kept, "ordinary", when)
    assert shown.facts_when == "日曜の朝"
    assert as_read(shown, "ordinary", when, kept, when) == kept
    assert as_read(shown, "ordinary", When(EIGHT, TEN), kept, when).facts_when == (
        "12月6日（日） 午前8時から午前10時まで 日曜の朝"
    )
    # A circular that had a day, and no line, gets one with the next save.
    empty = replace(TEXTS, facts_when="")
    assert as_read(empty, "ordinary", when, empty, when).facts_when == "12月6日（日） 午前8時から"
    assert as_read(empty, "obituary", when, empty, when) == empty


WHEN = {"event_day": "2026-12-06", "event_from": "08:00", "event_to": "10:00", "facts_when": "雨天順延"}
SAID = "12月6日（日） 午前8時から午前10時まで 雨天順延"


@pytest.mark.anyio
async def test_the_day_is_typed_once_and_stands_in_the_facts_and_in_the_calendar(world: World) -> None:
    async with Visit(world, "yamada") as chair, Visit(world, "tanaka") as resident:
        base = await start(chair, world)
        await chair.post(f"{base}/draft", {**WRITTEN, **WHEN, "go": "proof"})
        again = (await chair.get(f"{base}/draft")).text
        for field, value in WHEN.items():
            assert f'name="{field}"' in again
            assert f'value="{value}"' in again
        assert 'type="datetime-local"' not in again
        assert (await chair.post(f"{base}/publication")).status_code == 303
        assert SAID in said(await resident.get(base))
        event = said(await resident.get("/events"))
        assert "午前8時" in event
        assert "午前10時" in event
    id = CircularId(int(base.rsplit("/", 1)[1]))
    async with world.database.read(world.yamada) as tx:
        assert (await drafts.find(tx, id)).when == When(EIGHT, TEN)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"event_from": "08:00"}, "event_day", "日にちも書いてください"),
        ({"event_day": "2026-12-06", "event_to": "10:00"}, "event_from", "はじまる時刻"),
        (
            {"event_day": "2026-12-06", "event_from": "10:00", "event_to": "10:00"},
            "event_to",
            "はじまりより後",
        ),
        ({"event_day": "2026-12-06", "event_from": "soon"}, "event_from", "時刻を書いてください"),
    ],
)
async def test_an_impossible_day_is_said_and_what_was_typed_stays(
    world: World, typed: dict[str, str], field: str, words: str
) -> None:
    id = await draft(world)
    given = {**WRITTEN, "event_day": "", "event_from": "", "event_to": "", **typed}
    async with Visit(world, "yamada") as chair:
        answer = await chair.post(f"/circulars/{id}/draft", given)
        assert answer.status_code == 422
        assert words in said(answer)
        for value in typed.values():
            assert f'value="{value}"' in answer.text, field
        right = given | {"event_day": "2026-12-06", "event_from": "09:00", "event_to": ""}
        assert (await chair.post(f"/circulars/{id}/draft", right)).status_code == 303


@pytest.mark.anyio
async def test_a_day_without_hours_has_none_anywhere(world: World, clock: SetClock) -> None:
    async with Visit(world, "yamada") as chair, Visit(world, "tanaka") as resident:
        base = await start(chair, world)
        await chair.post(f"{base}/draft", {**WRITTEN, "event_day": "2026-12-06", "facts_when": ""})
        await chair.post(f"{base}/publication")
        shown = said(await resident.get(base))
        assert "12月6日（日）" in shown
        assert "午前0時" not in shown
        assert "午前0時" not in said(await resident.get("/events"))


@pytest.mark.anyio
async def test_a_day_that_is_moved_moves_in_every_language(world: World) -> None:
    texts = replace(TEXTS, facts_when=line("ja", When(EIGHT, TEN), "雨天順延"))
    id = await circular(world, texts=texts, event_at=EIGHT, event_until=TEN)
    english = replace(
        TEXTS,
        title="Park cleaning",
        gist="We clean.",
        facts_when=line("en", When(EIGHT, TEN), "rain or shine"),
    )
    korean = replace(english, facts_when="일요일 아침")
    async with world.database.write(world.yamada) as tx:
        await versions.save(tx, id, "en", english, "Smith")
        await versions.save(tx, id, "ko", korean, "Kim")
    async with Visit(world, "yamada") as chair:
        form = {
            name: getattr(texts, name)
            for name in ("title", "gist", "facts_where", "facts_bring", "facts_ask", "facts_phone", "body")
        }
        form |= {
            "change": "change",
            "note": "13日に",
            "event_day": "2026-12-13",
            "event_from": "08:00",
            "event_to": "10:00",
            "facts_when": "雨天順延",
        }
        assert (await chair.post(f"/circulars/{id}/correction", form)).status_code == 303
    async with world.database.read(world.yamada) as tx:
        work = await drafts.find(tx, id)
        kept, found = await drafts.texts_of(tx, id, work.edition), await versions.versions_of(tx, id)
    later = When(EIGHT + 7 * DAY, TEN + 7 * DAY)
    assert work.when == later
    assert kept.facts_when == line("ja", later, "雨天順延")
    assert found["en"].texts.facts_when == line("en", later, "rain or shine")
    assert found["en"].reviewed is not None
    # What says the day in other words is nobody's to guess: it is looked at again.
    assert found["ko"].texts.facts_when == "일요일 아침"
    assert found["ko"].reviewed is None


@pytest.mark.anyio
async def test_next_year_s_copy_has_next_year_s_day_in_its_line(world: World) -> None:
    texts = replace(TEXTS, facts_when=line("ja", When(EIGHT, TEN), "雨天順延"))
    id = await circular(world, texts=texts, event_at=EIGHT, event_until=TEN)
    async with world.database.write(world.yamada) as tx:
        await versions.save(
            tx, id, "en", replace(texts, facts_when=line("en", When(EIGHT, TEN), "")), "Smith"
        )
        copied = await drafts.copy(tx, id)
        work = await drafts.find(tx, copied)
        kept, found = await drafts.texts_of(tx, copied, 1), await versions.versions_of(tx, copied)
    assert kept.facts_when == line("ja", work.when, "雨天順延")
    assert "2027年" in kept.facts_when
    assert found["en"].texts.facts_when == line("en", work.when, "")


@pytest.mark.anyio
async def test_a_pattern_made_of_a_circular_has_slots_for_its_day_and_hours(world: World) -> None:
    texts = replace(TEXTS, facts_when=line("ja", When(EIGHT, TEN), "雨天順延"))
    id = await circular(world, texts=texts, event_at=EIGHT, event_until=TEN)
    async with world.database.write(world.yamada) as tx:
        place, pattern = await keep(tx, id)
        kept = (await find_template(tx, place, pattern)).template()
    assert kept.texts["ja"].facts_when == "〔日にち〕 〔はじまり〕から〔おわり〕まで 雨天順延"
    async with Visit(world, "yamada") as chair:
        filled = {"day": "2027-01-10", "from": "09:00", "until": "11:30", "ask": "会長"}
        used = await chair.post(f"/associations/{place}/patterns/{pattern}", filled)
        shown = (await chair.get(used.headers["location"].replace("audience", "draft"))).text
    for value in ("2027-01-10", "09:00", "11:30", "雨天順延"):
        assert f'value="{value}"' in shown


@pytest.mark.anyio
async def test_a_version_has_the_day_in_its_language_and_an_addition_of_its_own(world: World) -> None:
    id = await draft(world, texts=replace(TEXTS, facts_when=SAID), event_at=EIGHT, event_until=TEN)
    async with Visit(world, "yamada") as chair:
        page = await chair.get(f"/circulars/{id}/versions/en")
        assert "Sun 6 Dec, from 8:00 AM to 10:00 AM" in page.text.replace("\u202f", " ")
        written = {"title": "Park cleaning", "gist": "We clean.", "facts_when": "a week later if it rains"}
        assert (await chair.post(f"/circulars/{id}/versions/en", written)).status_code == 303
    async with world.database.read(world.yamada) as tx:
        found = (await versions.versions_of(tx, id))["en"].texts
    assert found.facts_when == line("en", When(EIGHT, TEN), "a week later if it rains")


@pytest.mark.anyio
async def test_a_correction_points_at_a_weekday_before_it_goes_out(world: World) -> None:
    id = await circular(world)
    form = {
        name: getattr(TEXTS, name) for name in ("title", "gist", "facts_when", "facts_where", "facts_ask")
    }
    form |= {
        "change": "typo",
        "note": "日にち",
        "body": "12月13日（金）に延期します。みなさま、よろしくお願いいたします。",
    }
    async with Visit(world, "yamada") as chair:
        asked = await chair.post(f"/circulars/{id}/correction", form)
        assert asked.status_code == 422
        assert "日にちと曜日が合っていません" in said(asked)
        assert "12月13日（金）" in said(asked)
        assert "2026年12月13日（日）" in said(asked)
        assert 'name="weekdays"' in asked.text
        async with world.database.read(world.yamada) as tx:
            assert (await drafts.find(tx, id)).edition == 1
        sent = await chair.post(f"/circulars/{id}/correction", form | {"weekdays": "on"})
        assert sent.status_code == 303
        # What stands there already is pointed at, and asks nobody twice.
        page = await chair.get(f"/circulars/{id}/correction")
        assert "12月13日（金）" in said(page)
        assert 'name="weekdays"' not in page.text
        again = form | {"gist": "延期です"}
        assert (await chair.post(f"/circulars/{id}/correction", again)).status_code == 303


@pytest.mark.anyio
async def test_a_correction_without_a_change_is_none_although_the_line_would_be_made_anew(
    world: World,
) -> None:
    id = await circular(world, texts=replace(TEXTS, facts_when="日曜の朝"), event_at=EIGHT)
    async with Visit(world, "yamada") as chair:
        form = {
            name: getattr(TEXTS, name)
            for name in ("title", "gist", "facts_where", "facts_bring", "facts_ask", "facts_phone", "body")
        }
        form |= {
            "change": "typo",
            "event_day": "2026-12-06",
            "event_from": "08:00",
            "event_to": "",
            "facts_when": "日曜の朝",
        }
        same = await chair.post(f"/circulars/{id}/correction", form)
        assert same.status_code == 422
        assert "まだどこも変わっていません。" in said(same)
        other = await chair.post(f"/circulars/{id}/correction", form | {"facts_bring": "ほうき"})
        assert other.status_code == 303
    async with world.database.read(world.yamada) as tx:
        assert (await drafts.texts_of(tx, id, 2)).facts_when == "日曜の朝"


@pytest.mark.anyio
async def test_a_day_moved_by_an_action_takes_its_line_along(world: World) -> None:
    id = await circular(world, event_at=EIGHT)
    async with world.database.write(world.yamada) as tx:
        await correcting.correct(tx, id, Change.CHANGE, TEXTS, "13日に", None, EIGHT + 7 * DAY)
        assert (await drafts.texts_of(tx, id, 2)).facts_when == "12月13日（日） 午前8時から"
