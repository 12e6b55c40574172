"""Retention terms: how long personal data is kept, and from which event on the days count.

Each personal column carries one of them; `accountability/retention/queries` has one rule for each.
"""

from dataclasses import dataclass

from kairanban.i18n.marks import N as _n

YEAR = 365


@dataclass(frozen=True, slots=True)
class Term:
    """A number of days after an event; `days` is None for what does not end by age, and `why` says the reason."""

    name: str
    days: int | None
    after: str
    then: str = "deleted"
    unless: str = ""
    why: str = ""

    def __post_init__(self) -> None:
        if self.days is None and not self.why:
            raise TypeError(f"the term {self.name} has neither days nor a reason")


REPLIES = Term(
    "replies", 90,
    _n("the reply-by date; without one after the event, else after the publication of the edition that asks"),
    then="counted, then deleted",
)  # fmt: skip
CIRCULARS = Term(
    "circulars", 3 * YEAR, _n("publication; a draft after its last change, one that was thrown away after 30 days"),
    unless="the association keeps its circulars for longer",
)  # fmt: skip
POSITIONS = Term("board_positions", 60, _n("the board came to the household, or a change or a withdrawal"))
VISITS = Term("visits", 3 * YEAR, _n("the visit or call"), then="counted, then deleted")
ACCESS = Term("access", 3 * YEAR, _n("the access"))
SAFETY = Term(
    "safety", 90, _n("the end of the check; one that nobody ended: a year after its start"), then="counted, then deleted",
    unless="a call for help is open: then it and the household's address stay, and an officer is asked to close it",
)  # fmt: skip
CALLS = Term(
    "calls", 90, _n("the callback was closed; if never, after it was asked for"), then="counted, then deleted"
)
CONSENTS = Term("consents", 30, _n("withdrawal, or the departure of the resident"))
ADDRESSES = Term("addresses", 30, _n("the address ended, or was entered and not confirmed"))
MESSAGES = Term("messages", 90, _n("the last moment at which the message could be sent"))
SESSIONS = Term("sessions", 30, _n("the session ended or ran out, or the device was removed"))
REQUESTS = Term("requests", 30, _n("the request, invitation or poster was made or ended"))
SECRETS = Term("secrets", 2, "they were made")
CARDS = Term("cards", 30, _n("the card was cancelled, or the household left"))
FEEDS = Term("calendar_feeds", 90, _n("the address was ended; it answers that it has ended until then"))
ROSTER_FILES = Term("roster_files", 1, "the upload")
ROSTER_CHOICES = Term("roster_choices", 2 * YEAR, _n("the last import of a roster file"))
LEAVERS = Term(
    "leavers", 30, _n("the household or the resident left"), then="emptied or deleted",
    unless="a call for help of the household is open, the resident holds an office or held one in the last 120 days, or the "
    "house stands empty: then its address stays until somebody moves in",
)  # fmt: skip
MEMBERSHIPS = Term(
    "memberships", 3 * YEAR, _n("the household left the place, as long as records of access to the place are kept; "
    "30 days after it left the association"),
    unless="the house stands empty: then its last place stays",
)  # fmt: skip
APPOINTMENTS = Term("appointments", 3 * YEAR, _n("the end of the appointment"))
HANDOVERS = Term("handovers", 3 * YEAR, _n("the successor was named, or the recovery was asked for"))
SIGN_IN = Term(
    "sign_in", 30, _n("the end of the last appointment"), then="emptied or deleted",
    unless="the person is a resident",
)  # fmt: skip
EARLIER_KEYS = Term(
    "earlier_keys", 30, "a new key took the place of the earlier ones, which confirm it until then",
    then="emptied or deleted",
)  # fmt: skip
ANNOUNCEMENTS = Term("announcements", 90, _n("the household was told"))
RIGHTS = Term("rights", YEAR, _n("the request was answered, or was due"))
PROPOSALS = Term(
    "proposals", 90, _n("the proposal was answered or taken back"),
    unless="it waits for an answer: then it stays until the household is gone",
)  # fmt: skip
RENEWALS = Term("renewals", 2 * YEAR, _n("the renewal of the roster began"))
PROVISIONS = Term("provisions", 3 * YEAR, _n("the data was given (APPI, article 29)"))
BREACHES = Term("breaches", 3 * YEAR, "the last change")
PEOPLE = Term(
    "people", 3 * YEAR, _n("the end of the last appointment, visit and access of the person"),
    unless="the person is a resident",
)  # fmt: skip
JOURNAL = Term(
    "journal", None, "", then="kept",
    why=_n(
        "The journal holds ids and kinds, no names and no texts. Once the row an id points to is gone, it names nobody."
    ),
)  # fmt: skip
DEMO = Term("demo", None, "", then="kept", why="Demo towns only, where nobody lives.")

TERMS = (
    REPLIES, CIRCULARS, POSITIONS, VISITS, ACCESS, SAFETY, CALLS, CONSENTS, ADDRESSES, MESSAGES, SESSIONS,
    REQUESTS, SECRETS, CARDS, FEEDS, ROSTER_FILES, ROSTER_CHOICES, LEAVERS, MEMBERSHIPS, HANDOVERS, APPOINTMENTS, EARLIER_KEYS, SIGN_IN,
    ANNOUNCEMENTS, RIGHTS, PROPOSALS, RENEWALS, PROVISIONS, BREACHES, PEOPLE,
    JOURNAL, DEMO,
)  # fmt: skip
