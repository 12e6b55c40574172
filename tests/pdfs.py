"""The text of a PDF, as a person would select it, and its parts, as a screen reader is told them."""

import ctypes

import pypdfium2 as pdfium
import pypdfium2.raw as raw


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page."""
    document = pdfium.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
    finally:
        document.close()


def text_of(pdf: bytes) -> str:
    return "\n".join(pages_of(pdf))


def parts_of(pdf: bytes) -> set[str]:
    """Return the kinds of the structure elements of the first page: H1, P, Table …; none if the PDF has no tags."""
    document = pdfium.PdfDocument(pdf)
    page = document[0]
    tree = raw.FPDF_StructTree_GetForPage(page)
    try:
        children = range(raw.FPDF_StructTree_CountChildren(tree))
        return set().union(*(_kinds(raw.FPDF_StructTree_GetChildAtIndex(tree, at)) for at in children))
    finally:
        raw.FPDF_StructTree_Close(tree)
        page.close()
        document.close()


def _kinds(element: object) -> set[str]:
    if not element:
        return set()
    size = raw.FPDF_StructElement_GetType(element, None, 0)
    name = ctypes.create_string_buffer(size)
    raw.FPDF_StructElement_GetType(element, name, size)
    below = range(max(0, raw.FPDF_StructElement_CountChildren(element)))
    kinds = (_kinds(raw.FPDF_StructElement_GetChildAtIndex(element, at)) for at in below)
    return {name.raw.decode("utf-16-le").rstrip("\0")}.union(*kinds)
