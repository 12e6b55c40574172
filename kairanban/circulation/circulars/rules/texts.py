"""The texts of an edition, and what is missing for publication."""

from dataclasses import dataclass, fields

from kairanban.circulation.circulars.rules.kinds import Importance, Kind, ReplyKind
from kairanban.circulation.surveys.rules.asking import wrong_in
from kairanban.circulation.surveys.rules.questions import Questions, read
from kairanban.i18n.marks import N as _n

TITLE_MOST, GIST_MOST, FACT_MOST, BODY_MOST = 60, 120, 300, 20_000
# A shorter text beside a PDF only says "see the attached sheet".
FULL_TEXT_LEAST = 40


@dataclass(frozen=True, slots=True)
class Texts:
    """The author's texts, all plain text."""

    title: str = ""
    gist: str = ""
    facts_when: str = ""
    facts_where: str = ""
    facts_bring: str = ""
    facts_ask: str = ""
    facts_phone: str = ""
    body: str = ""
    questions: str = ""
    """Of a survey, in their written form (`surveys/rules/questions.py`)."""

    @property
    def asked(self) -> Questions:
        """The questions of a survey."""
        return read(self.questions)


TEXT_FIELDS = tuple(field.name for field in fields(Texts))


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing missing for publication, and its field."""

    field: str
    message: str
    question: int = 0
    """The question of a survey that it is about; 0 for none."""


def missing(
    texts: Texts,
    *,
    kind: str,
    importance: str,
    has_papers: bool,
    permission: str,
    event_at: int | None,
    reply_kind: str,
) -> list[Missing]:
    """Return what is missing for publication; an attachment alone is not enough."""
    found = []
    if not texts.title:
        found.append(Missing("title", _n("Please write a title.")))
    if not texts.gist:
        found.append(Missing("gist", _n("Please say in one line what it is about.")))
    if kind == Kind.OBITUARY:
        if not permission:
            found.append(
                Missing("permission", _n("Please write who of the family has agreed to this notice."))
            )
        if event_at is None:
            found.append(Missing("event_at", _n("Please write the day of the funeral.")))
        return found
    if not (texts.facts_ask or texts.facts_phone):
        found.append(Missing("facts_ask", _n("Please write whom people can ask.")))
    if not has_papers and not texts.body:
        found.append(Missing("body", _n("Please write the text.")))
    if has_papers and importance != Importance.ORDINARY and len(texts.body) < FULL_TEXT_LEAST:
        found.append(
            Missing(
                "body",
                _n("This is important: the whole text is needed here too, not only in the attached sheet."),
            )
        )
    if reply_kind == ReplyKind.SURVEY:
        found += [
            Missing(f"q{number}" if number else "questions", message, number)
            for number, message in wrong_in(texts.asked)
        ]
    return found


def changed(old: Texts, new: Texts) -> tuple[str, ...]:
    """Return the names of the fields that differ."""
    return tuple(name for name in TEXT_FIELDS if getattr(old, name) != getattr(new, name))


def without_title(body: str, title: str) -> str:
    """Return the text of a paper without the line that is its title, which stands above it already."""
    sought = _compact(title)
    lines = body.split("\n")
    at = next((at for at, line in enumerate(lines) if sought and _compact(line) == sought), None)
    if at is None:
        return body
    del lines[at]
    # Where the title stood between two empty lines, one of them is enough.
    if 0 < at < len(lines) and not lines[at - 1].strip() and not lines[at].strip():
        del lines[at]
    return "\n".join(lines).strip("\n")


def _compact(line: str) -> str:
    return "".join(line.split())
