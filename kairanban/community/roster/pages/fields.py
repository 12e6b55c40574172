"""Field names of the preview's form, and the choices read from them."""

from dataclasses import replace

from kairanban.community.roster.rules.choices import Choices, TableChoice, Use
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.phones import is_area_code
from kairanban.community.roster.rules.remarks import is_meaning
from kairanban.community.roster.rules.spelling import plain, tidy
from kairanban.web.forms import Form

MOST_FIELDS = 12_000
LONGEST_BLOCK = 20

# Values of a row's field, besides "same:12".
AS_PROPOSED, AS_NEW, LEFT_OUT, SAME = "", "new", "out", "same:"
# Of a row that is set aside: hidden, struck through.
TAKEN = "take"


def read_choices(form: Form, before: Choices) -> Choices:
    """Return the previous choices changed by the form; what the form does not show stays."""
    choices = before
    for name in form.names():
        kind, _, about = name.partition(":")
        if kind == "was-use" and about.isdecimal():
            choices = _with_table(form, choices, int(about))
        elif kind == "row":
            choices = _with_row(choices, about, form.text(name))
        elif kind == "aside":
            choices = _with_row_taken(choices, about, form.text(name) == TAKEN)
        elif kind == "remark":
            choices = _with_remark(choices, about, form.text(name))
    if form.ticked("offices-shown"):
        choices = replace(choices, offices=frozenset(form.many("office")))
    if form.ticked("area-shown") and is_area_code(area := plain(form.text("area", longest=5))):
        choices = replace(choices, area_code=area)
    return choices


def _with_table(form: Form, choices: Choices, index: int) -> Choices:
    table = choices.tables.get(index, TableChoice())
    use, persons = _changed(form, "use", index), _changed(form, "persons", index)
    if use in tuple(Use):
        table = replace(table, use=Use(use))
    if persons:
        table = replace(table, persons=persons == "yes")
    if form.ticked(f"was-block:{index}"):
        block = tidy(form.text(f"block:{index}", longest=LONGEST_BLOCK))
        if block != tidy(form.text(f"was-block:{index}").removeprefix("=")):
            table = replace(table, block=block)
    if form.ticked(f"members-shown:{index}"):
        table = replace(table, members=form.ticked(f"members:{index}"))
    if form.ticked(f"hidden-shown:{index}"):
        table = replace(table, hidden_rows=form.ticked(f"hidden:{index}"))
    heading = _changed(form, "heading", index)
    if heading:
        # With another heading row the columns are read anew.
        lines = tuple(int(line) for line in heading.split(",") if line.isdecimal())
        table = replace(table, heading_lines=lines, mapping={})
    else:
        table = replace(table, mapping={**table.mapping, **_columns(form, index)})
    return replace(choices, tables={**choices.tables, index: table}) if table != TableChoice() else choices


def _changed(form: Form, name: str, index: int) -> str:
    """Return a field of a table if it differs from the one that was shown."""
    said = form.text(f"{name}:{index}")
    return said if said != form.text(f"was-{name}:{index}") else ""


def _columns(form: Form, index: int) -> dict[int, Field]:
    """Return the columns whose meaning was changed in the form."""
    chosen = {}
    for name in form.names(f"column:{index}:"):
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


def _with_row_taken(choices: Choices, row: str, taken: bool) -> Choices:
    return replace(choices, taken=choices.taken | {row} if taken else choices.taken - {row})


def _with_remark(choices: Choices, text: str, meaning: str) -> Choices:
    others = {remark: kept for remark, kept in choices.remarks.items() if remark != text}
    taken = {text: meaning} if meaning and is_meaning(meaning) else {}
    return replace(choices, remarks={**others, **taken})
