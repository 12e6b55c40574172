"""What was typed or ticked in the fields of a PDF form, and notes typed onto its page."""

import ctypes
import re
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
# Kanji of names for which PDFium finds no font in fields: 﨑, 𠮷.
_RARE = re.compile("[\uf900-\ufaff\U00010000-\U0010ffff]")
# Bytes of a string without letters.
_EMPTY = 2


@dataclass(frozen=True, slots=True)
class Value:
    """The text of a field, in its box in points from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    drawn: bool = True
    """Whether PDFium draws it; `marks` draws the others."""


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
            text, drawn = _text(paper.formenv, note)
            if text:
                left, right = sorted((box.left, box.right))
                bottom, top = sorted((box.bottom, box.top))
                yield Value(text[:_LONGEST], left, bottom, right, top, drawn)
        finally:
            raw.FPDFPage_CloseAnnot(note)


def _text(form: pdfium.PdfFormEnv | None, note: Any) -> tuple[str, bool]:
    """Return what a field or note says, and whether PDFium draws that."""
    kind = raw.FPDFAnnot_GetSubtype(note)
    if kind == raw.FPDF_ANNOT_FREETEXT:
        shape = raw.FPDFAnnot_GetAP(note, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0)
        return _entry(note, b"Contents"), shape > _EMPTY
    if kind != raw.FPDF_ANNOT_WIDGET or form is None:
        return "", True
    field = raw.FPDFAnnot_GetFormFieldType(form, note)
    if field in _TICKED:
        shown = bool(raw.FPDFAnnot_IsChecked(form, note))
        on = shown or _is_on(note, b"AS") or _is_on(note, b"V")
        return TICKS[on], shown or not on
    if field == raw.FPDF_FORMFIELD_LISTBOX:
        chosen = (
            _label(form, note, at)
            for at in range(min(max(0, raw.FPDFAnnot_GetOptionCount(form, note)), MOST_FIELDS))
            if raw.FPDFAnnot_IsOptionSelected(form, note, at)
        )
        return "、".join(chosen), True
    if field in _TYPED and not raw.FPDFAnnot_GetFormFieldFlags(form, note) & _PASSWORD:
        typed = _read(lambda *out: raw.FPDFAnnot_GetFormFieldValue(form, note, *out))
        typed = _shown(form, note, typed)
        return typed, "\n" in typed or not _RARE.search(typed)
    return "", True


def _is_on(note: Any, key: bytes) -> bool:
    """Tell whether the state of a box, or its field's value, is the name of a shape that is not Off.

    Programs that fill forms set one of them and forget the other, or the shape.
    """
    if raw.FPDFAnnot_GetValueType(note, key) != raw.FPDF_OBJECT_NAME:
        return False
    return _entry(note, key) not in ("", "Off")


def _entry(note: Any, key: bytes) -> str:
    return _read(lambda *out: raw.FPDFAnnot_GetStringValue(note, key, *out))


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
    if length <= _EMPTY:
        return ""
    out = ctypes.create_string_buffer(length)
    asked(ctypes.cast(out, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    text = out.raw.decode("utf-16-le", "replace").split("\0")[0]
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
