"""Facts found in an attached document, offered for fields; stored only if the author accepts them."""

from dataclasses import dataclass, replace
from datetime import datetime

from kairanban.circulation.circulars.actions.attachments import of
from kairanban.circulation.circulars.actions.contacts import NOBODY, Contact
from kairanban.circulation.circulars.actions.drafts import Choices, find, save, texts_of
from kairanban.circulation.circulars.queries.attachments import Attachment
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.events import When, addition, line, until_in
from kairanban.circulation.circulars.rules.texts import BODY_MOST, FACT_MOST, TITLE_MOST, Texts, without_title
from kairanban.circulation.circulars.rules.weekdays import WrongWeekday, seen
from kairanban.confined.facts import Facts, read_facts
from kairanban.core.clock import at, end_of
from kairanban.core.ids import CircularId
from kairanban.db.tx import Tx
from kairanban.i18n.languages import DEFAULT
from kairanban.i18n.marks import N as _n

FIELD_NAMES = {
    "title": _n("Title"),
    "facts_when": _n("When"),
    "facts_where": _n("Where"),
    "facts_bring": _n("What to bring"),
    "facts_ask": _n("Whom to ask"),
    "facts_phone": _n("Telephone"),
    "reply_by": _n("Please answer by"),
    "event_at": _n("When"),
    "body": _n("Text"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One fact, the field it is for, and whether that field is empty; of a date also the moment."""

    field: str
    found: str
    empty: bool
    moment: int | None = None
    ends: int | None = None

    @property
    def field_name(self) -> str:
        return FIELD_NAMES[self.field]


def offers(texts: Texts, work: Work, files: list[Attachment], contact: Contact = NOBODY) -> list[Offer]:
    """Return offers from the first attachment with readable text.

    A field with the association's own contact counts as empty: whom the paper names comes before.
    """
    file = _readable(files)
    if file is None:
        return []
    facts = read_facts(file.facts)
    found = {
        "title": (facts.title or "")[:TITLE_MOST],
        # With a day it is one offer, for the event and the line that is made of it.
        "facts_when": None if facts.event_at else facts.when,
        "facts_where": facts.where,
        "facts_bring": facts.bring,
        "facts_ask": facts.ask,
        "facts_phone": facts.phone,
        "body": without_title(file.text, facts.title or texts.title)[:BODY_MOST],
    }
    given = {"facts_ask": contact.name, "facts_phone": contact.phone}
    offered = [
        Offer(
            name,
            value if name == "body" else value[:FACT_MOST],
            getattr(texts, name) in ("", given.get(name, "")),
        )
        for name, value in found.items()
        if value and value != getattr(texts, name)
    ]
    if facts.reply_by is not None and end_of(facts.reply_by) != work.reply_by:
        moment = end_of(facts.reply_by)
        offered.append(Offer("reply_by", facts.reply_by.isoformat(), work.reply_by is None, moment))
    when = _when(facts)
    if when.begins is not None:
        written = (facts.when or "")[:FACT_MOST]
        said = line(DEFAULT, when, addition(DEFAULT, written, when) or "")
        if (said, when) != (texts.facts_when, work.when):
            empty = work.event_at is None and not texts.facts_when
            offered.append(Offer("event_at", said, empty, *when))
    return offered


def _when(facts: Facts) -> When:
    """Return the day of a paper, with its hours where they are written."""
    found = facts.event_at
    if found is None:
        return When()
    if not isinstance(found, datetime):
        return When(at(found), end_of(found))
    begins = at(found.date(), found.hour, found.minute)
    return When(begins, until_in(facts.when or "", begins))


def wrong_weekdays(files: list[Attachment]) -> list[WrongWeekday]:
    """Return the dates in the same attachment beside which another weekday stands than theirs."""
    file = _readable(files)
    return seen(read_facts(file.facts).doubts) if file else []


def _readable(files: list[Attachment]) -> Attachment | None:
    return next((file for file in files if file.text.strip()), None)


async def take(tx: Tx, circular: CircularId, fields: set[str]) -> None:
    """Store the offers of the chosen fields in the draft."""
    work = await find(tx, circular)
    texts = await texts_of(tx, circular, work.edition)
    found = {
        offer.field: offer for offer in offers(texts, work, await of(tx, circular)) if offer.field in fields
    }
    moments: dict[str, int | None] = {}
    if (reply_by := found.pop("reply_by", None)) is not None:
        moments["reply_by"] = reply_by.moment
    if (event := found.pop("event_at", None)) is not None:
        moments |= {"event_at": event.moment, "event_until": event.ends}
        texts = replace(texts, facts_when=event.found)
    taken = replace(texts, **{name: offer.found for name, offer in found.items()})
    await save(tx, circular, taken, Choices.of(work, **moments))
