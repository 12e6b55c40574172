"""A slice of scripts/fuzz, so that the tool works when it is wanted; and what it found stays mended."""

from pathlib import Path
from random import Random

import pytest

from tests.conftest import SetClock
from tests.fuzz.forms import Field, PageForm, read_page
from tests.fuzz.sending import Report, Sender, broken_keys, journal_state, lost
from tests.fuzz.town import Forms, from_source, posts
from tests.visiting import Visit
from tests.world import World, checked, circular

pytestmark = pytest.mark.anyio

FORMS = 300


async def test_no_mutated_form_is_a_server_error(world: World, clock: SetClock, database_url: str) -> None:
    """Fields come from the source, so that no page has to be opened first; the tool takes them from the pages."""
    report, forms = Report(), Forms(await from_source(world))
    sender = Sender(world, clock, forms, report, "scripts/fuzz")
    before = await journal_state(world)
    await sender.send(Random("a slice"), FORMS)
    assert not {kind for kind in report.faults if not kind.startswith("hold")}, report.faults
    assert report.sent == FORMS
    assert len(report.routes) > len(posts()) // 2
    assert {"303", "401", "404", "422"} <= set(report.statuses)
    assert all(new >= old for new, old in zip(await journal_state(world), before, strict=True))
    assert broken_keys(database_url) == []


def test_the_forms_of_a_page_are_read_as_a_browser_sends_them() -> None:
    page = """<form method="post" action="/a?b"><input type="hidden" name="p" value="1"><textarea name="t">x &amp; y</textarea>
        <select name="s"><option value="1">1<option value="2" selected>2</select><input type="radio" name="r" value="a">
        <input type="radio" name="r" value="b" checked><button name="go" value="on">Go</button></form>
        <form action="/search"><input name="q"></form><a href="/next#x">next</a>"""
    (form,), links = read_page("/here", page)
    assert (form.action, links, form.buttons) == ("/a", ["/next"], [("go", "on")])
    assert [(one.name, one.type, one.value, one.options) for one in form.fields] == [
        ("p", "hidden", "1", []), ("t", "textarea", "x & y", []), ("s", "select", "2", ["1", "2"]), ("r", "radio", "b", ["a", "b"]),
    ]  # fmt: skip


def test_words_that_a_page_does_not_show_again_are_found() -> None:
    form = PageForm("/a", [Field("name", "text"), Field("words", "textarea"), Field("key", "hidden", "1")])
    sent = [("name", "山\u202e田"), ("words", "一\r\n二"), ("key", "1")]
    shown = '<form method="post"><input name="name" value="山田"><textarea name="words">%s</textarea></form>'
    assert lost(form, sent, "/a", shown % "一\n二") == []
    assert lost(form, sent, "/a", shown % "") == ["words"]
    assert lost(form, sent, "/a", "<p>Please look once more</p>") == ["name", "words"]


async def test_what_it_found_is_shown_again(world: World) -> None:
    id, check = await circular(world), await checked(world)
    block, association = world.places["block_1"], world.places["midorigaoka"]
    long = "班" * 61
    leaders = {f"leader_{block}": "新しい班長", "starts": "x"}
    refused = (
        ("yamada", f"/associations/{association}/block-leaders", leaders, ("新しい班長",)),
        ("yamada", f"/circulars/{id}/readings", {"more": "生野", "more_reading": "9"}, ("生野", "9")),
        ("yamada", f"/associations/{association}/places/{block}/name", {"name": long}, (long,)),
        (
            "sato",
            f"/safety/{check}/family",
            {"other": long, "words": "元気", "state": "safe"},
            (long, "元気"),
        ),
    )
    for who, path, typed, kept in refused:
        async with Visit(world, who) as browser:
            answer = await browser.post(path, typed)
        assert answer.status_code == 422, path
        for words in kept:
            assert f'value="{words}"' in answer.text, path


def test_the_tool_is_in_its_place() -> None:
    assert (Path(__file__).parents[2] / "scripts" / "fuzz").exists()
