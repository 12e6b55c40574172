"""A survey is written without scripts: buttons keep what is typed, and what is missing is named by its question."""

from dataclasses import replace
from datetime import date

import pytest

from kairanban.circulation.circular_templates import actions as templates
from kairanban.circulation.circulars.actions import correcting, drafts, versions, yearly
from kairanban.circulation.circulars.rules.kinds import Change
from kairanban.circulation.municipal_requests.actions import corrections, decisions, relays
from kairanban.circulation.surveys.rules.asking import preset
from kairanban.circulation.surveys.rules.questions import Question, read, written
from kairanban.core.clock import end_of
from kairanban.core.errors import Invalid
from kairanban.core.ids import CircularId
from tests.circulation.surveys.surveys import CANS, PARTY, PLAIN, ROLE, survey
from tests.visiting import Visit, said
from tests.world import SYSTEM, TEXTS, World, asked, draft

pytestmark = pytest.mark.anyio

FORM = {
    "title": TEXTS.title, "gist": TEXTS.gist, "facts_ask": "会長", "body": "本文です。", "category": "event", "importance": "ordinary",
    "reply_kind": "acknowledge",
}  # fmt: skip
TWO = {
    "q1_kind": "one", "q1_text": "どの役", "q1_choices": "班長\r\n\r\n会計\r\n", "q1_required": "1", "q1_least": "0", "q1_most": "99",
    "q2_kind": "number", "q2_text": "空き缶は", "q2_choices": "", "q2_unit": "個", "q2_least": "2", "q2_most": "５", "q2_only": "1",
}  # fmt: skip
WRITTEN = (
    Question("one", "どの役", ("班長", "会計")),
    Question("number", "空き缶は", (), False, True, "個", 2, 5),
)


async def questions(world: World, id: CircularId) -> tuple[Question, ...]:
    async with world.database.read(SYSTEM) as tx:
        work = await drafts.find(tx, id)
        return (await drafts.texts_of(tx, id, work.edition)).asked


async def test_a_button_adds_a_question_and_keeps_everything_typed(world: World) -> None:
    id = await draft(world)
    async with Visit(world, "yamada") as chair:
        assert "アンケートの質問" in said(await chair.get(f"/circulars/{id}/draft"))
        sent = await chair.post(
            f"/circulars/{id}/draft", {**FORM, **TWO, "survey": "add", "gist": "あたらしい一行"}
        )
        assert sent.headers["location"].endswith("#survey")
        page = said(await chair.get(f"/circulars/{id}/draft"))
        assert await questions(world, id) == (*WRITTEN, Question())
        assert "あたらしい一行" in page
        assert 'value="survey" checked' in page
        assert "班長\n会計</textarea>" in page
        await chair.post(f"/circulars/{id}/draft", {**FORM, **TWO, "survey": "up 2"})
        assert [one.text for one in await questions(world, id)] == ["空き缶は", "どの役"]
        await chair.post(f"/circulars/{id}/draft", {**FORM, **TWO, "survey": "remove 1"})
        assert [one.text for one in await questions(world, id)] == ["空き缶は"]
        await chair.post(f"/circulars/{id}/draft", {**FORM, "survey": "preset"})
        assert await questions(world, id) == preset()


async def test_another_kind_keeps_the_questions_for_later(world: World) -> None:
    id = await draft(world)
    async with Visit(world, "yamada") as chair:
        await chair.post(f"/circulars/{id}/draft", {**FORM, **TWO, "reply_kind": "survey", "go": "draft"})
        await chair.post(f"/circulars/{id}/draft", {**FORM, **TWO, "go": "draft"})
        assert "どの役" not in said(await chair.get(f"/circulars/{id}/proof"))
        assert await questions(world, id) == WRITTEN


async def test_what_is_too_long_stays_in_its_field(world: World) -> None:
    id = await draft(world)
    long = "あ" * 101
    async with Visit(world, "yamada") as chair:
        form = {
            **FORM,
            **TWO,
            "q2_text": long,
            "q1_choices": f"班長\n{'い' * 61}",
            "q2_most": "x",
            "reply_kind": "survey",
        }
        sent = await chair.post(f"/circulars/{id}/draft", form)
    assert sent.status_code == 422
    page = said(sent)
    assert long in page
    assert "い" * 61 in page
    assert page.index("長すぎる選択肢") < page.index('id="q2"') < page.index("9999までの数字")
    assert await questions(world, id) == ()


async def test_it_does_not_go_out_before_each_question_is_whole(world: World) -> None:
    texts = replace(TEXTS, questions=written([ROLE, Question("one", "", ("はい",))]))
    id = await draft(world, texts=texts, reply_kind="survey")
    empty = await draft(world, reply_kind="survey")
    async with Visit(world, "yamada") as chair:
        page = said(await chair.get(f"/circulars/{id}/proof"))
        assert f'href="/circulars/{id}/draft#q2"' in page
        assert "質問2: 質問を書いてください" in page
        assert "質問2: 選択肢を2つ以上" in page
        assert (await chair.post(f"/circulars/{id}/publication")).status_code == 422
        assert "質問をひとつは書いてください" in said(await chair.get(f"/circulars/{empty}/proof"))
    whole = await draft(world, texts=replace(TEXTS, questions=PLAIN), reply_kind="survey")
    async with Visit(world, "yamada") as chair:
        page = said(await chair.get(f"/circulars/{whole}/proof"))
        assert all(word in page for word in ("どの役をしますか", "土曜", "0から50まで", "この答えを送る"))


async def test_answers_close_at_an_hour(world: World) -> None:
    id = await draft(world, texts=replace(TEXTS, questions=PLAIN), reply_kind="survey")
    async with Visit(world, "yamada") as chair:
        form = {**FORM, **TWO, "reply_kind": "survey", "reply_by": "2026-12-04", "reply_by_hour": "18:30"}
        await chair.post(f"/circulars/{id}/draft", form)
        page = said(await chair.get(f"/circulars/{id}/draft"))
        assert 'value="18:30"' in page
        assert "12月4日（金）午後6時30分までに" in said(await chair.get(f"/circulars/{id}/proof"))
        await chair.post(f"/circulars/{id}/draft", {**form, "reply_by_hour": ""})
        assert "12月4日（金）までに" in said(await chair.get(f"/circulars/{id}/proof"))
        for wrong in ({"reply_by": ""}, {"reply_by_hour": "25:00"}):
            sent = await chair.post(f"/circulars/{id}/draft", {**form, **wrong})
            assert sent.status_code == 422
    async with world.database.read(SYSTEM) as tx:
        work = await drafts.find(tx, id)
    assert work.reply_by is not None
    assert work.reply_by == end_of(date(2026, 12, 4))


async def test_return_in_a_field_never_takes_a_question_away(world: World) -> None:
    """Return presses the first button of its form."""
    id = await survey(world)
    unsent = await draft(world, texts=replace(TEXTS, questions=PLAIN), reply_kind="survey")
    request = await asked(world, texts=replace(TEXTS, questions=PLAIN), reply_kind="survey")
    paths = {
        f"/circulars/{id}/correction": "yamada",
        f"/circulars/{unsent}/draft": "yamada",
        f"/requests/{request}/correction": "shimizu",
    }
    for path, who in paths.items():
        async with Visit(world, who) as browser:
            page = said(await browser.get(path))
        form = page[page.rindex("<form", 0, page.index('name="q1_text"')) :]
        first = form[form.index("<button") :]
        assert 'name="survey"' not in first[: first.index(">")], path


async def test_two_officers_choose_between_two_surveys(world: World) -> None:
    id = await draft(world, texts=replace(TEXTS, questions=PLAIN), reply_kind="survey")
    async with Visit(world, "yamada") as chair:
        page = said(await chair.get(f"/circulars/{id}/draft"))
        base = page.split('name="base" value="')[1].split('"')[0] if 'name="base"' in page else ""
        assert base
        async with world.database.write(world.yamada) as tx:
            work = await drafts.find(tx, id)
            await drafts.save(tx, id, replace(TEXTS, questions=PARTY), drafts.Choices.of(work))
        sent = await chair.post(
            f"/circulars/{id}/draft", {**FORM, **TWO, "base": base, "reply_kind": "survey"}
        )
        assert sent.status_code == 409
        both = said(sent)
        assert "1. どの役" in both
        assert "1. 参加しますか" in both
        chosen = {**FORM, "base": "", "reply_kind": "survey", "questions": PARTY.replace("\n", "\r\n")}
        await chair.post(f"/circulars/{id}/draft", chosen)
    assert await questions(world, id) == preset()


async def test_copies_templates_and_next_year_carry_the_questions(world: World) -> None:
    id = await survey(world)
    async with world.database.write(world.yamada) as tx:
        await versions.save(
            tx,
            id,
            "en",
            replace(TEXTS, questions=written([replace(ROLE, text="Role", choices=("a", "b", "c"))])),
            "Ann",
        )
        copied = await drafts.copy(tx, id)
        await yearly.comes_back(tx, id, True)
        prepared = await yearly.prepare(tx, id)
        association, template = await templates.keep(tx, id)
        own = await templates.find(tx, association, template)
        assert (await versions.versions_of(tx, copied))["en"].texts.asked[0].text == "Role"
    assert prepared is not None
    assert await questions(world, copied) == await questions(world, prepared) == read(PLAIN)
    assert own.texts_in("ja").questions == PLAIN
    async with Visit(world, "yamada") as chair:
        path = f"/associations/{association}/own-patterns/{template}"
        page = said(await chair.get(path))
        assert "どの役をしますか" in page
        await chair.post(path, {**FORM, "language": "ja", "name": "調べ", "questions": PLAIN})
        async with world.database.read(world.yamada) as tx:
            assert (await templates.find(tx, association, template)).texts_in("ja").questions == PLAIN


async def test_a_delivered_template_asks_who_comes_in_every_language(world: World) -> None:
    async with Visit(world, "yamada") as chair:
        form = {
            "free_what": "新年会",
            "day": "2026-12-20",
            "from": "11:00",
            "place": "集会所",
            "ask": "会長",
            "bring": "slippers",
        }
        sent = await chair.post(f"/associations/{world.places['midorigaoka']}/patterns/gathering", form)
        id = CircularId(int(sent.headers["location"].split("/")[2]))
    assert await questions(world, id) == preset()
    async with world.database.read(world.yamada) as tx:
        assert (await versions.versions_of(tx, id))["vi"].texts.asked == preset("vi")


async def test_a_version_form_begins_with_known_words_and_names_what_does_not_fit(world: World) -> None:
    id = await survey(world, written([*preset(), ROLE]))
    async with Visit(world, "yamada") as chair:
        page = said(await chair.get(f"/circulars/{id}/versions/vi"))
        assert preset("vi")[0].text in page
        assert "\n".join(preset("vi")[0].choices) in page
        form = {
            "title": "t",
            "gist": "g",
            "reviewed": "1",
            "q1_kind": "one",
            "q1_text": "Q",
            "q1_choices": "a",
        }
        sent = await chair.post(f"/circulars/{id}/versions/vi", form)
        assert sent.status_code == 422
        assert "もとの文と同じ数" in said(sent)


async def test_a_request_of_the_town_carries_its_questions_and_asks_again_when_they_change(
    world: World,
) -> None:
    request = await asked(world, "midorigaoka", texts=replace(TEXTS, questions=PLAIN), reply_kind="survey")
    here = world.places["midorigaoka"]
    async with Visit(world, "yamada") as chair:
        assert "どの役をしますか" in said(await chair.get(f"/associations/{here}/requests/{request}"))
    async with world.database.write(world.yamada) as tx:
        passed = await decisions.pass_on(tx, here, request, "", at_once=True)
    assert await questions(world, passed) == read(PLAIN)
    async with world.database.write(world.shimizu) as tx:
        fewer = replace(TEXTS, questions=written([CANS]))
        with pytest.raises(Invalid):
            await corrections.correct(tx, request, Change.TYPO, fewer, "減らしました", None, None)
        await corrections.correct(tx, request, Change.CHANGE, fewer, "減らしました", None, None)
    async with world.database.write(SYSTEM) as tx:
        await relays.relay(tx, request, here)
    assert await questions(world, passed) == (CANS,)


async def test_a_correction_arranges_questions_without_sending_it(world: World) -> None:
    id = await survey(world)
    async with Visit(world, "yamada") as chair:
        form = {**FORM, **TWO, "change": "change", "note": "問いがふえます", "survey": "add"}
        page = said(await chair.post(f"/circulars/{id}/correction", form))
        assert 'name="q3_kind"' in page
        assert "問いがふえます" in page
        assert await questions(world, id) == read(PLAIN)
        sent = await chair.post(f"/circulars/{id}/correction", {**form, "survey": "", "change": "typo"})
        assert sent.status_code == 422
        assert "もう一度お聞きします" in said(sent)
        assert (await chair.post(f"/circulars/{id}/correction", {**form, "survey": ""})).status_code == 303
    assert await questions(world, id) == WRITTEN
    async with world.database.write(world.yamada) as tx:
        await correcting.correct(
            tx, id, Change.TYPO, replace(TEXTS, questions=written(WRITTEN), gist="別"), "", None, None
        )
