"""What was typed or ticked in the fields of a PDF form, and notes typed onto its page."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MOST_FIELDS = 2_000
_LONGEST = 4_000
_HIDDEN = 0b100010  # hidden, or not to be shown on a screen
_PASSWORD = 1 << 13
_TYPED = (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX)
_TICKED = (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON)
TICKS = ("☐", "☑")


@dataclass(frozen=True, slots=True)
class Value:
    """The text of a field, in its box in points from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def values(paper: pdfium.PdfDocument, page: pdfium.PdfPage) -> Iterator[Value]:
    """Yield each field that is filled in, boxes to tick also where they are not, and each note."""
    for at in range(min(raw.FPDFPage_GetAnnotCount(page), MOST_FIELDS)):
        note = raw.FPDFPage_GetAnnot(page, at)
        if not note:
            continue
        try:
            box = raw.FS_RECTF()
            if raw.FPDFAnnot_GetFlags(note) & _HIDDEN or not raw.FPDFAnnot_GetRect(note, box):
                continue
            if text := _text(paper.formenv, note):
                left, right = sorted((box.left, box.right))
                bottom, top = sorted((box.bottom, box.top))
                yield Value(text[:_LONGEST], left, bottom, right, top)
        finally:
            raw.FPDFPage_CloseAnnot(note)


def _text(form: pdfium.PdfFormEnv | None, note: Any) -> str:
    kind = raw.FPDFAnnot_GetSubtype(note)
    if kind == raw.FPDF_ANNOT_FREETEXT:
        return _read(lambda *out: raw.FPDFAnnot_GetStringValue(note, b"Contents", *out))
    if kind != raw.FPDF_ANNOT_WIDGET or form is None:
        return ""
    field = raw.FPDFAnnot_GetFormFieldType(form, note)
    if field in _TICKED:
        return TICKS[bool(raw.FPDFAnnot_IsChecked(form, note))]
    if field == raw.FPDF_FORMFIELD_LISTBOX:
        chosen = (
            _label(form, note, at)
            for at in range(min(max(0, raw.FPDFAnnot_GetOptionCount(form, note)), MOST_FIELDS))
            if raw.FPDFAnnot_IsOptionSelected(form, note, at)
        )
        return "、".join(chosen)
    if field in _TYPED and not raw.FPDFAnnot_GetFormFieldFlags(form, note) & _PASSWORD:
        return _shown(form, note, _read(lambda *out: raw.FPDFAnnot_GetFormFieldValue(form, note, *out)))
    return ""


def _shown(form: pdfium.PdfFormEnv, note: Any, value: str) -> str:
    """Return the words of the choice in a list that opens, whose value may be a code."""
    for at in range(min(max(0, raw.FPDFAnnot_GetOptionCount(form, note)), MOST_FIELDS)):
        if raw.FPDFAnnot_IsOptionSelected(form, note, at):
            return _label(form, note, at) or value
    return value


def _label(form: pdfium.PdfFormEnv, note: Any, at: int) -> str:
    return _read(lambda *out: raw.FPDFAnnot_GetOptionLabel(form, note, at, *out))


def _read(asked: Callable[..., int]) -> str:
    length = asked(None, 0)
    if length <= 2:
        return ""
    out = ctypes.create_string_buffer(length)
    asked(ctypes.cast(out, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    text = out.raw.decode("utf-16-le", "replace").split("\0")[0]
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
