"""Replies are counted and deleted; circulars follow after the years of their association."""

from typing import Any

from sqlalchemy import and_, exists, func, or_, select

from kairanban.accountability.retention.queries.steps import Rule, Step, before
from kairanban.circulation.circulars.rules.timing import DISCARDED_FOR
from kairanban.core.clock import DAY
from kairanban.db.statements import NOW
from kairanban.db.tables import terms
from kairanban.db.tables.circulars import (
    addressee,
    attachment,
    attachment_page,
    circular,
    edition,
    stored_file,
)
from kairanban.db.tables.municipal_requests import municipal_request
from kairanban.db.tables.places import place
from kairanban.db.tables.replies import reply, survey_answer
from kairanban.db.tables.route_sheets import board_position

_PAST = before(terms.REPLIES.days or 0)


def answers_past(one: Any) -> Any:
    """Condition for a published circular whose answers are past their term."""
    asked = edition.alias("asking")
    asked_lately = exists(
        select(1).where(
            asked.c.circular == one.c.id, asked.c.number == one.c.asked_edition, asked.c.made >= _PAST
        )
    )
    return and_(
        one.c.published < _PAST,
        or_(
            one.c.reply_by < _PAST,
            and_(one.c.reply_by.is_(None), func.coalesce(one.c.event_at, 0) < _PAST, ~asked_lately),
        ),
    )


def _of_past(of: Any) -> Any:
    over = circular.alias("over")
    return of.in_(select(over.c.id).where(over.c.emptied.is_(None), answers_past(over)))


def _counted(of: Any) -> Any:
    frozen = circular.alias("frozen")
    return of.in_(select(frozen.c.id).where(frozen.c.counted.is_not(None), frozen.c.emptied.is_(None)))


def _is_empty(one: Any) -> Any:
    left = reply.alias("left")
    return and_(one.c.counted.is_not(None), ~exists(select(1).where(left.c.circular == one.c.id)))


REPLIES = Rule(
    terms.REPLIES,
    (
        Step(survey_answer, lambda t: _of_past(t.c.circular), frozen=lambda t: _counted(t.c.circular)),
        Step(reply, lambda t: _of_past(t.c.circular), frozen=lambda t: _counted(t.c.circular)),
        Step(
            addressee,
            lambda t: and_(
                _of_past(t.c.circular),
                or_(t.c.opened.is_not(None), t.c.replied.is_not(None), t.c.waiting == 1),
            ),
            then={"opened": None, "replied": None, "waiting": 0},
            frozen=lambda t: _counted(t.c.circular),
        ),
        Step(
            circular,
            lambda t: and_(t.c.emptied.is_(None), answers_past(t)),
            then={"emptied": NOW},
            frozen=_is_empty,
        ),
    ),
)


def _old(one: Any) -> Any:
    """Condition for circulars, drafts and requests older than their association keeps them, and drafts thrown away."""
    asked, own = municipal_request.alias("request"), place.alias("own")
    sent = select(asked.c.sent).where(asked.c.circular == one.c.id).scalar_subquery()
    years = select(own.c.circular_years).where(own.c.id == one.c.association).scalar_subquery()
    long_ago = NOW - years * (terms.YEAR * DAY)
    return or_(
        and_(
            func.coalesce(one.c.published, sent, one.c.changed) < long_ago,
            func.coalesce(one.c.scheduled_for, 0) < long_ago,
        ),
        one.c.discarded < NOW - DISCARDED_FOR,
    )


def _settled(one: Any) -> Any:
    return or_(one.c.published.is_(None), one.c.emptied.is_not(None))


def _of_old(of: Any) -> Any:
    old = circular.alias("old")
    return of.in_(select(old.c.id).where(_old(old), _settled(old)))


def _on_a_page(file: Any, name: str, old: bool) -> Any:
    page, paper, one = (t.alias(f"{name}_{t.name}") for t in (attachment_page, attachment, circular))
    gone = and_(_old(one), _settled(one))
    return exists(
        select(1)
        .select_from(
            page.join(paper, paper.c.id == page.c.attachment).join(one, one.c.id == paper.c.circular)
        )
        .where(page.c.file == file.c.name, gone if old else ~gone)
    )


CIRCULARS = Rule(
    terms.CIRCULARS,
    (
        Step(addressee, lambda t: _of_old(t.c.circular)),
        # Pictures are large and overwritten on deletion; those that another circular shares stay.
        Step(
            stored_file,
            lambda t: and_(_on_a_page(t, "old", old=True), ~_on_a_page(t, "other", old=False)),
            most=10,
        ),
        Step(circular, lambda t: and_(_old(t), _settled(t)), most=20),
    ),
)

POSITIONS = Rule(
    terms.POSITIONS, (Step(board_position, lambda t: t.c.since < before(terms.POSITIONS.days or 0)),)
)
