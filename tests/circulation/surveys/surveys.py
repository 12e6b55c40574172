"""A survey of the town: what it asks, and a circular that carries it."""

from dataclasses import replace
from typing import Any

from kairanban.circulation.surveys.rules.asking import preset
from kairanban.circulation.surveys.rules.questions import Question, written
from kairanban.core.ids import CircularId
from tests.world import TEXTS, World, circular

ROLE = Question("one", "どの役をしますか", ("班長", "会計", "どれでも"))
DAYS = Question("several", "来られる日", ("土曜", "日曜"), required=False)
CANS = Question("number", "空き缶はいくつ", unit="個", least=0, most=50)
WISH = Question("words", "ご意見", required=False)
PLAIN = written([ROLE, DAYS, CANS, WISH])
PARTY = written(preset())
# What a household sends.
GIVEN = {"choice": "survey", "q1": "2", "q2": ["1", "2"], "q3": "3", "q4": "よい案です"}


async def survey(world: World, questions: str = PLAIN, **made: Any) -> CircularId:
    """Publish a survey."""
    return await circular(world, texts=replace(TEXTS, questions=questions), reply_kind="survey", **made)
