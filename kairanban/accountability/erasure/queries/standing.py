"""What keeps a household from being erased, what is counted before, and the persons who lived there."""

from sqlalchemy import BigInteger, bindparam, exists, select

from kairanban.accountability.erasure.queries.fates import HOUSEHOLD
from kairanban.accountability.retention.queries.care import call_facts, help_facts, visit_facts
from kairanban.accountability.retention.queries.people import EMPTY_PERSON, is_named, signs_in
from kairanban.accountability.retention.queries.steps import Fact
from kairanban.db.statements import Query, Statement
from kairanban.db.tables.callbacks import call
from kairanban.db.tables.people import person, resident
from kairanban.db.tables.rights import data_request
from kairanban.db.tables.safety import help_call, safety_addressee, safety_check
from kairanban.db.tables.signin import known_browser, passkey
from kairanban.db.tables.visits import visit

CALLS_FOR_HELP = Statement(
    select(help_call.c.id).where(help_call.c.household == HOUSEHOLD, help_call.c.closed.is_(None)).limit(1)
)
_runs = exists(select(1).where(safety_check.c.id == safety_addressee.c.check, safety_check.c.ended.is_(None)))
RUNNING_CHECK = Statement(
    select(safety_addressee.c.check).where(safety_addressee.c.household == HOUSEHOLD, _runs).limit(1)
)
ASKED = Statement(
    select(data_request.c.id).where(
        data_request.c.household == HOUSEHOLD,
        data_request.c.kind == "erasure",
        data_request.c.settled.is_(None),
    )
)

# By figure: what goes into the figures of the year before it is deleted.
FACTS = {
    "visits": Query(visit_facts(visit).where(visit.c.household == HOUSEHOLD), Fact),
    "calls": Query(call_facts(call).where(call.c.household == HOUSEHOLD), Fact),
    "help": Query(help_facts(help_call).where(help_call.c.household == HOUSEHOLD), Fact),
}

PERSONS = Statement(
    select(resident.c.person)
    .distinct()
    .where(resident.c.household == HOUSEHOLD, resident.c.person.is_not(None))
)
_who = bindparam("who", type_=BigInteger)
# A person who signs in nowhere any more keeps no keys, and one whom no record names is deleted.
ENDS = (
    Statement(passkey.delete().where(passkey.c.person == _who, ~signs_in(passkey.c.person))),
    Statement(known_browser.delete().where(known_browser.c.person == _who, ~signs_in(known_browser.c.person))),
    Statement(person.update().where(person.c.id == _who, ~signs_in(person.c.id)).values(EMPTY_PERSON)),
    Statement(person.delete().where(person.c.id == _who, ~is_named(person.c.id))),
)  # fmt: skip
