"""One Jinja environment a language, for pages, mail and print: constant messages are translated when a template is compiled."""

from collections.abc import Hashable
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from kairanban.i18n import dates, phrases, prose
from kairanban.i18n.languages import LANGUAGES
from kairanban.i18n.translate import translate, translate_count

TEMPLATES = Path(__file__).parents[1] / "templates"


class _Fold(NodeTransformer):
    """`_("…")` of a constant becomes its translation; a page would else spend most of its time looking them up."""

    def __init__(self, language: str) -> None:
        self._language = language

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        if not (isinstance(node.node, nodes.Name) and node.node.name in ("_", "_a") and node.args):
            return node
        message = node.args[0]
        if not isinstance(message, nodes.Const):
            return node
        sentence: nodes.Expr = nodes.Const(translate(self._language, message.value), lineno=node.lineno)
        if node.node.name == "_":
            sentence = nodes.MarkSafe(sentence, lineno=node.lineno)
        if not node.kwargs:
            return sentence
        pairs = [nodes.Pair(nodes.Const(k.key), k.value, lineno=node.lineno) for k in node.kwargs]
        return nodes.Mod(sentence, nodes.Dict(pairs, lineno=node.lineno), lineno=node.lineno)


class _Environment(Environment):
    def __init__(self, language: str, **options: Any) -> None:
        super().__init__(**options)
        self._fold = _Fold(language)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = self._fold.visit(super()._parse(source, name, filename))
        return tree


def _say(language: str, message: str, **values: object) -> Markup:
    """Catalogue messages are markup (they may hold ruby); what is set into them is escaped."""
    return Markup(translate(language, message)) % values if values else Markup(translate(language, message))


def _say_count(language: str, one: str, many: str, number: int, **values: object) -> Markup:
    return Markup(translate_count(language, one, many, number, **{k: escape(v) for k, v in values.items()}))


@cache
def environment(language: str) -> Environment:
    """Templates of this language; an unknown name in a template is an error."""
    made = _Environment(
        language,
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        {
            "_": partial(_say, language),
            "_a": partial(translate, language),
            "_count": partial(_say_count, language),
            "part": partial(part, language),
            "language": LANGUAGES[language],
            "languages": LANGUAGES,
        }
    )
    for name in ("day", "full_day", "month", "hour", "moment"):
        made.filters[name] = partial(getattr(dates, name), language)
    made.filters.update(
        phrases=partial(phrases.broken, language),
        prose=prose.prose,
        linked=prose.linked,
        input_day=dates.input_day,
        input_moment=dates.input_moment,
    )
    return made


def render(language: str, template: str, **context: Any) -> str:
    """The template in that language."""
    return _ready(language, template).render(context)


@lru_cache(maxsize=1024)
def part(language: str, template: str, view: Hashable) -> Markup:
    """A part that is the same for everybody who sees it, rendered once: the same frozen `view` gives the same part."""
    return Markup(_ready(language, template).render({"page": view}))


@cache
def _ready(language: str, name: str) -> Template:
    template = environment(language).get_template(name)
    # Jinja copies these into every page; from a plain dict that takes a tenth of the time.
    template.globals = dict(template.globals)
    return template
