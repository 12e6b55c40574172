"""Correction of a published circular: a new edition, and its papers."""

from kairanban.access.permission import require
from kairanban.circulation.circulars.actions import exchanging
from kairanban.circulation.circulars.actions.drafts import find, texts_of
from kairanban.circulation.circulars.actions.exchanging import NONE_OFF, Off
from kairanban.circulation.circulars.actions.moving import follow
from kairanban.circulation.circulars.actions.publishing import EVENT_PASSED, REPLY_BY_PASSED, is_over
from kairanban.circulation.circulars.queries import drafting, publishing, versions
from kairanban.circulation.circulars.queries.attachments import Attachment
from kairanban.circulation.circulars.rules.archive_search import stored
from kairanban.circulation.circulars.rules.asking_again import ASKED_OTHERWISE, asks_otherwise
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.events import When, differs, ends_before, following
from kairanban.circulation.circulars.rules.kinds import Change, Kind, State
from kairanban.circulation.circulars.rules.texts import Texts, changed, missing
from kairanban.circulation.circulars.rules.timing import gone_at
from kairanban.core.errors import Conflict, Invalid
from kairanban.core.ids import CircularId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n

COUNTED = _n(
    "The answers to this circular have been counted, and nobody can be asked once more. Please write a new circular."
)


async def correct(
    tx: Tx,
    circular: CircularId,
    change: Change,
    texts: Texts,
    note: str,
    reply_by: int | None,
    event_at: int | None,
    event_until: int | None = None,
    off: Off = NONE_OFF,
    seen: Off | None = None,
) -> None:
    """Publish a correction as a new edition, with the papers that wait for it and without those in `off`.

    Of the papers that wait only those in `seen` come in, where it is given: another officer may be adding others.

    A change asks everybody again, a typo keeps the replies.
    """
    work = await find(tx, circular)
    await require(tx, Task.PUBLISH, work.place)
    if work.state != State.PUBLISHED:
        raise Conflict(_n("Only a circular that is going round can be corrected."))
    if work.kind == Kind.OBITUARY:
        reply_by = None
    if work.issuer:
        raise Conflict(_n("These are the town's words. When the town corrects them, its request says so."))
    papers, when = await exchanging.papers(tx, circular, seen), When(event_at, event_until)
    await require_difference(tx, work, texts, reply_by, when, papers, off)
    if change is Change.CHANGE and not note:
        raise Invalid({"note": _n("Please say in one line what has changed.")})
    still = missing(
        texts,
        kind=work.kind,
        importance=work.importance,
        has_papers=exchanging.has_papers(papers, off),
        permission=work.permission,
        event_at=event_at,
        reply_kind=work.reply_kind,
    )
    wrong = {m.field: m.message for m in still}
    asked_again = change is Change.CHANGE
    if asked_again and work.counted is not None:
        wrong["change"] = COUNTED
    elif not asked_again and asks_otherwise(work, await texts_of(tx, circular, work.edition), texts):
        wrong["change"] = ASKED_OTHERWISE
    wrong |= wrong_days(tx, work, change, reply_by, when)
    if wrong:
        raise Invalid(wrong)
    await new_edition(tx, work, change, texts, note, reply_by, when)
    await exchanging.exchange(tx, circular, off, seen)


def wrong_days(tx: Tx, work: Work, change: Change, reply_by: int | None, when: When) -> dict[str, str]:
    """Return what is wrong with the days: nobody is asked again after the last day, and no event ends before it begins."""
    wrong = {}
    if reply_by is not None and reply_by < tx.now and (change is Change.CHANGE or reply_by != work.reply_by):
        wrong["reply_by"] = REPLY_BY_PASSED
    if work.kind != Kind.OBITUARY and when.begins != work.event_at and is_over(when.begins, tx.now):
        wrong["event_at"] = EVENT_PASSED
    return wrong | ends_before(when)


async def require_difference(
    tx: Tx,
    work: Work,
    texts: Texts,
    reply_by: int | None,
    when: When,
    papers: list[Attachment],
    off: Off,
) -> None:
    """Raise Invalid where a correction would change nothing."""
    before = await texts_of(tx, work.id, work.edition)
    same = not changed(before, texts) and (reply_by, when) == (work.reply_by, work.when)
    if same and not exchanging.differs(papers, off):
        raise Invalid({"note": _n("Nothing is different yet.")})


async def new_edition(
    tx: Tx, work: Work, change: Change, texts: Texts, note: str, reply_by: int | None, when: When
) -> None:
    """Store the next edition; Conflict for a change after the answers were counted. The caller has checked the rest."""
    if change is Change.CHANGE and work.counted is not None:
        raise Conflict(COUNTED)
    circular, number = work.id, work.edition + 1
    before = await texts_of(tx, circular, work.edition)
    if change is not Change.CHANGE and asks_otherwise(work, before, texts):
        raise Invalid({"change": ASKED_OTHERWISE})
    texts = following(texts, before, work.kind, work.when, when)
    asked = number if change is Change.CHANGE else work.asked_edition
    await tx.run(
        drafting.NEW_EDITION,
        circular=circular,
        number=number,
        kind=change.value,
        note=note,
        made_by=tx.actor.person,
        **stored(texts),
    )
    await tx.run(versions.GO_ON, circular=circular, number=number, before=work.edition)
    # A day that was moved is written in every language: their texts stand. Choices are known by their order.
    other = change is Change.CHANGE and differs(before, work.when, texts, when, work.kind)
    if other or before.questions != texts.questions:
        await tx.run(versions.TO_BE_REVIEWED, circular=circular, of_number=number)
    await follow(tx, circular, number, work.when, when)
    await tx.run(
        publishing.NEXT_EDITION,
        circular=circular,
        number=number,
        asked=asked,
        reply_by_then=reply_by,
        event_at_then=when.begins,
        event_until_then=when.ends,
        gone_at_then=gone_at(work.kind, when.begins, tx.now),
    )
    if change is Change.CHANGE:
        await tx.run(publishing.ASK_AGAIN, circular=circular)
        await tx.run(publishing.TALLY_AGAIN, circular=circular)
    await journal.record(
        tx, f"corrected_{change.value}", association=work.association, circular=circular, other=number
    )
