"""The block that a title names: 1班, 第1班, 3組 組長 鈴木, 桜ヶ丘自治会 3班 名簿."""

import re

from kairanban.community.roster.rules.spelling import tidy

# 1班, 第1班, 3組 組長 鈴木; 東組 alone. A year (令和8年度), an association or a list of officers is no block.
_NUMBERED = re.compile(r"第? ?[\d一二三四五六七八九十]+ ?(?:班|組|隣組|ブロック)(?![長合員])")
_NAMED = re.compile(r"(\S{1,6}(?:班|隣組|(?<!役員)組|ブロック))(?=$|[ (（:：]|名簿)")


def block_in_title(title: str) -> str:
    """Return the block named by a title, "" if it names none."""
    text = tidy(title)
    numbered = _NUMBERED.findall(text)
    # 「1班・2班」 is the title of a list of several.
    if len(set(numbered)) > 1:
        return ""
    if found := _NUMBERED.search(text) or _NAMED.match(text):
        return found.group().replace(" ", "")
    return ""
