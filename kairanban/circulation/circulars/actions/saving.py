"""Save a form of a circular beside others who write at the same: nothing of theirs is overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from kairanban.circulation.circulars.actions.correcting import correct
from kairanban.circulation.circulars.actions.drafts import Choices, find, save, texts_of, writable
from kairanban.circulation.circulars.actions.exchanging import NONE_OFF, Off
from kairanban.circulation.circulars.queries import drafting
from kairanban.circulation.circulars.queries.drafting import Hand
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.events import as_read, as_typed, ends_before
from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.circulars.rules.merging import base_of, compared
from kairanban.circulation.circulars.rules.texts import TEXT_FIELDS, Texts
from kairanban.core.errors import Conflict, Invalid
from kairanban.core.ids import CircularId
from kairanban.db.tx import Tx
from kairanban.i18n.dates import input_closing, input_moment
from kairanban.i18n.marks import N as _n

Fields = TypeVar("Fields", Texts, Choices)


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft after a form was saved."""

    work: Work
    base: str
    """For the form, which shows what was submitted."""
    theirs: tuple[str, ...]
    """Fields that another person changed; the form does not show them yet."""
    hand: Hand


class WrittenByTwo(Conflict):
    """Both changed a field since the form was opened; nothing was stored."""

    def __init__(
        self, mine: Mapping[str, str], stored: Mapping[str, str], both: tuple[str, ...], base: str, hand: Hand
    ) -> None:
        super().__init__(_n("Another person has changed the same lines. Please choose which stay."))
        self.mine, self.stored, self.both, self.base, self.hand = mine, stored, both, base, hand


async def save_form(tx: Tx, circular: CircularId, texts: Texts, choices: Choices, base: str) -> Kept:
    """Store what the sender changed; keep what only another changed since. Raise WrittenByTwo, Conflict."""
    work = await writable(tx, circular)
    before = Choices.of(work)
    kept = await texts_of(tx, circular, work.edition)
    hand = await tx.one(drafting.LAST_HAND, circular=circular)
    shown = as_typed(kept, work.kind, before.when)
    mine, stored = as_form(texts, choices), as_form(shown, before)
    theirs = merged(base, mine, stored, hand)
    texts, choices = taking(texts, shown, theirs), taking(choices, before, theirs)
    if wrong := ends_before(choices.when):
        # Each of two officers has moved another end of it.
        raise Invalid(wrong)
    await save(tx, circular, as_read(texts, work.kind, choices.when, kept, before.when), choices)
    return Kept(work, base_of(mine), theirs, hand)


async def correct_form(
    tx: Tx,
    circular: CircularId,
    change: Change,
    texts: Texts,
    note: str,
    choices: Choices,
    base: str,
    off: Off = NONE_OFF,
    seen: Off | None = None,
) -> None:
    """Correct a circular that is going round, beside another correction since the form was opened.

    Raise WrittenByTwo, and as `correcting.correct`.
    """
    texts, choices = await beside_others(tx, await find(tx, circular), texts, choices, base)
    await correct(tx, circular, change, texts, note, choices.reply_by, *choices.when, off=off, seen=seen)


async def beside_others(
    tx: Tx, work: Work, texts: Texts, choices: Choices, base: str
) -> tuple[Texts, Choices]:
    """Return a correction with what only others changed since the form was opened, its line 日時 made; raise WrittenByTwo."""
    kept, before = await texts_of(tx, work.id, work.edition), Choices.of(work)
    hand = await tx.one(drafting.LAST_CORRECTION, circular=work.id)
    shown = as_typed(kept, work.kind, before.when)
    theirs = merged(base, as_correction(texts, choices), as_correction(shown, before), hand)
    texts, choices = taking(texts, shown, theirs), taking(choices, before, theirs)
    if as_correction(texts, choices) == as_correction(shown, before):
        return kept, choices
    return as_read(texts, work.kind, choices.when, kept, before.when), choices


def merged(base: str, mine: Mapping[str, str], stored: Mapping[str, str], hand: Hand) -> tuple[str, ...]:
    """Return the fields in which what is stored stays; raise WrittenByTwo."""
    found = compared(base, mine, stored)
    if found.both:
        chosen = {name: stored[name] if name in found.theirs else value for name, value in mine.items()}
        raise WrittenByTwo(chosen, stored, found.both, base_of(stored), hand)
    return found.theirs


def taking(mine: Fields, stored: Fields, names: tuple[str, ...]) -> Fields:
    """Return `mine` with the named fields of `stored`."""
    own = {field.name for field in fields(mine)}
    taken: dict[str, Any] = {name: getattr(stored, name) for name in names if name in own}
    return replace(mine, **taken)


def as_correction(texts: Texts, choices: Choices) -> dict[str, str]:
    """Return the fields that a correction can change."""
    form = as_form(texts, choices)
    return {name: form[name] for name in (*TEXT_FIELDS, "reply_by", "event_at", "event_until")}


def as_form(texts: Texts, choices: Choices) -> dict[str, str]:
    """Return every field as a form holds it."""
    return {
        **{name: getattr(texts, name) for name in TEXT_FIELDS},
        "category": choices.category,
        "importance": choices.importance,
        "reply_kind": choices.reply_kind,
        "reply_by": input_closing(choices.reply_by),
        "event_at": input_moment(choices.event_at),
        "event_until": input_moment(choices.event_until),
        "permission": choices.permission,
        "yearly": "on" if choices.yearly else "",
    }
