"""A check as the household sees it: the question, its reports, and its own help calls."""

from dataclasses import replace

from kairanban.care.safety.actions.answers import calls_taken_back, home_of, no_practice
from kairanban.care.safety.queries import answers, household_view
from kairanban.care.safety.queries.household_view import Call, Check, Said
from kairanban.care.safety.rules import Word
from kairanban.core.errors import NotFound
from kairanban.core.ids import HouseholdId
from kairanban.db import journal
from kairanban.db.tx import Tx


async def mine(tx: Tx, check: int) -> list[Check]:
    """Return the check for each of this device's households; NotFound if none is addressed."""
    found = await tx.all(household_view.MINE, check=check)
    if not found:
        raise NotFound
    return found


async def said(tx: Tx, check: int, household: HouseholdId) -> list[Said]:
    """Return the reports, newest first; help calls only on the device that asked."""
    return await tx.all(household_view.SAID, check=check, household=household)


async def residents(tx: Tx, household: HouseholdId) -> list[str]:
    return await tx.column(household_view.RESIDENTS, household=household)


async def calls_of(tx: Tx, check: int, household: HouseholdId) -> list[Call]:
    """Return this device's open help calls, else its last one, with the people who have seen it."""
    found = await tx.all(household_view.ASKED_HERE, check=check, household=household)
    shown = [one for one in found if one.closed is None] or found[:1]
    return [replace(one, seen=tuple(await tx.all(household_view.SEEN_BY, call=one.id))) for one in shown]


async def give_word(tx: Tx, check: int, household: HouseholdId, word: Word, call: int = 0) -> None:
    """Answer 「訓練ですか、本当ですか」 for one call or all of this device; can be changed."""
    home = home_of(tx, household)
    of = {"of_check": check, "of_household": household, "of_call": call}
    if word is not Word.DRILL:
        await no_practice(tx, check, household, home.association, call, word)
    if await tx.run(answers.GIVE_WORD, **of, given=word.value):
        await journal.record(
            tx, "help_word_given", association=home.association, household=household, other=check
        )


async def take_back(tx: Tx, check: int, household: HouseholdId, call: int = 0) -> None:
    """Close one help call, or all of this device: help is no longer needed."""
    home = home_of(tx, household)
    await tx.first(answers.ASKED, check=check, household=household)
    closed = await tx.run(answers.TAKE_BACK, of_check=check, of_household=household, of_call=call)
    if closed:
        await calls_taken_back(tx, check, household, closed)
        await journal.record(
            tx, "help_taken_back", association=home.association, household=household, other=check
        )
