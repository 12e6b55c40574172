"""The parts about a household and its people, their devices and addresses."""

from sqlalchemy import and_, case, exists, or_, select

from kairanban.accountability.disclosure.queries.parts import (
    ADULT,
    HOUSEHOLD,
    Part,
    is_of_household,
)
from kairanban.db.tables.announcements import announcement
from kairanban.db.tables.buildings import joining_request
from kairanban.db.tables.consents import consent
from kairanban.db.tables.household_people import household_proposal, renewal_confirmation
from kairanban.db.tables.ledger import journal
from kairanban.db.tables.notify import delivery, notice_address, notice_choice, notification
from kairanban.db.tables.people import appointment, hiding, household, membership, person, resident
from kairanban.db.tables.rights import data_request, provision
from kairanban.db.tables.signin import calendar_feed, device, device_request, household_card, session

# Changes of a household; what else the journal has of it stands in parts of its own.
CHANGES = (
    "household_added", "household_changed", "household_moved", "household_divided", "household_left", "house_empty",
    "representative_changed", "resident_ended", "resident_added", "resident_renamed", "resident_left",
    "hidden", "shown", "keeper_named",
)  # fmt: skip

_FOUND_BY = ("postal", "address", "phone", "second_phone", "email")
_its_sessions = select(device.c.session).where(device.c.household == HOUSEHOLD)
_persons = select(resident.c.person).where(resident.c.id == ADULT)

_its_address = notice_address.alias("its_address")
_seen = session.alias("its_session")
_who = person.alias("who")

HOUSEHOLDS = (
    Part(
        "household", household, shared=household.c.id == HOUSEHOLD, also=("code", "arrived", "gone", "empty_house"),
        sealed=("label", *_FOUND_BY),
    ),
    Part("hiding", hiding, shared=is_of_household(hiding), sealed=_FOUND_BY, newest="since"),
    Part("memberships", membership, shared=is_of_household(membership), also=("route_order",), newest="since"),
    Part(
        "people", resident,
        shared=and_(is_of_household(resident), resident.c.until.is_(None)),
        own=resident.c.id == ADULT, also=("since", "until"), sealed=("name", "reading"), newest="since",
    ),
    Part("persons", person, own=person.c.id.in_(_persons), sealed=("name", "reading", "phone")),
    Part("offices", appointment, own=appointment.c.person.in_(_persons), newest="starts"),
    Part(
        "devices", device, shared=is_of_household(device), own=device.c.resident == ADULT, also=("removed",),
        sealed=("resident",),
        more=(select(_seen.c.seen).where(_seen.c.id == device.c.session).scalar_subquery().label("last_used"),),
    ),
    Part("cards", household_card, shared=is_of_household(household_card), also=("printed", "cancelled")),
    Part("device_requests", device_request, shared=is_of_household(device_request), also=("asked", "decided", "approved")),
    Part(
        "joining_requests", joining_request, shared=is_of_household(joining_request), also=("asked", "decided"),
        sealed=("room", "label"),
    ),
    Part("calendars", calendar_feed, shared=is_of_household(calendar_feed)),
    Part(
        "addresses", notice_address,
        shared=and_(
            or_(is_of_household(notice_address), notice_address.c.session.in_(_its_sessions)),
            notice_address.c.resident.is_(None),
        ),
        own=notice_address.c.resident == ADULT, also=("channel", "ended", "ended_why"), sealed=("resident", "target"),
        # An endpoint at a push service says nothing to people, and messages could be sent to it.
        instead={"target": case((notice_address.c.channel == "mail", notice_address.c.target), else_="")},
        more=(
            select(device.c.kind)
            .where(device.c.session == notice_address.c.session, device.c.household == HOUSEHOLD)
            .limit(1).scalar_subquery().label("device"),
        ),
    ),
    Part("notice_choices", notice_choice, shared=is_of_household(notice_choice), newest="household"),
    Part(
        "messages", notification, shared=is_of_household(notification), also=("circular", "kind", "made"),
    ),
    Part(
        "deliveries", delivery,
        shared=exists(
            select(1).where(
                _its_address.c.id == delivery.c.address,
                or_(_its_address.c.household == HOUSEHOLD, _its_address.c.session.in_(_its_sessions)),
                _its_address.c.resident.is_(None),
            )
        ),
        own=delivery.c.address.in_(select(_its_address.c.id).where(_its_address.c.resident == ADULT)),
        also=("state", "settled"),
    ),
    Part("consents", consent, own=consent.c.resident == ADULT, sealed=("resident", "witness")),
    Part("changes", journal, shared=and_(is_of_household(journal), or_(*(journal.c.kind == kind for kind in CHANGES))), also=("at", "kind"),
        instead={"person": select(_who.c.name).where(_who.c.id == journal.c.person).scalar_subquery()}),
    Part("announcements", announcement, shared=is_of_household(announcement)),
    Part(
        "requests", data_request,
        shared=and_(is_of_household(data_request), data_request.c.resident.is_(None)),
        own=data_request.c.resident == ADULT, also=("due", "settled", "outcome"), sealed=("resident",),
    ),
    Part(
        "proposals", household_proposal, shared=is_of_household(household_proposal), also=("settled", "outcome"),
        sealed=("was", "becomes", "resident", "made_by"),
    ),
    Part(
        "confirmations", renewal_confirmation, shared=is_of_household(renewal_confirmation), sealed=("resident",),
        newest="made",
    ),
    Part(
        "provisions", provision, shared=is_of_household(provision), also=("at", "recipient", "items", "basis"), newest="at"
    ),
)  # fmt: skip
