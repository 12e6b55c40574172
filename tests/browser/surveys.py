"""Surveys in the gallery: answered, closed, written, counted and on paper."""

from dataclasses import replace

from sqlalchemy import bindparam

from kairanban.circulation.circulars.actions import versions
from kairanban.circulation.replies.actions.answers import answer, answer_for
from kairanban.circulation.replies.rules.answers import Answer
from kairanban.circulation.surveys.rules.asking import preset
from kairanban.circulation.surveys.rules.questions import Question, written
from kairanban.core.clock import DAY, HOUR
from kairanban.core.ids import CircularId
from kairanban.db.statements import Statement
from kairanban.db.tables.circulars import circular as table
from tests.browser.scene import Scene
from tests.world import SYSTEM, TEXTS, World, circular, draft

QUESTIONS = (
    Question(
        "one",
        "来年度、どの役をお引き受けいただけますか",
        ("班長", "会計", "防災係（消火器の点検など）", "どれもむずかしい"),
    ),
    Question(
        "several", "話し合いに来られる日", ("12月12日（土）夜7時", "12月13日（日）朝10時"), required=False
    ),
    Question("number", "空き缶の袋はいくついりますか", unit="枚", least=0, most=50),
    Question("words", "町内会へのご意見", required=False),
)
ASKING = replace(
    TEXTS,
    title="来年度の役員についてのアンケート",
    gist="来年度の役について、お考えを教えてください。",
    questions=written(QUESTIONS),
)
PARTY = replace(
    TEXTS,
    title="新年会のご案内",
    gist="1月に新年会をします。",
    facts_when="",
    facts_bring="",
    questions=written(preset()),
)
_CLOSE = Statement(table.update().where(table.c.id == bindparam("of")).values(reply_by=bindparam("at")))


async def prepare(world: World, now: int) -> dict[str, CircularId]:
    """Publish surveys that wait, were answered, and are closed."""
    closes = now - now % DAY + 3 * DAY + 9 * HOUR
    made = {
        "waiting": await circular(
            world, texts=ASKING, reply_kind="survey", reply_by=closes, category="event"
        ),
        "party": await circular(world, texts=PARTY, reply_kind="survey"),
        "answered": await circular(world, texts=ASKING, reply_kind="survey"),
        "closed": await circular(world, texts=ASKING, reply_kind="survey", reply_by=closes),
    }
    made["draft"] = await draft(world, texts=ASKING, reply_kind="survey", reply_by=closes)
    made["unfinished"] = await draft(
        world,
        texts=replace(TEXTS, questions=written([*preset(), Question("one", "", ("はい",))])),
        reply_kind="survey",
    )
    filled = {
        1: ("3",),
        2: ("1", "2"),
        3: ("4",),
        4: ("ごみの日を、前の日にも放送してもらえると助かります。",),
    }
    async with world.database.write(world.sato) as tx:
        await answer(tx, made["answered"], world.households["sato"], Answer("survey", "a", filled=filled))
        await answer(tx, made["closed"], world.households["sato"], Answer("survey", "a", filled=filled))
    async with world.database.write(world.yamada) as tx:
        block = world.places["block_1"]
        for name, choice in (("suzuki", "1"), ("matsumoto", "4")):
            given = Answer(
                "survey", name, filled={1: (choice,), 2: ("2",), 3: ("10",), 4: ("とくにありません",)}
            )
            await answer_for(tx, made["answered"], world.households[name], given, "paper", block)
        english = written(
            [
                replace(
                    QUESTIONS[0],
                    text="Which role could you take?",
                    choices=("Block leader", "Treasurer", "Safety", "None"),
                )
            ]
        )
        await versions.save(
            tx, made["waiting"], "en", replace(ASKING, title="A survey", questions=english), "Ann"
        )
    async with world.database.write(SYSTEM) as tx:
        await tx.run(_CLOSE, of=made["closed"], at=now - HOUR)
    return made


def scenes(world: World, made: dict[str, CircularId]) -> list[Scene]:
    block, suzuki = world.places["block_1"], world.households["suzuki"]
    answered, waiting = f"/circulars/{made['answered']}", f"/circulars/{made['waiting']}"
    return [
        *(
            Scene(f"survey_{name}", f"/circulars/{made[name]}", "sato")
            for name in ("waiting", "party", "answered", "closed")
        ),
        Scene("survey_closed_unanswered", f"/circulars/{made['closed']}", "tanaka"),
        Scene("survey_changing", f"{answered}?change=1", "sato"),
        Scene("survey_print", f"{waiting}/print", "sato"),
        Scene("survey_writing", f"/circulars/{made['draft']}/draft", "yamada"),
        Scene("survey_proof", f"/circulars/{made['draft']}/proof", "yamada"),
        Scene("survey_missing", f"/circulars/{made['unfinished']}/proof", "yamada"),
        Scene("survey_version", f"{waiting}/versions/vi", "yamada"),
        Scene("survey_correction", f"{waiting}/correction", "yamada"),
        Scene("survey_totals", f"{answered}/survey", "yamada"),
        Scene("survey_totals_paper", f"{answered}/survey/paper", "yamada"),
        Scene("survey_coming", f"/circulars/{made['party']}/coming", "yamada"),
        Scene("survey_block", f"{answered}/blocks/{block}", "abe"),
        Scene("survey_entry", f"{waiting}/blocks/{block}/households/{suzuki}/survey", "abe"),
        Scene("survey_sheet", f"{waiting}/blocks/{block}/sheet/paper", "abe"),
        Scene("survey_sheet_entry", f"{waiting}/blocks/{block}/sheet/entry", "abe"),
    ]
