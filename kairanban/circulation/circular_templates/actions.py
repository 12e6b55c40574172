"""Circular templates: a draft in every language from one, and an association's or a group's own templates."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace

from kairanban.access.permission import require, require_here
from kairanban.circulation.circular_templates import queries
from kairanban.circulation.circular_templates.queries import OwnTemplate
from kairanban.circulation.circular_templates.rules.slots import (
    CircularTemplate,
    Slot,
    filled,
    marked,
    needed,
)
from kairanban.circulation.circulars.actions import drafts, versions
from kairanban.circulation.circulars.actions.drafts import Choices
from kairanban.circulation.circulars.rules.events import When, addition, joined
from kairanban.circulation.circulars.rules.kinds import DELIVERED, Kind
from kairanban.circulation.circulars.rules.texts import FACT_MOST, Texts
from kairanban.core.errors import Conflict, Invalid, NotFound
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n import dates
from kairanban.i18n.languages import DEFAULT, LANGUAGES
from kairanban.i18n.marks import N as _n

NEEDED = {
    Slot.WHAT: _n("Please choose what it is about."),
    Slot.DAY: _n("Please write a date."),
    Slot.NEW_DAY: _n("Please write a date."),
    Slot.FROM: _n("Please write a time."),
    Slot.UNTIL: _n("Please write a time."),
    Slot.PLACE: _n("Please write the place."),
    Slot.BRING: _n("Please choose what to bring."),
    Slot.RAIN: _n("Please choose what happens when it rains."),
}


@dataclass(frozen=True, slots=True)
class Filling:
    """The values chosen for one use of a template."""

    values: Callable[[str], Mapping[Slot, str]]
    """Maps a language to the values of its slots."""
    ask: str
    phone: str
    when: When
    reply_by: int | None = None


async def use(
    tx: Tx,
    association: PlaceId,
    template: CircularTemplate,
    filling: Filling,
    reviewer: str = DELIVERED,
) -> CircularId:
    """Start a draft with the filled texts, and a reviewed version in every language of the template.

    Raise Invalid for missing values.
    """
    original = template.texts[DEFAULT]
    values = filling.values(DEFAULT)
    wrong = {slot.value: NEEDED[slot] for slot in needed(original) if not values.get(slot)}
    if not filling.ask and not filling.phone:
        wrong["ask"] = _n("Please write whom people can ask.")
    if wrong:
        raise Invalid(wrong)
    circular = await drafts.start(tx, association, Kind.ORDINARY)
    choices = Choices(
        category=template.category,
        importance=template.importance,
        reply_kind=template.reply_kind,
        reply_by=filling.reply_by,
        event_at=filling.when.begins,
        event_until=filling.when.ends,
        permission="",
    )
    await drafts.save(tx, circular, _whole(original, values, filling), choices)
    for language in LANGUAGES:
        if language != DEFAULT and language in template.texts:
            texts = _whole(template.texts[language], filling.values(language), filling)
            await versions.save(tx, circular, language, texts, reviewer)
    return circular


def _whole(texts: Texts, values: Mapping[Slot, str], filling: Filling) -> Texts:
    return replace(filled(texts, values), facts_ask=filling.ask, facts_phone=filling.phone)


async def own(tx: Tx, association: PlaceId) -> list[OwnTemplate]:
    await require(tx, Task.DRAFT, association)
    return await tx.all(queries.ALL, association=association)


async def find(tx: Tx, association: PlaceId, template: int) -> OwnTemplate:
    await require(tx, Task.DRAFT, association)
    return await tx.one(queries.ONE, template=template, association=association)


async def keep(tx: Tx, circular: CircularId) -> tuple[PlaceId, int]:
    """Store a circular as an own template with its reviewed versions; raise Conflict."""
    work = await drafts.find(tx, circular)
    await require_here(tx, Task.DRAFT, work.place)
    if work.kind != Kind.ORDINARY or work.issuer:
        raise Conflict(_n("This circular does not become a pattern."))
    texts = {DEFAULT: await drafts.texts_of(tx, circular, work.edition)}
    for language, version in (await versions.versions_of(tx, circular)).items():
        if version.reviewed is not None:
            texts[language] = version.texts
    texts = {language: _with_slots(language, found, work.when) for language, found in texts.items()}
    id: int = await tx.value(
        queries.ADD,
        association=work.place,
        name=texts[DEFAULT].title,
        category=work.category,
        reply_kind=work.reply_kind,
        importance=work.importance,
        texts=_packed(texts),
        made=tx.now,
        made_by=tx.actor.person,
    )
    await journal.record(tx, "pattern_kept", association=work.association, circular=circular, other=id)
    return work.place, id


async def change(tx: Tx, association: PlaceId, template: int, name: str, language: str, texts: Texts) -> None:
    """Change the texts of one language; an empty title removes the version. Raise NotFound, Invalid."""
    kept = await find(tx, association, template)
    if language not in LANGUAGES:
        raise NotFound
    all_texts = {code: Texts(**found) for code, found in json.loads(kept.kept).items()}
    if texts.title:
        all_texts[language] = texts
    elif language == DEFAULT:
        raise Invalid({"title": _n("Please write a title.")})
    else:
        all_texts.pop(language, None)
    await tx.run(
        queries.CHANGE,
        template=template,
        of_association=association,
        new_name=name or kept.name,
        new_texts=_packed(all_texts),
    )


async def remove(tx: Tx, association: PlaceId, template: int) -> None:
    await require(tx, Task.DRAFT, association)
    if not await tx.run(queries.REMOVE, template=template, of_association=association):
        raise NotFound


def _with_slots(language: str, texts: Texts, when: When) -> Texts:
    """Return the texts with slots in place of this event's day and hours, where the line 日時 was made from them."""
    found = (
        addition(language, texts.facts_when, when) if when.begins is not None and texts.facts_when else None
    )
    if when.begins is None or found is None:
        return texts
    whole = dates.is_whole_day(when.begins, when.ends)
    words = "{day}" if whole else dates.slots(language, until=when.ends is not None)
    return replace(texts, facts_when=joined(marked(words), found)[:FACT_MOST])


def _packed(texts: Mapping[str, Texts]) -> str:
    return json.dumps({language: asdict(found) for language, found in texts.items()}, ensure_ascii=False)
