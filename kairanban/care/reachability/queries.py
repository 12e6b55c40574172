"""Evidence for each channel of each household: devices, addresses, and the last reply over it."""

from typing import Any

from sqlalchemy import BigInteger, ScalarSelect, Table, and_, bindparam, case, func, select

from kairanban.access.scope import entrusted, own_households
from kairanban.access.sign_ins import in_use
from kairanban.care.reachability.rules import ChannelTimes
from kairanban.community.people.queries.dwellings import is_dwelling
from kairanban.db.statements import Query, Statement
from kairanban.db.tables.columns import Line
from kairanban.db.tables.notify import delivery, notice_address
from kairanban.db.tables.people import household, membership
from kairanban.db.tables.places import place
from kairanban.db.tables.replies import reply
from kairanban.db.tables.signin import device, session
from kairanban.db.tables.visits import visit

_hidden = household.c.hidden == 1


def _newest(column: Any, of: Table | Any, *where: Any) -> ScalarSelect[int]:
    return select(func.max(column)).select_from(of).where(*where).correlate(household).scalar_subquery()


def _replied(method: str) -> ScalarSelect[int]:
    return _newest(
        reply.c.received,
        reply,
        reply.c.household == household.c.id,
        reply.c.method == method,
        reply.c.taken_back.is_(None),
    )


def _visited(kind: str, *where: Any) -> ScalarSelect[int]:
    return _newest(
        visit.c.made,
        visit,
        visit.c.household == household.c.id,
        visit.c.kind == kind,
        visit.c.corrected.is_(None),
        *where,
    )


_bound = device.join(session, session.c.id == device.c.session)
_live = and_(device.c.household == household.c.id, in_use())
# A push address belongs to a session, and so to the households of its devices.
_addressed = notice_address.join(device, device.c.session == notice_address.c.session)


def _push(*where: Any, column: Any = notice_address.c.made) -> ScalarSelect[int]:
    return _newest(
        column,
        _addressed,
        notice_address.c.channel == "push",
        device.c.household == household.c.id,
        device.c.removed.is_(None),
        *where,
    )


def _mail(*where: Any, column: Any = notice_address.c.made) -> ScalarSelect[int]:
    return _newest(
        column,
        notice_address,
        notice_address.c.channel == "mail",
        notice_address.c.household == household.c.id,
        *where,
    )


_mailed = _newest(
    delivery.c.settled,
    delivery.join(notice_address, notice_address.c.id == delivery.c.address),
    delivery.c.state == "accepted",
    notice_address.c.channel == "mail",
    notice_address.c.household == household.c.id,
)
_pushed = _newest(
    delivery.c.settled,
    delivery.join(notice_address, notice_address.c.id == delivery.c.address).join(
        device, device.c.session == notice_address.c.session
    ),
    delivery.c.state == "accepted",
    notice_address.c.channel == "push",
    device.c.household == household.c.id,
    device.c.removed.is_(None),
)

_LINE = (
    household.c.id.label("household"),
    case((_hidden, ""), else_=household.c.label).label("label"),
    household.c.hidden,
    place.c.id.label("place"),
    place.c.name.label("place_name"),
    func.coalesce(membership.c.route_order, 0).label("route_order"),
    case((_hidden, ""), else_=household.c.address).label("address"),
    household.c.method,
    case((household.c.phone != "", 1), else_=0).label("has_phone"),
    _newest(device.c.bound, _bound, _live).label("bound"),
    _newest(device.c.removed, device, device.c.household == household.c.id).label("removed"),
    _push(notice_address.c.ended.is_(None)).label("push"),
    _push(notice_address.c.ended_why == "gone", column=notice_address.c.ended).label("push_gone"),
    _pushed.label("pushed"),
    _mail(notice_address.c.ended.is_(None), notice_address.c.confirmed.is_not(None)).label("mail"),
    _mail(notice_address.c.ended_why == "gone", column=notice_address.c.ended).label("mail_gone"),
    _mailed.label("mailed"),
    _replied("app").label("replied_on_screen"),
    _replied("paper").label("replied_on_paper"),
    _replied("phone").label("replied_by_phone"),
    _replied("visit").label("replied_at_door"),
    # A call alone proves nothing; what was said does.
    _visited("called", visit.c.note != "").label("called"),
    _visited("met").label("met"),
    _visited("paper").label("handed_paper"),
)
_FROM = household.join(
    membership, and_(membership.c.household == household.c.id, membership.c.until.is_(None))
).join(place, and_(place.c.id == membership.c.place, is_dwelling))
_ORDER = (place.c.sort, place.c.id, membership.c.route_order, household.c.id)

# The caller has asked for permission.
OF_ASSOCIATION = Query(
    select(*_LINE)
    .select_from(_FROM)
    .where(household.c.association == bindparam("association", type_=BigInteger), household.c.gone.is_(None))
    .order_by(*_ORDER),
    ChannelTimes,
)

_mine = entrusted().subquery()
ENTRUSTED = Query(
    select(*_LINE)
    .select_from(_FROM)
    .where(
        household.c.id.in_(select(_mine.c.household)),
        place.c.id.in_(select(_mine.c.place)),
        household.c.gone.is_(None),
    )
    .order_by(*_ORDER),
    ChannelTimes,
)

OWN = Query(
    select(*_LINE)
    .select_from(_FROM)
    .where(household.c.id.in_(own_households()))
    .order_by(household.c.id, membership.c.id),
    ChannelTimes,
)

CHOOSE = Statement(
    household.update()
    .where(
        household.c.id == bindparam("of_household", type_=BigInteger),
        household.c.method != bindparam("chosen", type_=Line),
    )
    .values(method=bindparam("chosen", type_=Line))
)
