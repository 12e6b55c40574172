"""A reply recorded or taken back at one circular, with its counts and the journal. The caller has asked for permission."""

from collections.abc import Mapping

from kairanban.circulation.circulars.queries import publishing
from kairanban.circulation.circulars.rules.kinds import ReplyKind
from kairanban.circulation.replies.actions import surveys
from kairanban.circulation.replies.actions.surveys import Held
from kairanban.circulation.replies.queries import answers
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.circulation.replies.rules.recording import (
    Asked,
    CurrentReply,
    Submitted,
    Taken,
    decide,
    made_at,
)
from kairanban.core.errors import Invalid, NotFound
from kairanban.core.ids import CircularId, HouseholdId, ResidentId
from kairanban.db import journal
from kairanban.db.statements import Statement
from kairanban.db.tx import Tx

Call = tuple[Statement, Mapping[str, object]]


async def record(
    tx: Tx,
    circular: CircularId,
    household: HouseholdId,
    given: Answer,
    *,
    method: str,
    resident: ResidentId | None = None,
    late_too: bool = False,
    proxy: bool = True,
) -> Taken:
    """Record a reply; `proxy` says whether to name the actor where it is not the household's own."""
    of = {"circular": circular, "household": household}
    _held, found, standing, known = await tx.together(
        (answers.HOLD, of),
        (answers.ASKED, of),
        (answers.CURRENT, of),
        (answers.BY_CLIENT_ID, {**of, "client_id": given.client_id}),
    )
    if not found.rows:
        raise NotFound
    asked = answers.ASKED.build(found.rows[0])
    current = next(iter(answers.CURRENT.of(standing.rows)), None)
    held = Held(given, current)
    if asked.reply_kind == ReplyKind.SURVEY:
        held = await surveys.hold_to(tx, of, given, current)
    new = Submitted(held.given, method, known=bool(known.rows), late_too=late_too)
    taken = decide(asked, held.current, new, tx.now)
    if taken is Taken.RECORDED:
        # What was left out on paper or at the door cannot be asked for any more; what does not fit can be put right.
        wrong = {q: why for q, why in held.wrong.items() if new.own or given.filled.get(int(q[1:]))}
        if wrong:
            raise Invalid(wrong)
        await _store(tx, of, asked, held, new, resident, proxy=proxy)
    return taken


async def _store(
    tx: Tx,
    of: dict[str, int],
    asked: Asked,
    held: Held,
    new: Submitted,
    resident: ResidentId | None,
    *,
    proxy: bool,
) -> None:
    given = new.answer
    saved = {
        **of,
        "resident": resident,
        "edition": asked.edition,
        "language": given.language,
        "choice": given.choice,
        "number": given.number,
        "words": given.words,
        "method": new.method,
        "signed": given.signed,
        "proxy": None if new.own or not proxy else tx.actor.person,
        "client_id": given.client_id,
        "made": made_at(asked, given, tx.now),
        "received": tx.now,
    }
    calls: list[Call] = [(answers.TAKE_BACK, of)] if held.current is not None else []
    calls.append((answers.INSERT, saved))
    calls += surveys.kept(of, held)
    if asked.replied is None:
        settled = {"circular": of["circular"], "for_household": of["household"]}
        calls += [(publishing.SETTLE, settled), (publishing.TALLY_REPLIED, {**settled, "step": 1})]
    kind = "replied" if new.own else f"replied_{new.method}"
    calls.append(journal.entry(tx, kind, association=asked.association, **of))
    await tx.together(*calls)


async def hold(tx: Tx, circular: CircularId, household: HouseholdId) -> Asked:
    of = {"circular": circular, "household": household}
    _held, found = await tx.together((answers.HOLD, of), (answers.ASKED, of))
    if not found.rows:
        raise NotFound
    return answers.ASKED.build(found.rows[0])


async def take_back(tx: Tx, asked: Asked, circular: CircularId, household: HouseholdId) -> None:
    of = {"circular": circular, "household": household}
    if not await tx.run(answers.TAKE_BACK, **of):
        return
    if asked.replied is not None:
        settled = {"circular": circular, "for_household": household}
        await tx.together((publishing.UNSETTLE, settled), (publishing.TALLY_REPLIED, {**settled, "step": -1}))
    await journal.record(tx, "reply_taken_back", association=asked.association, **of)


async def current_reply(tx: Tx, circular: CircularId, household: HouseholdId) -> CurrentReply | None:
    return await tx.first(answers.CURRENT, circular=circular, household=household)
