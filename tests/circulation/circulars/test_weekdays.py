"""A weekday that does not fit its date is pointed at: in what a paper says, in what the chair types, and before it goes out."""

import pytest

from kairanban.circulation.circulars.actions import attachments
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.circulation.circulars.rules.weekdays import WrongWeekday, in_texts
from kairanban.confined.documents import Document, PagePicture, TextFrom
from kairanban.confined.facts import read_facts
from kairanban.confined.file_kinds import Kind
from kairanban.confined.inside.texts import found
from kairanban.core.clock import at, local
from tests.circulation.circulars.test_writing import WRITTEN, start
from tests.conftest import TODAY
from tests.visiting import Visit, said
from tests.world import World, draft

pytestmark = pytest.mark.anyio

DAY = local(TODAY).date().replace(month=12, day=20)
FITS, OFF = (f"12月20日（{'月火水木金土日'[(DAY.weekday() + step) % 7]}）午前10時" for step in (0, 1))
SAID = f"{OFF[:9]} と書いてあります"


def test_each_text_is_looked_through_and_each_date_named_once() -> None:
    texts = Texts(title=OFF, facts_when=OFF, body=f"{FITS}に。\n予備日 {OFF}")
    assert in_texts(texts, TODAY) == [WrongWeekday(OFF[:9], at(DAY))]
    assert in_texts(Texts(facts_when=FITS), TODAY) == []
    assert (
        len(in_texts(Texts(body=" ".join(f"12月{day}日(祝) 12月{day}日(土)" for day in range(1, 32))), TODAY))
        == 5
    )


async def test_it_is_said_while_she_types_on_the_page_and_before_it_goes_out(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        base = await start(chair, world)
        for when, wanted in ((OFF, True), (FITS, False)):
            typed = {**WRITTEN, "facts_when": when}
            kept = await chair.post(f"{base}/draft", typed, **{"HX-Request-Type": "partial"})
            pages = [kept, await chair.get(f"{base}/draft"), await chair.get(f"{base}/proof")]
            assert [SAID in said(page) for page in pages] == [wanted] * 3
        assert (await chair.post(f"{base}/publication")).status_code == 303


async def test_it_is_said_of_a_paper_too(world: World) -> None:
    read = found([f"日時　{OFF}"], local(TODAY).date().isoformat())
    picture = PagePicture("image/webp", 1, 1, b"RIFF")
    paper = Document(
        Kind.PDF, (picture,), picture, read["text"], False, TextFrom.FILE, None, read_facts(read["facts"])
    )
    id = await draft(world)
    async with world.database.write(world.yamada) as tx:
        await attachments.add(tx, id, "紙.pdf", paper)
    async with Visit(world, "yamada") as chair:
        page = said(await chair.get(f"/circulars/{id}/draft"))
        assert SAID in page[page.index("紙から見つかったもの") : page.index("題名")]
