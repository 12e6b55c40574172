"""Where a Japanese heading or button may break: after a phrase, never inside もどる."""

from functools import cache, lru_cache

import budoux
from markupsafe import Markup, escape


@cache
def _parser() -> budoux.Parser:
    return budoux.load_default_japanese_parser()


@lru_cache(maxsize=4096)
def broken(language: str, text: str) -> Markup:
    """The text, escaped, with a break allowed after each phrase."""
    if language != "ja" or isinstance(text, Markup):
        return escape(text)
    return Markup("<wbr>").join(_parser().parse(text))
