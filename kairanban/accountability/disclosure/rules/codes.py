"""The words for the codes of a bundle."""

from collections.abc import Mapping

from kairanban.access.purposes import WORDS as PURPOSES
from kairanban.care.safety.rules import ENDINGS, SOURCE_NAMES, STATE_NAMES, TAKEN_BACK
from kairanban.care.visits.rules.visits import KIND_NAMES
from kairanban.community.announcements.rules import OWN_WORDS
from kairanban.community.consents.rules import HOW
from kairanban.community.consents.rules import WORDS as CONSENTS
from kairanban.community.household_proposals.rules import KIND_NAMES as PROPOSAL_KINDS
from kairanban.community.household_proposals.rules import OUTCOMES as PROPOSAL_OUTCOMES
from kairanban.community.people.rules.offices import ROLE_NAMES
from kairanban.community.roster.rules.names import MEMBERSHIP_NAMES, METHOD_NAMES
from kairanban.community.signin.rules.device_kinds import KINDS
from kairanban.i18n.languages import LANGUAGES
from kairanban.i18n.marks import N as _n

_BY = {
    "household": _n("the household"),
    "officer": _n("an officer"),
    "municipality": _n("the municipality"),
    "operator": _n("the operator"),
}
CHANGE_NAMES = {
    "household_added": _n("The household was written down"),
    "household_changed": _n("Its data was corrected"),
    "household_moved": _n("It moved to another place"),
    "household_divided": _n("It became two households"),
    "household_left": _n("It moved out"),
    "house_empty": _n("The house is empty"),
    "representative_changed": _n("The representative changed"),
    "resident_ended": _n("A name was taken off"),
    "resident_left": _n("A name was taken off"),
    "resident_added": _n("A name was added"),
    "resident_renamed": _n("A name was corrected"),
    "hidden": _n("The name is not shown any more"),
    "shown": _n("The name is shown again"),
    "keeper_named": _n("An officer who knows was named"),
}
REQUEST_KINDS = {"correction": _n("To correct"), "erasure": _n("To erase")}
REQUEST_OUTCOMES = {
    "done": _n("Done"),
    "refused": _n("Not possible"),
    "taken_back": _n("Taken back"),
}
BASES = {
    "consent": _n("With consent"),
    "law": _n("Because a law says so"),
    "life": _n("To protect life, body or property"),
    "entrusted": _n("For work that was entrusted"),
}
_WAYS = {"push": _n("Message to the device"), "mail": _n("E-mail")}
_ANSWERS = {
    "acknowledged": _n("Confirmed"),
    "attending": _n("Attending"),
    "absent": _n("Absent"),
    "undecided": _n("Not decided yet"),
    "number": _n("A number"),
    "text": _n("Words"),
    "survey": _n("Answered the questions"),
}
_ANSWERED_BY = {
    "app": _n("Tablet or phone"),
    "paper": _n("Paper"),
    "phone": _n("Telephone"),
    "visit": _n("At a visit"),
}

_STATES = {
    "waiting": _n("Not sent yet"),
    "accepted": _n("Handed over"),
    "expired": _n("Too late"),
    "gone": _n("The address is gone"),
    "failed": _n("It failed"),
    "cancelled": _n("Not needed any more"),
}
_ADDRESS_ENDS = {
    "gone": _n("The address is gone"),
    "left": _n("Ended by the household"),
    "replaced": _n("A newer one took its place"),
}
_BOUND = {
    "card": _n("With the card"),
    "pin": _n("With the card and the number"),
    "approval": _n("Approved by somebody"),
    "person": _n("Signed in with an own password or key"),
    "poster": _n("With a poster"),
    "paired": _n("With six digits"),
}
_CALL_ENDS = {"rung": _n("Somebody rang"), "taken_back": _n("Taken back")}

# Codes by "part.field", else by field.
VALUES: dict[str, Mapping[str, str]] = {
    "household.method": METHOD_NAMES,
    "household.standing": MEMBERSHIP_NAMES,
    "language": {code: one.name for code, one in LANGUAGES.items()},
    "hiding.named_by": _BY,
    "offices.role": ROLE_NAMES,
    "devices.kind": KINDS,
    "device_requests.kind": KINDS,
    "joining_requests.kind": KINDS,
    "addresses.device": KINDS,
    "addresses.ended_why": _ADDRESS_ENDS,
    "deliveries.state": _STATES,
    "devices.how": _BOUND,
    "callbacks.closed_how": _CALL_ENDS,
    "channel": _WAYS,
    "deliveries.address": _WAYS,
    "consents.purpose": {name: one.name for name, one in CONSENTS.items()},
    "consents.how": HOW,
    "visits.purpose": {name: one.name for name, one in CONSENTS.items()},
    "visits.kind": KIND_NAMES,
    "changes.kind": CHANGE_NAMES,
    "announcements.kind": {told.value: words for told, words in OWN_WORDS.items()},
    "requests.kind": REQUEST_KINDS,
    "requests.outcome": REQUEST_OUTCOMES,
    "proposals.kind": PROPOSAL_KINDS,
    "proposals.outcome": PROPOSAL_OUTCOMES,
    "confirmations.how": HOW,
    "provisions.basis": BASES,
    "answers.choice": _ANSWERS,
    "answers.method": _ANSWERED_BY,
    "safety_checks.state": STATE_NAMES,
    "safety_checks.seen": STATE_NAMES,
    "safety_answers.state": STATE_NAMES,
    "source": SOURCE_NAMES,
    "help_calls.closed_how": {**ENDINGS, "taken_back": TAKEN_BACK},
    "access.purpose": PURPOSES,
}


def word_for(part: str, name: str, code: str) -> str | None:
    """Return the message for a code, None where the value is text of its own."""
    found = VALUES.get(f"{part}.{name}") or VALUES.get(name)
    return found.get(code) if found else None
