"""Papers on old tablets: JPEG where a browser does not ask for WebP, the stored picture elsewhere."""

from io import BytesIO

import pytest
from PIL import Image

from kairanban.circulation.circulars.actions import attachments, publishing
from kairanban.confined.documents import Document, PagePicture, TextFrom
from kairanban.confined.file_kinds import Kind
from kairanban.core.ids import AttachmentId
from tests.visiting import Visit
from tests.world import World, draft

pytestmark = pytest.mark.anyio

IOS_12 = "image/png,image/svg+xml,image/*;q=0.8,video/*;q=0.8,*/*;q=0.5"
IOS_14 = "image/webp,image/png,image/svg+xml,image/*;q=0.8,video/*;q=0.8,*/*;q=0.5"


async def sheet(world: World, data: bytes) -> AttachmentId:
    picture = PagePicture("image/webp", 40, 60, data)
    id = await draft(world)
    async with world.database.write(world.yamada) as tx:
        found = await attachments.add(
            tx, id, "紙.pdf", Document(Kind.PDF, (picture,), picture, "", False, TextFrom.FILE, None)
        )
        await publishing.publish(tx, id)
    return found


def webp() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 60), "#14532D").save(out, "WEBP", lossless=True)
    return out.getvalue()


@pytest.mark.parametrize(
    ("accept", "kind"), [(IOS_12, "image/jpeg"), (IOS_14, "image/webp"), ("*/*", "image/webp")]
)
async def test_a_browser_without_webp_gets_the_same_page_as_jpeg(
    world: World, accept: str, kind: str
) -> None:
    paper = await sheet(world, webp())
    async with Visit(world, "sato") as home, Visit(world, "mori") as elsewhere:
        for _ in range(2):
            answer = await home.get(f"/attachments/{paper}/pages/1", accept=accept)
            assert answer.headers["content-type"] == kind
            # A worker that fetched it ahead with another Accept finds it for the page.
            assert "vary" not in answer.headers
            with Image.open(BytesIO(answer.content)) as shown:
                assert shown.size == (40, 60)
                assert shown.convert("RGB").getpixel((5, 5)) == pytest.approx((20, 83, 45), abs=6)
        assert (await elsewhere.get(f"/attachments/{paper}/pages/1", accept=accept)).status_code == 404


async def test_what_cannot_be_converted_is_sent_as_it_is(world: World) -> None:
    paper = await sheet(world, b"RIFF and nothing else")
    async with Visit(world, "sato") as home:
        answer = await home.get(f"/attachments/{paper}/pages/1", accept=IOS_12)
        assert answer.headers["content-type"] == "image/webp"
