"""The ledger against a plain model: after any actions in any order, counts, lists and access agree."""

import asyncio
import os
import shutil
from collections.abc import Awaitable, Callable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import bindparam, func, select

from kairanban.access.scope import entrusted_households
from kairanban.circulation.circulars.actions import correcting, publishing
from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.replies.actions import answers as replies
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.community.consents import actions as consents
from kairanban.community.people.actions.particulars import move
from kairanban.core.actor import Actor, Anyone
from kairanban.core.clock import DAY, MINUTE
from kairanban.core.errors import Problem
from kairanban.core.ids import CircularId, PersonId
from kairanban.core.purposes import Purpose
from kairanban.db.backup import read_backup, write_backup
from kairanban.db.engine import open_database
from kairanban.db.statements import Statement, total
from kairanban.db.tables.circulars import addressee, tally
from kairanban.db.tables.people import appointment
from kairanban.db.tx import Tx
from tests.conftest import TODAY, SetClock
from tests.engines import Template
from tests.world import HOUSEHOLDS, SYSTEM, TEXTS, World, circular, copied

# A usual run tests a few; KAIRANBAN_TEST_MODEL=200 many.
EXAMPLES = int(os.environ.get("KAIRANBAN_TEST_MODEL", "6"))
HOMES = tuple(HOUSEHOLDS)

_COUNTED = Statement(
    select(total(tally.c.addressed), total(tally.c.replied)).where(tally.c.circular == bindparam("circular"))
)
_REPLIED = Statement(
    select(addressee.c.household).where(
        addressee.c.circular == bindparam("circular"), addressee.c.replied.is_not(None)
    )
)
_WAITING = Statement(
    select(func.count())
    .select_from(addressee)
    .where(addressee.c.circular == bindparam("circular"), addressee.c.waiting == 1)
)
_ENTRUSTED = Statement(entrusted_households())
_TERM = Statement(
    appointment.update().where(appointment.c.person == bindparam("who")).values(ends=bindparam("until"))
)

T = TypeVar("T")

homes = st.sampled_from(HOMES)
numbers = st.integers(0, 20)


@dataclass
class Round:
    """The model's state of a circular: replies, their methods, and whether it goes round."""

    id: CircularId
    block: dict[str, str]
    """Where each household lived when it went out."""
    answered: dict[str, str] = field(default_factory=dict)
    withdrawn: bool = False


@dataclass
class Model:
    rounds: list[Round] = field(default_factory=list)
    consenting: set[str] = field(default_factory=set)
    leads: bool = True
    """Whether the leader of block 1 holds her office."""
    serves: bool = True
    """Whether the commissioner does."""
    block: dict[str, str] = field(default_factory=lambda: {name: HOUSEHOLDS[name][0] for name in HOMES})


class Ledger(RuleBasedStateMachine):
    def __init__(self, built: tuple[str, World], template: Template, folder: Path) -> None:
        super().__init__()
        self._numbers, self._folder, self._template = count(1), folder, template
        self._loop, self._clock = asyncio.new_event_loop(), SetClock(TODAY)
        self._urls: list[str] = []
        self._clock.advance(2 * DAY)
        self.model = Model()
        self.saved: tuple[Model, Actor, Actor] | None = None
        self._backup: Path | None = None
        url = self._new(built[0])
        self.world = copied(built[1], self._do(open_database(url, self._clock)))

    def teardown(self) -> None:
        self._do(self.world.database.close())
        for url in self._urls:
            self._template.drop(url)
        self._loop.close()

    @rule()
    def publish(self) -> None:
        self.model.rounds.append(Round(self._do(circular(self.world)), dict(self.model.block)))

    @precondition(lambda self: self.model.rounds)
    @rule(number=numbers, home=homes)
    def answer_on_screen(self, number: int, home: str) -> None:
        one, done = self._round(number), self._answer(number, home)
        # Repeating a reply changes nothing, also after a withdrawal.
        assert done is (not one.withdrawn or home in one.answered)
        if done and not one.withdrawn:
            one.answered[home] = "app"

    @precondition(lambda self: self.model.rounds)
    @rule(number=numbers, home=homes)
    def write_down_what_came_on_paper(self, number: int, home: str) -> None:
        one, given = self._round(number), Answer("acknowledged", self._press())
        house = self.world.households[home]
        done = self._try(self.world.abe, lambda tx: replies.answer_for(tx, one.id, house, given, "paper"))
        # The block is the household's at publication.
        may = self.model.leads and one.block[home] == "block_1" and not one.withdrawn
        if done:
            assert may or one.answered.get(home)
            one.answered.setdefault(home, "paper")

    @precondition(lambda self: self.model.rounds)
    @rule(number=numbers, home=homes)
    def take_back(self, number: int, home: str) -> None:
        one, house = self._round(number), self.world.households[home]
        done = self._try(self.world.actors[home], lambda tx: replies.take_back(tx, one.id, house))
        assert done is not one.withdrawn
        if done:
            one.answered.pop(home, None)

    @precondition(lambda self: self.model.rounds)
    @rule(number=numbers, change=st.sampled_from(list(Change)))
    def correct(self, number: int, change: Change) -> None:
        one, texts = self._round(number), replace(TEXTS, body=f"直しました {next(self._numbers)}")
        done = self._try(
            self.world.yamada, lambda tx: correcting.correct(tx, one.id, change, texts, "直し", None, None)
        )
        assert done is not one.withdrawn
        if done and change is Change.CHANGE:
            one.answered.clear()

    @precondition(lambda self: self.model.rounds)
    @rule(number=numbers)
    def withdraw(self, number: int) -> None:
        one = self._round(number)
        if self._try(self.world.yamada, lambda tx: publishing.withdraw(tx, one.id, "取りやめ")):
            one.withdrawn = True

    @rule(home=homes)
    def consent(self, home: str) -> None:
        self._consent(consents.give, home)
        self.model.consenting.add(home)

    @rule(home=homes)
    def withdraw_consent(self, home: str) -> None:
        self._consent(consents.withdraw, home)
        self.model.consenting.discard(home)

    @rule(home=homes, to=st.sampled_from(["block_1", "block_2"]))
    def move_house(self, home: str, to: str) -> None:
        here = self.model.block[home]
        places = self.world.places
        if here != to:
            ids = (places["midorigaoka"], self.world.households[home], places[here], places[to])
            assert self._try(self.world.yamada, lambda tx: move(tx, *ids, 9))
            self.model.block[home] = to

    @rule(leads=st.booleans(), serves=st.booleans())
    def change_officers(self, leads: bool, serves: bool) -> None:
        self.model.leads, self.model.serves = leads, serves
        for who, holds in (("abe", leads), ("nagai", serves)):
            until = None if holds else self._clock.now
            self._end_term(self.world.people[who], until)
            self._serve(who, holds)

    @rule()
    def crash(self) -> None:
        """Cut the power: confirmed changes exist after the restart."""
        url = self._urls[-1]
        if url.startswith("sqlite:"):
            there, here = (
                Path(url.removeprefix("sqlite:///")),
                self._folder / f"{next(self._numbers)}.sqlite3",
            )
            for ending in ("", "-wal"):
                if there.with_name(there.name + ending).exists():
                    shutil.copyfile(there.with_name(there.name + ending), here.with_name(here.name + ending))
            url = f"sqlite:///{here}"
            self._urls.append(url)
        self._do(self.world.database.close())
        self._open(url)

    @rule()
    def back_up(self) -> None:
        self._backup = self._folder / f"{next(self._numbers)}.backup"
        write_backup(self._urls[-1], self._backup)
        self.saved = deepcopy((self.model, self.world.actors["abe"], self.world.actors["nagai"]))

    @precondition(lambda self: self.saved is not None)
    @rule()
    def restore(self) -> None:
        assert self._backup is not None
        assert self.saved is not None
        self._do(self.world.database.close())
        folder = self._folder / str(next(self._numbers))
        folder.mkdir()
        url = self._template.empty(folder)
        read_backup(self._backup, url)
        self._urls.append(url)
        self._open(url)
        self.model, self.world.actors["abe"], self.world.actors["nagai"] = deepcopy(self.saved)

    @invariant()
    def counts_and_lists_agree(self) -> None:
        self._clock.advance(MINUTE)
        self._do(self._agree())

    async def _agree(self) -> None:
        ids = self.world.households
        async with self.world.database.read(SYSTEM) as tx:
            for one in self.model.rounds:
                replied = {ids[name] for name in one.answered}
                assert set(await tx.column(_REPLIED, circular=one.id)) == replied
                ((addressed, counted),) = await tx.rows(_COUNTED, circular=one.id)
                assert (addressed, counted) == (len(HOMES), len(replied))
                waiting = 0 if one.withdrawn else len(HOMES) - len(replied)
                assert await tx.value(_WAITING, circular=one.id) == waiting
        async with self.world.database.read(self.world.nagai) as tx:
            seen = {ids[name] for name in self.model.consenting} if self.model.serves else set()
            assert set(await tx.column(_ENTRUSTED)) == seen

    def _answer(self, number: int, home: str) -> bool:
        one, house = self._round(number), self.world.households[home]
        given = Answer("acknowledged", self._press())
        return self._try(self.world.actors[home], lambda tx: replies.answer(tx, one.id, house, given))

    def _consent(self, done: Callable[..., Awaitable[None]], home: str) -> None:
        house, resident = self.world.households[home], self.world.residents[home]
        assert self._try(self.world.actors[home], lambda tx: done(tx, house, resident, Purpose.COMMISSIONER))

    def _serve(self, who: str, holds: bool) -> None:
        """Return the actor with her current appointments, which are read at every request."""
        actor = self.world.actors[who]
        kept = getattr(self, f"_kept_{who}", None) or actor.appointments
        setattr(self, f"_kept_{who}", kept)
        self.world.actors[who] = replace(actor, appointments=kept if holds else ())

    def _round(self, number: int) -> Round:
        return self.model.rounds[number % len(self.model.rounds)]

    def _press(self) -> str:
        return f"press {next(self._numbers)}"

    def _new(self, of: str) -> str:
        folder = self._folder / str(next(self._numbers))
        folder.mkdir()
        url = self._template.copy(folder, of)
        self._urls.append(url)
        return url

    def _open(self, url: str) -> None:
        self.world.database = self._do(open_database(url, self._clock))

    def _end_term(self, person: PersonId, until: int | None) -> None:
        self._try(SYSTEM, lambda tx: tx.run(_TERM, who=person, until=until))

    def _try(self, who: Anyone, done: Callable[[Tx], Awaitable[object]]) -> bool:
        """Try an action and tell whether it succeeded; a refusal changes nothing."""

        async def write() -> bool:
            try:
                async with self.world.database.write(who) as tx:
                    await done(tx)
            except Problem:
                return False
            return True

        return self._do(write())

    def _do(self, waited: Awaitable[T]) -> T:
        return self._loop.run_until_complete(waited)


def test_the_ledger_agrees_with_the_model_after_any_actions(
    built: tuple[str, World], database_template: Template, tmp_path_factory: pytest.TempPathFactory
) -> None:
    class Started(Ledger):
        def __init__(self) -> None:
            super().__init__(built, database_template, tmp_path_factory.mktemp("ledger"))

    run_state_machine_as_test(
        Started,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
