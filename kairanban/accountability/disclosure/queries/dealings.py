"""The parts about what went to a household and what it answered, who came by, and who looked."""

from sqlalchemy import and_, exists, or_, select

from kairanban.access.accesses import is_of
from kairanban.access.purposes import OWN_PART
from kairanban.accountability.disclosure.queries.parts import ADULT, HERE, HOUSEHOLD, Part, is_of_household
from kairanban.db.tables.callbacks import call
from kairanban.db.tables.circulars import addressee, audience
from kairanban.db.tables.ledger import look
from kairanban.db.tables.people import household, resident
from kairanban.db.tables.places import place
from kairanban.db.tables.replies import reply, survey_answer
from kairanban.db.tables.route_sheets import board_position
from kairanban.db.tables.safety import help_call, safety_addressee, safety_check, sighting
from kairanban.db.tables.visits import emergency_look, visit

_filled = reply.alias("filled")
_asks = help_call.alias("asks")
_rings = call.alias("rings")
_home = household.alias("home")
_her = resident.alias("her")
_where = place.alias("where_looked")
_lives = resident.alias("lives_there")

# About her by name, as the household wrote it.
_in_her_household = exists(
    select(1).where(
        _her.c.id == ADULT, _her.c.household == help_call.c.household, _her.c.name == help_call.c.about
    )
)
# Others of the household do not learn from the state of a check that one of them asked for help.
_asked_elsewhere = exists(
    select(1).where(
        _asks.c.check == safety_addressee.c.check,
        _asks.c.household == HOUSEHOLD,
        or_(_asks.c.session.is_(None), _asks.c.session != HERE),
    )
)
_rang_here = exists(select(1).where(_rings.c.household == HOUSEHOLD, _rings.c.session == HERE))
_help_here = exists(select(1).where(_asks.c.household == HOUSEHOLD, _asks.c.session == HERE))

_started = select(safety_check.c.started)

DEALINGS = (
    Part("circulars", addressee, shared=is_of_household(addressee), also=("circular",), newest="circular"),
    Part("named_in_audience", audience, shared=is_of_household(audience), also=("circular",)),
    Part(
        "answers", reply,
        shared=is_of_household(reply), own=reply.c.resident == ADULT, also=("circular", "taken_back"), sealed=("resident", "signed"),
    ),
    Part(
        "survey_answers", survey_answer,
        shared=is_of_household(survey_answer), own=exists(select(1).where(_filled.c.id == survey_answer.c.reply, _filled.c.resident == ADULT)),
        also=("circular", "question", "asked_as"), newest="reply",
    ),
    Part("paper_boards", board_position, shared=is_of_household(board_position), also=("circular",), newest="circular"),
    Part("visits", visit, shared=is_of_household(visit), also=("place", "purpose", "corrected"), newest="made"),
    Part(
        "emergency_looks", emergency_look, shared=is_of_household(emergency_look), also=("until", "closed"), newest="at"
    ),
    Part(
        "callbacks", call, shared=and_(is_of_household(call), call.c.session == HERE),
        own=call.c.resident == ADULT, also=("asked", "closed", "closed_how"), sealed=("resident", "phone"), newest="asked",
    ),
    Part(
        "safety_checks", safety_addressee, shared=and_(is_of_household(safety_addressee), ~_asked_elsewhere),
        sealed=("about",), newest="check",
        more=(
            _started.where(safety_check.c.id == safety_addressee.c.check).scalar_subquery().label("started"),
        ),
    ),
    Part(
        "safety_answers", sighting,
        shared=and_(is_of_household(sighting), or_(sighting.c.state != "help", sighting.c.session == HERE)),
        sealed=("about",),
    ),
    Part(
        "help_calls", help_call, shared=and_(is_of_household(help_call), help_call.c.session == HERE),
        own=_in_her_household, also=("taken", "closed", "closed_how"), sealed=("about",),
    ),
    Part(
        "access", look,
        shared=and_(
            exists(select(1).where(_home.c.id == HOUSEHOLD, is_of(_home))),
            look.c.purpose != OWN_PART,
            or_(look.c.purpose != "call", _rang_here),
            or_(and_(look.c.purpose != "help", look.c.purpose != "help_address"), _help_here),
            ~exists(
                select(1).where(
                    _lives.c.household == HOUSEHOLD, _lives.c.person == look.c.viewer, _lives.c.until.is_(None)
                )
            ),
        ),
        also=("purpose", "place", "at"), newest="at",
        instead={"place": select(_where.c.name).where(_where.c.id == look.c.place).scalar_subquery()},
    ),
)  # fmt: skip
