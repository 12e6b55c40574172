"""A request as the association sees it, and its state as told to the municipality."""

from dataclasses import dataclass

from kairanban.circulation.municipal_requests.rules.copies import copies, few
from kairanban.circulation.municipal_requests.rules.decisions import (
    REASONS,
    REQUEST_STATE_NAMES,
    RequestState,
    request_state,
)
from kairanban.core.ids import CircularId, PlaceId


class _Decided:
    """What an association's decision comes to, for rows that hold its columns."""

    __slots__ = ()

    answer: str
    reason: str
    passed: CircularId | None
    passed_at: int | None
    taken_back: int | None

    @property
    def state(self) -> RequestState:
        return request_state(self.answer, self.passed, self.passed_at, self.taken_back)

    @property
    def state_name(self) -> str:
        return REQUEST_STATE_NAMES[self.state]

    @property
    def reason_name(self) -> str:
        return REASONS.get(self.reason, "")


@dataclass(frozen=True, slots=True)
class Received(_Decided):
    """A request as one association sees it, with its decision."""

    id: CircularId
    municipality: str
    department: str
    deliver_on: int | None
    distribution: str
    sent: int
    withdrawn: int | None
    withdrawn_why: str
    edition: int
    title: str
    gist: str
    importance: str
    reply_kind: str
    reply_by: int | None
    event_at: int | None
    answer: str
    reason: str
    words: str
    answered: int | None
    answered_by: str | None
    passed: CircularId | None
    passed_edition: int
    passed_at: int | None
    taken_back: int | None
    own_note: str
    corrected: str
    corrected_at: int
    answer_by: int | None
    event_until: int | None = None

    @property
    def issuer(self) -> str:
        return f"{self.municipality} {self.department}"

    @property
    def on_its_way(self) -> bool:
        """Whether the town's correction has not reached the published circular yet: it does within a minute."""
        return self.state is RequestState.PASSED and self.passed_edition < self.edition

    @property
    def waits(self) -> bool:
        """Whether it waits for an answer."""
        return self.withdrawn is None and self.state in (RequestState.OPEN, RequestState.PREPARING)


@dataclass(frozen=True, slots=True)
class Told(_Decided):
    """The state of a request at one association; `addressed`, `replied` and `paper` count households.

    `blocks` counts blocks with a household on paper.
    """

    request: CircularId
    association: PlaceId
    name: str
    answer: str
    reason: str
    words: str
    answered: int | None
    passed: CircularId | None
    passed_at: int | None
    taken_back: int | None
    addressed: int
    replied: int
    paper: int
    blocks: int
    distribution: str
    counted: int | None = None
    """The copies on the delivery day, once that has begun."""

    @property
    def copies(self) -> int:
        if self.counted is not None and self.state not in (RequestState.DECLINED, RequestState.TAKEN_BACK):
            return self.counted
        return copies(self.state, self.distribution, self.paper, self.blocks)

    @property
    def shown(self) -> bool:
        """Whether there are enough households to show their number."""
        return self.passed_at is not None and self.addressed > 0 and not few(self.addressed)

    @property
    def replied_shown(self) -> bool:
        return self.shown and not few(self.replied) and not few(self.addressed - self.replied)

    @property
    def nearly_all(self) -> bool:
        """Whether so many replied that the number of the others must not be shown."""
        return self.shown and not few(self.replied) and few(self.addressed - self.replied)
