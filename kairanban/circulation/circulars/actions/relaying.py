"""Circulars that relay another issuer's texts."""

from dataclasses import dataclass

from kairanban.circulation.circulars.actions import attachments, correcting, drafts
from kairanban.circulation.circulars.queries import drafting, relayed_versions
from kairanban.circulation.circulars.queries.audience_choices import ADD_AUDIENCE, CLEAR_AUDIENCE
from kairanban.circulation.circulars.rules.archive_search import stored
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.events import When
from kairanban.circulation.circulars.rules.kinds import Change, Kind
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.core.ids import CircularId, PlaceId
from kairanban.db.tx import Tx


@dataclass(frozen=True, slots=True)
class Words:
    """The relayed texts and settings, and their issuer."""

    source: CircularId
    edition: int
    issuer: str
    texts: Texts
    importance: str
    reply_kind: str
    reply_by: int | None
    event_at: int | None
    event_until: int | None = None


async def carry(tx: Tx, words: Words, association: PlaceId) -> CircularId:
    """Start a draft with these texts and attachments for every household.

    The caller has asked for permission.
    """
    circular = await drafts.begin(tx, association, Kind.ORDINARY, "municipality", None)
    await address_all(tx, circular, association)
    await put_in(tx, circular, words)
    await tx.run(drafting.CARRY, circular=circular, of_issuer=words.issuer)
    return circular


async def put_in(tx: Tx, circular: CircularId, words: Words) -> None:
    """Store the current texts in a draft, with their versions in other languages and the papers."""
    await tx.run(
        drafting.SAVE,
        circular=circular,
        changed_by=tx.actor.person,
        category="municipality",
        importance=words.importance,
        reply_kind=words.reply_kind,
        # A deadline that has passed is left out.
        reply_by=words.reply_by if words.reply_by is None or words.reply_by >= tx.now else None,
        event_at=words.event_at,
        event_until=words.event_until,
        permission="",
        yearly=0,
        for_all=1,
    )
    await tx.run(drafting.SAVE_TEXTS, circular=circular, edition_number=1, **stored(words.texts))
    await _with_versions(tx, circular, 1, words)
    await attachments.share_anew(tx, words.source, circular)


async def address_all(tx: Tx, circular: CircularId, association: PlaceId) -> None:
    await tx.run(CLEAR_AUDIENCE, circular=circular)
    await tx.value(ADD_AUDIENCE, circular=circular, place=association, role="", household=None)


async def say(tx: Tx, circular: CircularId, note: str) -> None:
    """Store the association's note above the text, before publication."""
    await tx.run(drafting.SAY, circular=circular, note=note)


async def correct(tx: Tx, work: Work, change: Change, words: Words, note: str) -> None:
    """Publish the current texts as a new edition, with their versions and papers. The caller has asked for permission."""
    when = When(words.event_at, words.event_until)
    await correcting.new_edition(tx, work, change, words.texts, note, words.reply_by, when)
    await _with_versions(tx, work.id, work.edition + 1, words)
    await attachments.share_anew(tx, words.source, work.id)


async def _with_versions(tx: Tx, circular: CircularId, number: int, words: Words) -> None:
    """Make the versions of an edition those of the source."""
    to = {"to_circular": circular, "to_number": number}
    await tx.run(relayed_versions.DROP, **to)
    await tx.run(relayed_versions.RELAY, circular=words.source, of_number=words.edition, **to)
