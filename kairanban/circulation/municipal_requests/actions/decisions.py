"""An association's decisions on municipal requests: pass on or decline."""

from kairanban.access.permission import require
from kairanban.circulation.circulars.actions import discarding, publishing, relaying
from kairanban.circulation.circulars.actions.relaying import Words
from kairanban.circulation.circulars.queries.drafting import TEXTS
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.circulation.municipal_requests.queries import decisions as queries
from kairanban.circulation.municipal_requests.queries.copies import BY_BLOCK
from kairanban.circulation.municipal_requests.queries.relays import APPLIED
from kairanban.circulation.municipal_requests.queries.sending import HOLD
from kairanban.circulation.municipal_requests.rules.copies import copies_of_block
from kairanban.circulation.municipal_requests.rules.decisions import OTHER, REASONS, Answer, RequestState
from kairanban.circulation.municipal_requests.rules.received import Received
from kairanban.core.errors import Conflict, Invalid
from kairanban.core.ids import CircularId, PlaceId
from kairanban.core.tasks import Task
from kairanban.db import journal
from kairanban.db.tx import Tx
from kairanban.i18n.marks import N as _n


async def received(tx: Tx, association: PlaceId, most: int = 100) -> list[Received]:
    """Return the requests received, newest first."""
    await require(tx, Task.ANSWER_REQUESTS, association)
    return await tx.all(queries.RECEIVED, association=association, most=most)


async def waiting(tx: Tx, association: PlaceId) -> int:
    """Count requests that wait for a decision or a correction; 0 if the actor cannot answer them."""
    number: int = await tx.value(queries.WAITING, association=association)
    return number


async def find(tx: Tx, association: PlaceId, request: CircularId) -> Received:
    """Return a request received; NotFound if the association was not asked."""
    await require(tx, Task.ANSWER_REQUESTS, association)
    return await tx.one(queries.ONE, association=association, municipal_request=request)


async def texts_of(tx: Tx, received: Received) -> Texts:
    return await tx.one(TEXTS, circular=received.id, number=received.edition)


async def pass_on(
    tx: Tx, association: PlaceId, request: CircularId, note: str, *, at_once: bool
) -> CircularId:
    """Make the association's own circular with the request's texts, published at once or left as a draft.

    After publication a second call changes nothing.
    """
    found = await _held(tx, association, request)
    if found.passed is not None and found.passed_at is not None:
        return found.passed
    _require_open_request(found)
    if found.passed is None:
        circular = await relaying.carry(tx, await _words(tx, found), association)
    else:
        circular = found.passed
        if found.passed_edition < found.edition:
            # The worker has not been here since the town's correction.
            await relaying.put_in(tx, circular, await _words(tx, found))
            await tx.run(
                APPLIED, municipal_request=request, association=association, new_edition=found.edition
            )
    await relaying.say(tx, circular, note)
    if found.passed is None or found.answer != Answer.PASSED:
        await _keep(tx, association, found, Answer.PASSED, passed=circular)
    if at_once:
        await relaying.address_all(tx, circular, association)
        await publishing.publish(tx, circular)
    return circular


async def decline(tx: Tx, association: PlaceId, request: CircularId, reason: str, words: str) -> None:
    """Decline with a reason and delete the draft; Conflict once it was published."""
    found = await _held(tx, association, request)
    if found.state in (RequestState.PASSED, RequestState.TAKEN_BACK):
        raise Conflict(_n("It is already going round. It can be withdrawn there."))
    _require_open_request(found)
    if reason not in REASONS:
        raise Invalid({"reason": _n("Please choose a reason.")})
    if reason == OTHER and not words:
        raise Invalid({"words": _n("Please write the reason in a few words.")})
    if (found.answer, found.reason, found.words) == (Answer.DECLINED, reason, words):
        return
    if found.passed is not None:
        await discarding.remove(tx, found.passed)
    await _keep(tx, association, found, Answer.DECLINED, reason=reason, words=words)


async def by_block(tx: Tx, association: PlaceId, found: Received) -> list[tuple[str, int]]:
    """Return the copies per block, from addressed households on paper; before publication from all."""
    passed = found.passed if found.state is RequestState.PASSED else None
    blocks = await tx.all(BY_BLOCK, association=association, passed=passed)
    return [(one.block, copies_of_block(found.distribution, one.households)) for one in blocks]


async def _held(tx: Tx, association: PlaceId, request: CircularId) -> Received:
    """Return the request, locked, so that decisions of two officers run one after the other."""
    await tx.column(HOLD, circular=request)
    return await find(tx, association, request)


async def _words(tx: Tx, found: Received) -> Words:
    texts = await texts_of(tx, found)
    return Words(
        found.id,
        found.edition,
        found.issuer,
        texts,
        found.importance,
        found.reply_kind,
        found.reply_by,
        found.event_at,
        found.event_until,
    )


async def _keep(
    tx: Tx,
    association: PlaceId,
    found: Received,
    answer: Answer,
    *,
    passed: CircularId | None = None,
    reason: str = "",
    words: str = "",
) -> None:
    await tx.run(
        queries.ANSWER,
        municipal_request=found.id,
        association=association,
        new_answer=answer.value,
        new_reason=reason,
        new_words=words,
        new_passed=passed,
        new_edition=found.edition,
        by=tx.actor.person,
    )
    await journal.record(tx, f"request_{answer.value}", association=association, circular=found.id)


def _require_open_request(found: Received) -> None:
    if found.withdrawn is not None:
        raise Conflict(_n("The town has withdrawn this request."))
