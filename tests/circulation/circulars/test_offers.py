"""What a paper offers for the fields of a draft."""

import pytest

from kairanban.circulation.circulars.actions import attachments, drafts
from kairanban.circulation.circulars.actions.offers import offers, take
from kairanban.circulation.circulars.queries.attachments import Attachment
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.texts import FACT_MOST, Texts
from kairanban.confined.documents import Document, PagePicture, TextFrom
from kairanban.confined.facts import read_facts
from kairanban.confined.file_kinds import Kind
from kairanban.confined.inside.texts import found
from kairanban.core.clock import at, end_of, local
from kairanban.core.ids import AttachmentId, CircularId, PlaceId
from tests.conftest import TODAY
from tests.visiting import Visit
from tests.world import World, draft

DAY = local(TODAY).date().replace(day=10)
PAPER = (
    "公園清掃のお知らせ\n日時 12月20日(日)午前8時\n持ち物 軍手\n12月10日までに会長へお申し込みください。\n"
)
EMPTY = Texts()


def work(reply_by: int | None = None) -> Work:
    return Work(
        CircularId(1), PlaceId(1), PlaceId(1), "みどりヶ丘自治会", "", "draft", "circular", "notice", "ordinary", "acknowledge",
        reply_by, None, "", 0, 1, 0, None, None, None, 1, 1, "", "",
    )  # fmt: skip


def offered(*papers: str, texts: Texts = EMPTY, reply_by: int | None = None) -> dict[str, tuple[str, bool]]:
    read = [found([paper], local(TODAY).date().isoformat()) for paper in papers]
    files = [
        Attachment(AttachmentId(n), "pdf", "紙", 0, one["text"], one["facts"]) for n, one in enumerate(read)
    ]
    return {one.field: (one.found, one.empty) for one in offers(texts, work(reply_by), files)}


def test_the_first_paper_that_can_be_read_offers_its_facts() -> None:
    assert offered() == offered(" \n") == {}
    found = offered(" ", PAPER, "持ち物 なし")
    assert found["facts_bring"] == ("軍手", True)
    assert found["reply_by"] == (DAY.isoformat(), True)
    assert "facts_where" not in found


def test_what_a_draft_has_already_is_not_offered_and_other_words_are_marked() -> None:
    found = offered(PAPER, texts=Texts(facts_bring="軍手", title="清掃"))
    assert "facts_bring" not in found
    assert found["title"] == ("公園清掃のお知らせ", False)


@pytest.mark.parametrize(("days", "offer"), [(0, None), (1, (DAY.isoformat(), False))])
def test_another_day_to_reply_by_is_offered_beside_the_one_chosen(
    days: int, offer: tuple[str, bool] | None
) -> None:
    assert offered(PAPER, reply_by=end_of(DAY.replace(day=10 + days))).get("reply_by") == offer


def test_a_fact_is_cut_to_its_field_and_the_text_is_whole() -> None:
    long = "軍手" * FACT_MOST
    found = offered(f"持ち物 {long}")
    assert found["facts_bring"][0] == long[:FACT_MOST]
    assert long in found["body"][0]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("12月20日(日)午前8時", "12月20日（日） 午前8時から"),
        ("12月20日(日)", "12月20日（日）"),
        ("12月20日（日）午後1時から3時まで（雨天順延）", "12月20日（日） 午後1時から午後3時まで（雨天順延）"),
        (
            "令和8年12月20日（日）午前8時から10時ごろまで　※小雨決行",
            "12月20日（日） 午前8時から10時ごろまで　※小雨決行",
        ),
    ],
)
def test_the_day_of_an_event_is_one_offer_with_the_line_that_is_made_of_it(written: str, said: str) -> None:
    found = offered(f"公園清掃のお知らせ\n日時 {written}\n")
    assert found["event_at"] == (said, True)
    assert "facts_when" not in found


def test_words_without_a_day_are_offered_as_they_are() -> None:
    found = offered("公園清掃のお知らせ\n日時 毎週水曜 午前10時\n")
    assert found["facts_when"] == ("毎週水曜 午前10時", True)
    assert "event_at" not in found


@pytest.mark.anyio
async def test_what_is_taken_stands_in_the_fields(world: World) -> None:
    id = await draft(world)
    read = found([PAPER], local(TODAY).date().isoformat())
    picture = PagePicture("image/webp", 1, 1, b"RIFF")
    paper = Document(
        Kind.PDF, (picture,), picture, read["text"], False, TextFrom.FILE, None, read_facts(read["facts"])
    )
    async with world.database.write(world.yamada) as tx:
        await attachments.add(tx, id, "紙.pdf", paper)
        await take(tx, id, {"event_at"})
        work, texts = await drafts.find(tx, id), await drafts.texts_of(tx, id, 1)
    assert work.event_at == at(DAY.replace(day=20), 8)
    assert texts.facts_when == "12月20日（日） 午前8時から"
    async with Visit(world, "yamada") as chair:
        assert "行事の日時</strong>" not in (await chair.get(f"/circulars/{id}/draft")).text
