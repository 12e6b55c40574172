"""Jinja environments per language and furigana level; constant messages are translated when compiled."""

import re
from collections.abc import Callable, Hashable, MutableMapping
from functools import cache, lru_cache, partial
from json import JSONEncoder
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, nodes
from markupsafe import Markup, escape

from kairanban.i18n import counted, dates, phrases, prose
from kairanban.i18n.folding import DATES, Fold, read_sentence
from kairanban.i18n.furigana import Furigana, unpack, wanted, weave
from kairanban.i18n.furigana import ruby as with_readings
from kairanban.i18n.languages import DEFAULT, LANGUAGES
from kairanban.i18n.named import Names, with_names
from kairanban.i18n.romanised import with_letters
from kairanban.i18n.translate import readings, translate, translate_form

TEMPLATES = Path(__file__).parents[1] / "templates"


class _Environment(Environment):
    def __init__(self, language: str, furigana: str, **options: Any) -> None:
        super().__init__(**options)
        self._fold = Fold(language, furigana)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = self._fold.visit(super()._parse(source, name, filename))
        return tree

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return a plain dict: Jinja copies it for every page, ten times faster than its ChainMap."""
        return {**self.globals, **(d or {})}


def _say(language: str, furigana: str, message: str, **values: object) -> Markup:
    """Translate a message; catalogue messages are markup (they may contain ruby), values are escaped."""
    said = read_sentence(language, furigana, translate(language, message))
    return counted.filled_in(said % values) if values else said


def _say_count(language: str, furigana: str, one: str, many: str, number: int, **values: object) -> Markup:
    said = read_sentence(language, furigana, translate_form(language, one, many, number))
    return counted.filled_in(said % {"number": number, **values})


def _say_count_plain(language: str, one: str, many: str, number: int, **values: object) -> str:
    return translate_form(language, one, many, number) % {"number": number, **values}


def _dated(language: str, furigana: str, date: Callable[[str, int], str], moment: int) -> str:
    said = date(language, moment)
    return _date_read(language, furigana, said) if LANGUAGES[language].japanese else said


@lru_cache(maxsize=4096)
def _date_read(language: str, furigana: str, said: str) -> Markup:
    if furigana == Furigana.NONE:
        return phrases.broken(language, said)
    read = phrases.broken(language, with_readings(said, wanted(said, counted.in_date(said), furigana)))
    # Room for the particle behind it (`_WITH_PARTICLE`).
    before, last, rest = read.rpartition('<span class="phrase">')
    return Markup(f'{before}<span class="phrase long">{rest}') if last else read


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
            "_a_count": partial(_say_count_plain, language),
            "_with": partial(_say, language),
            "_japanese": partial(_say, language if LANGUAGES[language].japanese else DEFAULT),
            "part": partial(part, language, furigana),
            "_part_with": partial(part, language),
            "language": LANGUAGES[language],
            "languages": LANGUAGES,
            "readings": furigana != Furigana.NONE,
        }
    )
    for name in DATES:
        made.filters[name] = partial(_dated, language, furigana, getattr(dates, name))
        made.filters[f"plain_{name}"] = partial(getattr(dates, name), language)
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
        input_closing_hour=dates.input_closing_hour,
    )
    return made


def render(
    language: str,
    template: str,
    furigana: str = Furigana.NONE,
    names: Names = MappingProxyType({}),
    **context: Any,
) -> str:
    """Render a template in a language and furigana level, with the readings of known names."""
    html = _ready(language, furigana, template).render(context)
    spoken = LANGUAGES[language]
    if furigana != Furigana.NONE:
        html = finished(html, furigana, names if spoken.japanese else {})
    return html if spoken.japanese else with_letters(html, names, latin=spoken.latin)


def finished(html: str, furigana: str, names: Names = MappingProxyType({})) -> str:
    """Correct readings, and keep particles with their word, after values were filled in."""
    if counted.PEOPLE in html:
        html = _FEW.sub(_read_as_one, html)
    html = _WITH_PARTICLE.sub(r"\1\2</span>", html)
    return _PLAIN_ONLY.sub(_without_ruby, with_names(html, names, furigana))


# A particle behind a value that was filled in, beside whose reading a line could break: 午後6時7分|に.
_WITH_PARTICLE = re.compile(r"(</ruby>[）)]?)</span>([ぁ-ん]{1,5}[、。]?)(?=<)")
# Elements that can contain plain text only.
_PLAIN_ONLY = re.compile(r"<(title|option|textarea)\b.*?</\1>", re.S)
_RUBY = re.compile(r"<rt>.*?</rt>|</?(?:ruby|span)\b[^>]*>|<wbr>", re.S)


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
