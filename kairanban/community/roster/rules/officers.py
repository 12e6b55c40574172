"""Tables of officers: proposed appointments with their terms."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kairanban.community.roster.rules import vocabulary
from kairanban.community.roster.rules.columns import Column
from kairanban.community.roster.rules.fields import Field, Finding, Severity
from kairanban.community.roster.rules.headings import Heading
from kairanban.community.roster.rules.known_words import OFFICER_TITLES
from kairanban.community.roster.rules.lines import Kind, RosterLine
from kairanban.community.roster.rules.spelling import tidy, unguarded, word_key
from kairanban.community.roster.rules.tables.table import Table
from kairanban.community.roster.rules.values import name
from kairanban.community.roster.rules.wareki import Term, term
from kairanban.core.ids import PersonId, ResidentId
from kairanban.i18n.marks import N as _n


@dataclass(frozen=True, slots=True)
class Living:
    """A resident of the association, and the person she signs in as."""

    id: ResidentId
    name: str
    person: PersonId | None


@dataclass(frozen=True, slots=True)
class OfficeHolder:
    id: PersonId
    name: str


_NUMBER = re.compile(r"^(第?[\d一二三四五六七八九十]+|\S{1,3})(?=(班|組|隣組|ブロック)長$)")


@dataclass(frozen=True, slots=True)
class Office:
    """A proposed appointment; `title` is the association's own word for it, `until` its last day."""

    table: int
    line: int
    role: str
    title: str
    name: str
    block: str = ""
    starts: date | None = None
    until: date | None = None
    by_remark: bool = False
    """A remark was accepted to mean it, which is the choice to appoint."""

    @property
    def key(self) -> str:
        """Key of the row in the reader's choices, as for household rows."""
        return f"{self.table}:{self.line}"


def is_officers_table(table: Table, heading: Heading, columns: Sequence[Column]) -> bool:
    """Tell whether the table lists officers: offices beside names, with terms, a title or the offices saying so."""
    keys = {word_key(text) for text in heading.texts if text}
    if not keys & vocabulary.ROLE_HEADINGS or not any(
        c.means in (Field.NAME, Field.FAMILY_NAME) for c in columns
    ):
        return False
    if keys & (vocabulary.TERM_HEADINGS | vocabulary.TERM_FROM_HEADINGS | vocabulary.TERM_UNTIL_HEADINGS):
        return True
    if any(c.means in (Field.CODE, Field.ROUTE_ORDER, Field.METHOD) for c in columns):
        return False
    above = [table.title, *(text for row in table.rows[: heading.first] for text in row.cells)]
    return any(word in text for word in OFFICER_TITLES for text in above) or _lists_offices(table, heading)


def _lists_offices(table: Table, heading: Heading) -> bool:
    """Tell whether nearly each row has an office, most of them known ones."""
    role = next(at for at, text in enumerate(heading.texts) if word_key(text) in vocabulary.ROLE_HEADINGS)
    rows = table.rows[heading.first :]
    titles = [tidy(row.cell(role)) for row in rows if row.cell(role)]
    known = [title for title in titles if vocabulary.key(title) in vocabulary.ROLES or _NUMBER.match(title)]
    return 5 * len(titles) >= 4 * len(rows) and 2 * len(known) >= len(titles) > 1


def read_officers(
    index: int, table: Table, heading: Heading, columns: Sequence[Column]
) -> tuple[tuple[Office, ...], tuple[RosterLine, ...]]:
    """Return the appointments of the table, and the refused rows with the reason."""
    keys = [word_key(text) for text in heading.texts]

    def column(words: frozenset[str]) -> int:
        return next((place for place, key in enumerate(keys) if key and key in words), -1)

    role, whole = column(vocabulary.ROLE_HEADINGS), column(vocabulary.TERM_HEADINGS)
    begins, ends = column(vocabulary.TERM_FROM_HEADINGS), column(vocabulary.TERM_UNTIL_HEADINGS)
    names = [c.index for c in columns if c.means is Field.NAME][:1] or [
        c.index for c in columns if c.means in (Field.FAMILY_NAME, Field.GIVEN_NAME)
    ]

    offices, refused, above = [], [], ""
    for row in table.rows[heading.first :]:
        title = tidy(unguarded(row.cell(role)))
        title = above if vocabulary.is_ditto(title) else title
        holder = name(" ".join(filter(None, (unguarded(row.cell(place)) for place in names))))
        above = title or above
        if not holder or vocabulary.key(holder) in vocabulary.NOT_NAMES or not title:
            message = _n("This row of the officers has no name or no office.")
            finding = Finding(index, row.line, Severity.REFUSED, message)
            refused.append(RosterLine(index, row.line, Kind.REFUSED, findings=(finding,)))
            continue
        held = term(row.cell(whole))
        held = Term(term(row.cell(begins)).starts or held.starts, _until(row.cell(ends)) or held.until)
        block = _NUMBER.match(title)
        offices.append(
            Office(
                index,
                row.line,
                role_of(title),
                title[:40],
                holder,
                block.group() + block[2] if block else "",
                *held,
            )
        )
    return tuple(offices), tuple(refused)


def role_of(title: str) -> str:
    """Return the role for a title: chair, block_leader, else officer."""
    key = vocabulary.key(title)
    if key in vocabulary.ROLES:
        return vocabulary.ROLES[key]
    return "block_leader" if re.search(r"(班|組|ぶろっく)長$", key) else "officer"


def _until(text: str) -> date | None:
    said = term(text)
    return said.until or said.starts
