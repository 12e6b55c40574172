"""Jinja environments per language and furigana level; constant messages are translated when compiled."""

import re
from collections.abc import Callable, Hashable, MutableMapping
from functools import cache, lru_cache, partial
from json import JSONEncoder
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from kairanban.i18n import counted, dates, phrases, prose
from kairanban.i18n.furigana import Furigana, unpack, wanted, weave
from kairanban.i18n.furigana import ruby as with_readings
from kairanban.i18n.languages import DEFAULT, LANGUAGES
from kairanban.i18n.translate import readings, translate, translate_form

TEMPLATES = Path(__file__).parents[1] / "templates"


class _Fold(NodeTransformer):
    """Replaces `_("…")` of a constant by its translation; looking them up took most of a page's time."""

    def __init__(self, language: str, furigana: str) -> None:
        self._language, self._furigana = language, furigana

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        if not (isinstance(node.node, nodes.Name) and node.node.name in ("_", "_a") and node.args):
            return node
        message = node.args[0]
        if not isinstance(message, nodes.Const):
            return node
        said = translate(self._language, message.value)
        sentence: nodes.Expr
        if node.node.name == "_":
            said = str(_read(self._language, self._furigana, said))
            # The readings of one and two people depend on the number, which is filled in later.
            if node.kwargs and counted.PEOPLE in said:
                return node
            sentence = nodes.MarkSafe(nodes.Const(said, lineno=node.lineno), lineno=node.lineno)
        else:
            sentence = nodes.Const(said, lineno=node.lineno)
        if not node.kwargs:
            return sentence
        pairs = [nodes.Pair(nodes.Const(k.key), k.value, lineno=node.lineno) for k in node.kwargs]
        return nodes.Mod(sentence, nodes.Dict(pairs, lineno=node.lineno), lineno=node.lineno)

    def visit_Output(self, node: nodes.Output) -> nodes.Node:
        """Add phrase breaks to expressions in headings and buttons."""
        self.generic_visit(node)
        before = ""
        for at, one in enumerate(node.nodes):
            if isinstance(one, nodes.TemplateData):
                before = (before + one.data)[-400:]
                continue
            # An icon is no word: what comes after it is the heading's or the button's.
            if _is_icon(one):
                continue
            if _SHORT.search(before) and not _breaks(one):
                node.nodes[at] = nodes.Filter(one, "phrases", [], [], None, None, lineno=one.lineno)
            before += "-"
        return node


def _is_icon(one: nodes.Node) -> bool:
    return isinstance(one, nodes.Call) and isinstance(one.node, nodes.Name) and one.node.name == "icon"


def _breaks(one: nodes.Node) -> bool:
    filters = [one, *one.find_all(nodes.Filter)]
    return any(isinstance(found, nodes.Filter) and found.name == "phrases" for found in filters)


# The end of an opening tag of a heading, a button, or a link styled as one.
_SHORT = re.compile(r"<(?:h[1-3]|button|a (?=[^<>]*\bbutton\b))\b[^<>]*>[^<>]*$")


class _Environment(Environment):
    def __init__(self, language: str, furigana: str, **options: Any) -> None:
        super().__init__(**options)
        self._fold = _Fold(language, furigana)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = self._fold.visit(super()._parse(source, name, filename))
        return tree

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return a plain dict: Jinja copies it for every page, ten times faster than its ChainMap."""
        return {**self.globals, **(d or {})}


def _read(language: str, furigana: str, sentence: str) -> Markup:
    """Return a catalogue sentence as markup with the furigana of this level."""
    if furigana == Furigana.NONE or not LANGUAGES[language].japanese:
        return Markup(sentence)
    return with_readings(sentence, wanted(sentence, readings(language).get(sentence, ()), furigana))


def _say(language: str, furigana: str, message: str, **values: object) -> Markup:
    """Translate a message; catalogue messages are markup (they may contain ruby), values are escaped."""
    said = _read(language, furigana, translate(language, message))
    return counted.filled_in(said % values) if values else said


def _say_count(language: str, furigana: str, one: str, many: str, number: int, **values: object) -> Markup:
    said = _read(language, furigana, translate_form(language, one, many, number))
    return counted.filled_in(said % {"number": number, **values})


def _dated(language: str, furigana: str, date: Callable[[str, int], str], moment: int) -> str:
    said = date(language, moment)
    if furigana == Furigana.NONE or not LANGUAGES[language].japanese:
        return said
    return with_readings(said, wanted(said, counted.in_date(said), furigana))


def _woven(furigana: str, html: Markup, plain: str, packed: str | None, field: str) -> Markup:
    """Filter `furigana`: add the stored readings to markup made from `plain`."""
    if furigana == Furigana.NONE or not packed:
        return html
    return weave(escape(html), plain, wanted(plain, unpack(packed, field), furigana))


def _reads(language: str, furigana: str, html: str, plain: str) -> Markup:
    """Filter `reads`: add readings from the furigana catalogue to markup made from an interface text."""
    if furigana == Furigana.NONE or not LANGUAGES[language].japanese:
        return escape(html)
    return weave(escape(html), plain, wanted(plain, readings(language).get(plain, ()), furigana))


@cache
def environment(language: str, furigana: str = Furigana.NONE) -> Environment:
    """Return the environment of a language; undefined names raise."""
    made = _Environment(
        language,
        furigana,
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    # Japanese in a data attribute is half as long as its escapes; json.dumps makes an encoder for every call.
    made.policies["json.dumps_function"] = JSONEncoder(ensure_ascii=False, sort_keys=True).encode
    made.policies["json.dumps_kwargs"] = {}
    made.globals.update(
        {
            "_": partial(_say, language, furigana),
            "_a": partial(translate, language),
            "_count": partial(_say_count, language, furigana),
            "_with": partial(_say, language),
            "_japanese": partial(_say, language if LANGUAGES[language].japanese else DEFAULT),
            "part": partial(part, language, furigana),
            "_part_with": partial(part, language),
            "language": LANGUAGES[language],
            "languages": LANGUAGES,
        }
    )
    for name in ("day", "full_day", "month", "month_year", "year", "hour", "moment"):
        made.filters[name] = partial(_dated, language, furigana, getattr(dates, name))
    made.filters.update(
        phrases=partial(phrases.broken, language),
        whole=partial(phrases.whole, language),
        prose=prose.prose,
        linked=prose.linked,
        said=prose.said,
        furigana=partial(_woven, furigana),
        reads=partial(_reads, language, furigana),
        input_day=dates.input_day,
        input_moment=dates.input_moment,
    )
    return made


def render(language: str, template: str, furigana: str = Furigana.NONE, **context: Any) -> str:
    """Render a template in a language and furigana level."""
    html = _ready(language, furigana, template).render(context)
    if furigana == Furigana.NONE:
        return html
    return _PLAIN_ONLY.sub(_without_ruby, _FEW.sub(_read_as_one, html))


# Elements that can contain plain text only.
_PLAIN_ONLY = re.compile(r"<(title|option|textarea)\b.*?</\1>", re.S)
_RUBY = re.compile(r"<rt>.*?</rt>|</?ruby>", re.S)


# ひとり and ふたり, where the number was filled in only now.
_FEW = re.compile(r"(?<![\d,.])([12])<ruby>人<rt>にん</rt></ruby>")
_READ_AS = {"1": "ひとり", "2": "ふたり"}


def _read_as_one(found: re.Match[str]) -> str:
    return f"<ruby>{found[1]}人<rt>{_READ_AS[found[1]]}</rt></ruby>"


def _without_ruby(found: re.Match[str]) -> str:
    return _RUBY.sub("", found[0])


@lru_cache(maxsize=1024)
def part(language: str, furigana: str, template: str, view: Hashable) -> Markup:
    """Render a shared part once and cache it by its frozen `view`."""
    return Markup(_ready(language, furigana, template).render({"page": view}))


@cache
def _ready(language: str, furigana: str, name: str) -> Template:
    return environment(language, furigana).get_template(name)
