"""Field names of the preview's form, and the choices read from them."""

from dataclasses import replace

from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.remarks import is_meaning
from kairanban.community.roster.rules.understanding import Choices, SheetChoice, Use
from kairanban.web.forms import Form

MOST_FIELDS = 12_000

# Values of a row's field, besides "same:12".
AS_PROPOSED, AS_NEW, LEFT_OUT, SAME = "", "new", "out", "same:"


def read_choices(form: Form, before: Choices) -> Choices:
    """Return the previous choices changed by the form; what the form does not show stays."""
    choices = before
    for name in form.names():
        kind, _, about = name.partition(":")
        if kind == "use":
            choices = _with_sheet(form, choices, about)
        elif kind == "row":
            choices = _with_row(choices, about, form.text(name))
        elif kind == "remark":
            choices = _with_remark(choices, about, form.text(name))
    if form.ticked("offices-shown"):
        choices = replace(choices, offices=frozenset(form.many("office")))
    return choices


def _with_sheet(form: Form, choices: Choices, about: str) -> Choices:
    if not about.isdecimal():
        return choices
    index = int(about)
    sheet = choices.sheets.get(index, SheetChoice())
    use, was_use = form.text(f"use:{index}"), form.text(f"was-use:{index}")
    if use != was_use and use in tuple(Use):
        sheet = replace(sheet, use=Use(use))
    heading, was_heading = form.text(f"heading:{index}"), form.text(f"was-heading:{index}")
    if heading != was_heading:
        # With another heading row the columns are read anew.
        lines = tuple(int(line) for line in heading.split(",") if line.isdecimal())
        sheet = SheetChoice(sheet.use, lines)
    else:
        sheet = replace(sheet, mapping={**sheet.mapping, **_columns(form, index)})
    return replace(choices, sheets={**choices.sheets, index: sheet}) if sheet != SheetChoice() else choices


def _columns(form: Form, sheet: int) -> dict[int, Field]:
    """Return the columns whose meaning was changed in the form."""
    chosen = {}
    for name in form.names(f"column:{sheet}:"):
        column, means = name.rpartition(":")[2], form.text(name)
        if column.isdecimal() and means in tuple(Field) and means != form.text(f"was-{name}"):
            chosen[int(column)] = Field(means)
    return chosen


def _with_row(choices: Choices, row: str, said: str) -> Choices:
    same_as = {key: household for key, household in choices.same_as.items() if key != row}
    if said.startswith(SAME) and said.removeprefix(SAME).isdecimal():
        same_as[row] = int(said.removeprefix(SAME))
    return replace(
        choices,
        left_out=choices.left_out | {row} if said == LEFT_OUT else choices.left_out - {row},
        as_new=choices.as_new | {row} if said == AS_NEW else choices.as_new - {row},
        same_as=same_as,
    )


def _with_remark(choices: Choices, text: str, meaning: str) -> Choices:
    others = {remark: kept for remark, kept in choices.remarks.items() if remark != text}
    taken = {text: meaning} if meaning and is_meaning(meaning) else {}
    return replace(choices, remarks={**others, **taken})
