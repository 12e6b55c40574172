"""Papers and photographs added to a draft: several at once, one of them bad; what is said where the text is expected."""

import pytest

from kairanban.circulation.circulars.actions import attachments, drafts
from kairanban.circulation.circulars.actions.contacts import Contact
from kairanban.circulation.circulars.actions.offers import offers
from kairanban.circulation.circulars.queries.attachments import Attachment
from kairanban.circulation.circulars.rules.kinds import Kind
from kairanban.circulation.circulars.rules.texts import Texts, without_title
from kairanban.confined.documents import Document, PagePicture, TextFrom
from kairanban.confined.file_kinds import Kind as FileKind
from kairanban.confined.inside.texts import found
from kairanban.confined.sheets import Reading
from kairanban.core.ids import AttachmentId, CircularId
from tests.circulation.circulars.test_offers import work
from tests.circulation.circulars.test_writing import PAPER, start
from tests.confined.papers import picture
from tests.visiting import Visit, said
from tests.world import World, draft

pytestmark = pytest.mark.anyio

PICTURE = PagePicture("image/webp", 1, 1, b"RIFF")


def document(reading: Reading, about: str = "", kind: FileKind = FileKind.PDF) -> Document:
    return Document(kind, (PICTURE,), PICTURE, "", True, TextFrom.NOWHERE, None, reading=reading, about=about)


def file(name: str, data: bytes) -> tuple[str, tuple[str, bytes, str]]:
    return "files", (name, data, "application/octet-stream")


async def test_of_several_files_the_bad_one_is_named_and_the_others_stay(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        base = await start(chair, world)
        files = [
            file("清掃.pdf", PAPER.read_bytes()),
            file("こわれた.pdf", b"%PDF-1.7 broken"),
            file("コピー機.tif", b"II*\0\x08\0\0\0"),
            file("祭り.jpg", picture("JPEG")),
        ]
        answer = await chair.send(f"{base}/attachments", {"title": "清掃", "body": "書いたもの"}, files)
        assert answer.status_code == 422
        page = said(answer)
        wrong = page[page.index("追加できなかったもの") :]
        assert wrong.index("こわれた.pdf") < wrong.index("コピー機.tif")
        assert "TIFF" in wrong
        async with world.database.read(world.yamada) as tx:
            kept = await attachments.of(tx, CircularId(int(base.split("/")[-1])))
        assert [one.name for one in kept] == ["清掃.pdf", "祭り.jpg"]
        assert "書いたもの" in (await chair.get(f"{base}/draft")).text


async def test_a_file_that_is_too_large_is_named_before_it_is_read(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        base = await start(chair, world)
        files = [file("大きい.png", b"\x89PNG" + bytes(31 * 1024 * 1024)), file("祭り.jpg", picture("JPEG"))]
        page = said(await chair.send(f"{base}/attachments", {"title": "清掃"}, files))
        assert "32 MB" in page
        assert "スクリーンショット" in page
        assert "祭り.jpg" in page


async def test_the_eleventh_attachment_is_named_and_nothing_is_said_to_have_changed(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        base = await start(chair, world)
        id = CircularId(int(base.split("/")[-1]))
        async with world.database.write(world.yamada) as tx:
            for number in range(9):
                await attachments.add(tx, id, f"紙{number}.pdf", document(Reading.TYPED))
        files = [file(f"写真{number}.jpg", picture("JPEG")) for number in (10, 11, 12)]
        answer = await chair.send(f"{base}/attachments", {"title": "清掃"}, files)
        page = said(answer)
        assert answer.status_code == 422
        assert "そのあいだに変わりました" not in page
        wrong = page[page.index("追加できなかったもの") :]
        refused = wrong[: wrong.index("紙から見つかったもの")]
        assert "写真10.jpg" not in refused
        assert "写真11.jpg" in refused
        assert "写真12.jpg" in refused
        assert "10個まで" in refused


async def test_a_photograph_is_called_one_with_its_picture_beside_it(world: World) -> None:
    id = await draft(world)
    async with world.database.write(world.yamada) as tx:
        paper = await attachments.add(tx, id, "祭り.jpg", document(Reading.PHOTOGRAPH, kind=FileKind.JPEG))
    async with Visit(world, "yamada") as chair:
        page = await chair.get(f"/circulars/{id}/draft")
        assert "写真です" in said(page)
        assert "読み取れません" not in said(page)
        assert f'src="/attachments/{paper}/pages/1"' in page.text
        assert (await chair.get(f"/attachments/{paper}/pages/1")).status_code == 200


@pytest.mark.parametrize(
    ("reading", "about", "words"),
    [
        (Reading.NO_READER, "", "このサーバーでは文字を読み取れません"),
        (Reading.NO_READER, "2, 3", "2, 3ページ"),
        (Reading.BUSY, "", "込み合って"),
        (Reading.UNDRAWN, "", "文字を表示できません"),
    ],
)
async def test_what_was_not_read_is_said_where_its_text_is_expected(
    world: World, reading: Reading, about: str, words: str
) -> None:
    id = await draft(world)
    async with world.database.write(world.yamada) as tx:
        await attachments.add(tx, id, "回覧.pdf", document(reading, about))
    async with Visit(world, "yamada") as chair:
        page = said(await chair.get(f"/circulars/{id}/draft?done=attached"))
        section = page[page.index("紙から見つかったもの") : page.index("題名")]
        assert "回覧.pdf" in section
        assert words in section
        assert "下に、見つかったものがあります" not in page


async def test_the_words_of_a_typed_page_beside_a_scan_are_not_shown_as_read_from_its_picture(
    world: World,
) -> None:
    id = await draft(world)
    mixed = Document(FileKind.PDF, (PICTURE,), PICTURE, "黒塗りの下", True, TextFrom.SCAN, None)
    seen = Document(
        FileKind.PDF, (PICTURE,), PICTURE, "防災訓練", True, TextFrom.SCAN, None, from_pictures=True
    )
    async with world.database.write(world.yamada) as tx:
        for one in (mixed, seen, document(Reading.NOTHING), document(Reading.PHOTOGRAPH, kind=FileKind.JPEG)):
            await attachments.add(tx, id, "紙", one)
        assert [one.scanned for one in await attachments.of(tx, id)] == [0, 1, 1, 0]


async def test_a_draft_begins_with_the_contact_of_the_association(world: World) -> None:
    association = world.places["midorigaoka"]
    async with world.database.write(world.yamada) as tx:
        ordinary, obituary = (
            await drafts.start(tx, association),
            await drafts.start(tx, association, Kind.OBITUARY),
        )
        texts = await drafts.texts_of(tx, ordinary, 1)
        assert (texts.facts_ask, texts.facts_phone) == ("会長 山田", "022-000-0001")
        assert await drafts.texts_of(tx, obituary, 1) == Texts()


def test_whom_the_paper_names_comes_before_the_contact_of_the_association() -> None:
    read = found(["お問い合わせ　環境部長　木村　電話 073-555-0142"], "2026-12-01")
    files = [Attachment(AttachmentId(1), "pdf", "紙", 0, read["text"], read["facts"])]
    texts = Texts(facts_ask="会長 山田", facts_phone="090-0000-0001")
    given = offers(texts, work(), files, Contact("会長 山田", "090-0000-0001"))
    assert {one.field: one.empty for one in given} == {"facts_ask": True, "facts_phone": True, "body": True}
    typed = offers(texts, work(), files, Contact("別の人", "090-9999-9999"))
    assert not any(one.empty for one in typed if one.field != "body")


def test_the_text_does_not_repeat_the_title() -> None:
    paper = "令和8年11月20日\n会員各位\n\n秋の 一斉清掃について\n\n次のとおり行います。\n秋の一斉清掃について"
    assert without_title(paper, "秋の一斉清掃について") == (
        "令和8年11月20日\n会員各位\n\n次のとおり行います。\n秋の一斉清掃について"
    )
    assert without_title(paper, "") == paper
    assert without_title("次のとおり", "秋") == "次のとおり"
    read = found(["公園清掃のお知らせ\n日時 12月20日(日)午前8時"], "2026-12-01")
    given = offers(
        Texts(), work(), [Attachment(AttachmentId(1), "pdf", "紙", 0, read["text"], read["facts"])]
    )
    assert next(one.found for one in given if one.field == "body") == "日時 12月20日(日)午前8時"
