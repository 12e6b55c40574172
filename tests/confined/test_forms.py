"""Filled forms: typed and ticked values stand on the picture and in the text, for forms of any program."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kairanban.confined.inside import pdf
from kairanban.confined.inside.refusals import Page, Refusal
from tests.confined import made
from tests.confined.conftest import SAMPLES
from tests.confined.made import form, string

_SCALE = 1640 / 595
TEXT, TICK = b"/FT/Tx/V%s", b"/FT/Btn/V/%s/AS/%s/MK<</CA(4)>>"
COMBO, LIST = b"/FT/Ch/Ff 131072/Opt[%s]/V%s", b"/FT/Ch/Opt[%s]/V%s"


def one(file: bytes) -> Page:
    (page,) = pdf.pages(file)
    return page


def ink(page: Page, box: tuple[int, int, int, int]) -> int:
    """Return the darkest dot well inside a box in points."""
    left, bottom, right, top = box
    inner = (left + 2, 842 - top + 2, right - 2, 842 - bottom - 2)
    return int(page.picture.convert("L").crop(tuple(round(side * _SCALE) for side in inner)).getextrema()[0])  # type: ignore[arg-type]


def test_typed_values_stand_on_the_picture_and_beside_their_labels() -> None:
    page = one((SAMPLES / "filled-form.pdf").read_bytes())
    assert page.text.split("\n") == [
        "Application for the hall",
        "Date of use:20 December 2026, 10:00",
        "Telephone:0261-22-3344",
    ]
    assert ink(page, (180, 690, 480, 720)) < 100
    assert ink(page, (180, 630, 480, 660)) < 100


def test_without_values_the_boxes_are_empty() -> None:
    page = one(form([(700, "日時")], [((180, 690, 480, 720), b"/FT/Tx")]))
    assert page.text == "日時"
    assert ink(page, (180, 690, 480, 720)) > 200


@pytest.mark.parametrize("need", [True, False])
def test_a_field_without_an_appearance_is_drawn(need: bool) -> None:
    boxes = [(180, 690 - 50 * at, 480, 720 - 50 * at) for at in range(4)]
    kinds = [
        TEXT % string("12月20日 午前10時"),
        COMBO % (b"(Morning)(Evening)", b"(Evening)"),
        COMBO % (b"[(m)(Morning)][(e)(Evening)]", b"(e)"),
        LIST % (b"[(1)%s][(2)%s]" % (string("大集会室"), string("和室")), b"(2)"),
    ]
    labels = [(697 - 50 * at, label) for at, label in enumerate(("日時", "時間帯", "区分", "部屋"))]
    page = one(form(labels, list(zip(boxes, kinds, strict=True)), need=need))
    assert page.text.split("\n") == [
        "日時\u300012月20日 午前10時",
        "時間帯\u3000Evening",
        "区分\u3000Evening",
        "部屋\u3000和室",
    ]
    assert all(ink(page, box) < 100 for box in boxes)


def test_boxes_to_tick_say_which_are_ticked() -> None:
    fields = [
        ((60 + 80 * at, 695, 78 + 80 * at, 713), TICK % (on, on)) for at, on in enumerate((b"Yes", b"Off"))
    ]
    file = made.form([], fields)
    words = b"BT /Koz 14 Tf 1 0 0 1 84 699 Tm <%s> Tj 1 0 0 1 164 699 Tm <%s> Tj ET" % (
        made.utf16("出席"), made.utf16("欠席"),
    )  # fmt: skip
    page = one(file.replace(b"BT /Koz 14 Tf  ET", words))
    assert page.text in ("☑出席 ☐欠席", "☑出席\u3000☐欠席")
    assert ink(page, (60, 695, 78, 713)) < 100


def test_values_between_the_words_of_a_line_keep_their_places() -> None:
    fields = [
        ((60 + 60 * at, 693, 84 + 60 * at, 713), TEXT % string(value))
        for at, value in enumerate(("8", "12", "20"))
    ]
    words = (
        b"BT /Koz 14 Tf 1 0 0 1 90 699 Tm <%s> Tj 1 0 0 1 150 699 Tm <%s> Tj 1 0 0 1 210 699 Tm <%s> Tj ET"
        % tuple(map(made.utf16, "年月日"))
    )
    text = one(form([], fields).replace(b"BT /Koz 14 Tf  ET", words)).text
    assert "".join(text.split()) == "8年12月20日"


def test_names_with_rare_kanji_are_drawn_whole() -> None:
    fields = [
        ((180, 690 - 60 * at, 480, 720 - 60 * at), TEXT % string(name))
        for at, name in enumerate(("𠮷﨑", "吉崎"))
    ]
    page = one(form([(697, "氏名"), (637, "氏名")], fields))
    assert page.text.split("\n") == ["氏名\u3000𠮷﨑", "氏名\u3000吉崎"]
    grey = page.picture.convert("L")
    rows = [grey.crop((502, round(y * _SCALE), 1318, round((y + 26) * _SCALE))).tobytes() for y in (124, 184)]
    dark = [sum(dot < 128 for dot in row) for row in rows]
    assert dark[0] > 0.7 * dark[1]


def test_a_hidden_field_and_a_password_are_not_offered() -> None:
    file = form(
        [(700, "日時")],
        [((180, 690, 480, 720), TEXT % b"(secret)/Ff 8192"), ((180, 640, 480, 670), TEXT % b"(unseen)")],
    )
    hidden = file.replace(b"/Rect[180 640 480 670]/F 4", b"/Rect[180 640 480 670]/F 2")
    assert one(file).text.split("\n") == ["日時", "unseen"]
    assert one(hidden).text == "日時"


def test_a_note_typed_onto_the_page_is_offered() -> None:
    note = b"<</Type/Annot/Subtype/FreeText/Contents%s/DA(/Helv 14 Tf)/Rect[180 690 480 720]/F 4>>" % string(
        "集会所にて"
    )
    page = one(
        made.pdf(
            b"BT /Koz 14 Tf 60 699 Td <%s> Tj ET" % made.utf16("場所"), more=[note], page=b"/Annots[9 0 R]"
        )
    )
    assert page.text == "場所\u3000集会所にて"
    assert ink(page, (200, 692, 300, 718)) < 100


@pytest.mark.parametrize(
    ("state", "ticked"),
    [
        (b"/V/Yes/AS/Yes", True),
        (b"/AS/Yes", True),
        (b"/V/Yes", True),
        (b"/V/Yes/AS/Off", True),
        (b"/V/#82#CD/AS/#82#CD", True),
        (b"/V/Off/AS/Off", False),
        (b"", False),
    ],
)
def test_a_box_is_ticked_however_its_program_says_so(state: bytes, ticked: bool) -> None:
    page = one(form([(699, "出席")], [((150, 695, 168, 713), b"/FT/Btn" + state)]))
    assert page.text == f"出席\u3000{'☑' if ticked else '☐'}"
    assert (ink(page, (150, 695, 168, 713)) < 100) is ticked


def test_of_a_choice_without_shapes_the_chosen_one_is_ticked() -> None:
    group = b"<</FT/Btn/Ff 32768/T(r)/V/A/Kids[10 0 R 11 0 R]>>"
    kids = [
        b"<</Type/Annot/Subtype/Widget/Parent 9 0 R/Rect[%d 690 %d 710]/F 4/P 3 0 R/AS/%s>>" % (x, x + 20, on)
        for x, on in ((60, b"A"), (140, b"Off"))
    ]
    asked = b"/AcroForm<</Fields[9 0 R]>>"
    page = one(made.pdf(b"", more=[group, *kids], catalog=asked, page=b"/Annots[10 0 R 11 0 R]"))
    assert page.text == "☑\u3000☐"
    assert ink(page, (60, 690, 80, 710)) < 100


def test_a_form_that_only_adobe_shows_is_refused_in_words() -> None:
    living = b"/NeedsRendering true/AcroForm<</XFA(x)/Fields[]>>"
    with pytest.raises(Refusal, match="living"):
        list(pdf.pages(made.pdf(b"BT /Helv 14 Tf 60 700 Td (Please wait...) Tj ET", catalog=living)))


VALUES = st.text("あかさ清掃集会所0123456789ABCabc", min_size=1, max_size=12)


@given(
    filled=st.lists(st.tuples(st.sampled_from(["tx", "combo"]), VALUES), min_size=1, max_size=6),
    need=st.booleans(),
)
@settings(max_examples=25, deadline=None)
def test_any_filled_form_offers_each_value_beside_its_label(
    filled: list[tuple[str, str]], need: bool
) -> None:
    labels = [(780 - 50 * at, f"第{at}欄") for at in range(len(filled))]
    boxes = [(180, 773 - 50 * at, 520, 803 - 50 * at) for at in range(len(filled))]
    kinds = [TEXT % string(v) if kind == "tx" else COMBO % (string(v), string(v)) for kind, v in filled]
    page = one(form(labels, list(zip(boxes, kinds, strict=True)), need=need))
    assert page.text.split("\n") == [f"第{at}欄\u3000{value}" for at, (_, value) in enumerate(filled)]
    assert all(ink(page, box) < 140 for box in boxes)


def test_a_page_of_many_fields_takes_little_time() -> None:
    fields = [((60 + at % 40, at % 800, 70 + at % 40, at % 800 + 9), TEXT % b"(x)") for at in range(1500)]
    assert one(form([(700, "日時")], fields)).text.count("x") == 1500
