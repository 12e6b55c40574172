"""Templates as they are compiled: constant messages translated, line breaks set, attributes and options left plain."""

import re
from functools import lru_cache

from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from kairanban.i18n import counted, phrases
from kairanban.i18n.furigana import Furigana, ruby, wanted
from kairanban.i18n.languages import LANGUAGES
from kairanban.i18n.translate import readings, translate

# In a tag, and in elements that contain plain text only: no readings, no line breaks.
_PLAIN = re.compile(r"<(?![!])[^<>]*$|<(?:title|option|textarea|script|style)\b[^<>]*>[^<]*$")
# The end of an opening tag of a heading, a button, or a link styled as one.
_SHORT = re.compile(r"<(?:h[1-3]|button|a (?=[^<>]*\bbutton\b))\b[^<>]*>[^<>]*$")
DATES = ("day", "full_day", "month", "month_year", "year", "hour", "moment", "closing")
_OF_PLAIN = {"_": "_a", "_count": "_a_count"}


class Fold(NodeTransformer):
    """Replaces `_("…")` of a constant by its translation; looking them up took most of a page's time."""

    def __init__(self, language: str, furigana: str) -> None:
        self._language, self._furigana = language, furigana
        self._before, self._plain = "", False

    def visit_Template(self, node: nodes.Template) -> nodes.Node:
        self._before = ""
        return self.generic_visit(node)

    def visit_Block(self, node: nodes.Block) -> nodes.Node:
        plain, self._plain = self._plain, node.name == "title"
        self.generic_visit(node)
        self._plain = plain
        return node

    def visit_Filter(self, node: nodes.Filter) -> nodes.Node:
        self.generic_visit(node)
        if self._plain and node.name in DATES:
            node.name = f"plain_{node.name}"
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        called = node.node.name if isinstance(node.node, nodes.Name) else ""
        if called not in ("_", "_a", "_count"):
            return self.generic_visit(node)
        outside, self._plain = self._plain, self._plain or called == "_a"
        self.generic_visit(node)
        plain, self._plain = self._plain, outside
        if plain and called in _OF_PLAIN:
            node.node = nodes.Name(_OF_PLAIN[called], "load", lineno=node.lineno)
        message = node.args[0] if node.args else None
        if called == "_count" or not isinstance(message, nodes.Const):
            return node
        said = translate(self._language, message.value)
        sentence: nodes.Expr
        if plain:
            sentence = nodes.Const(said, lineno=node.lineno)
        else:
            said = str(read_sentence(self._language, self._furigana, said))
            # The readings of one and two people depend on the number, which is filled in later.
            if node.kwargs and counted.PEOPLE in said:
                return node
            sentence = nodes.MarkSafe(nodes.Const(said, lineno=node.lineno), lineno=node.lineno)
        if not node.kwargs:
            return sentence
        pairs = [nodes.Pair(nodes.Const(k.key), k.value, lineno=node.lineno) for k in node.kwargs]
        return nodes.Mod(sentence, nodes.Dict(pairs, lineno=node.lineno), lineno=node.lineno)

    def visit_Output(self, node: nodes.Output) -> nodes.Node:
        """Add phrase breaks to expressions in headings and buttons; leave attributes and options plain."""
        for at, one in enumerate(node.nodes):
            if isinstance(one, nodes.TemplateData):
                self._before = (self._before + one.data)[-400:]
                continue
            # An icon is no word: what comes after it is the heading's or the button's.
            if _is_icon(one):
                continue
            outside, self._plain = self._plain, self._plain or bool(_PLAIN.search(self._before))
            seen = self.visit(one)
            if not self._plain and _SHORT.search(self._before) and not _breaks(seen):
                seen = nodes.Filter(seen, "phrases", [], [], None, None, lineno=one.lineno)
            node.nodes[at], self._plain = seen, outside
            self._before += "-"
        return node


def _is_icon(one: nodes.Node) -> bool:
    return isinstance(one, nodes.Call) and isinstance(one.node, nodes.Name) and one.node.name == "icon"


def _breaks(one: nodes.Node) -> bool:
    filters = [one, *one.find_all(nodes.Filter)]
    return any(isinstance(found, nodes.Filter) and found.name == "phrases" for found in filters)


@lru_cache(maxsize=16384)
def read_sentence(language: str, furigana: str, sentence: str) -> Markup:
    """Return a catalogue sentence as markup with its line breaks and the furigana of this level."""
    if not LANGUAGES[language].japanese:
        return Markup(sentence)
    read = Markup(sentence)
    if furigana != Furigana.NONE:
        read = ruby(sentence, wanted(sentence, readings(language).get(sentence, ()), furigana))
    return phrases.broken(language, read)
