import pytest

from kairanban.confined import file_kinds
from kairanban.confined.errors import Unreadable
from kairanban.confined.file_kinds import Kind, kind_of


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"%PDF-1.7\n", Kind.PDF),
        (b"\xef\xbb\xbf%PDF-1.4", Kind.PDF),
        (b"\xff\xd8\xff\xe0", Kind.JPEG),
        (b"\x89PNG\r\n\x1a\n", Kind.PNG),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Kind.HEIC),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", Kind.HEIC),
    ],
)
def test_the_kind_is_detected_by_content(start: bytes, kind: Kind) -> None:
    assert kind_of(start) == kind


@pytest.mark.parametrize(
    ("start", "advice"),
    [
        (b"", file_kinds.EMPTY),
        (b"\0" * 100, file_kinds.EMPTY),
        (b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml", file_kinds.OFFICE),
        (b"PK\x03\x04" + b"\0" * 26 + b"photo.jpg", file_kinds.ARCHIVE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", file_kinds.OFFICE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", file_kinds.WEB_PAGE),
        (b"\n <!doctype html><p>%PDF-1.7", file_kinds.WEB_PAGE),
        (b"GIF89a", file_kinds.OTHER_PICTURE),
        (b"II*\0\x08\0\0\0", file_kinds.TIFF),
        (b"MM\0*\0\0\0\x08", file_kinds.TIFF),
        (b"II+\0\x08\0\0\0", file_kinds.TIFF),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", file_kinds.OTHER_PICTURE),
        (b"MZ\x90\0 %PDF-1.7", file_kinds.UNKNOWN),
    ],
)
def test_other_files_are_refused_with_advice(start: bytes, advice: str) -> None:
    with pytest.raises(Unreadable) as refused:
        kind_of(start)
    assert refused.value.reason == advice
