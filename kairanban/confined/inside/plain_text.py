"""Clean up extracted text: blank lines between paragraphs, ・ before list items."""

import re

# Headings before whom to ask.
ASKING = (
    "問い合わせ先",
    "お問い合わせ先",
    "お問い合わせ",
    "問い合わせ",
    "問合せ先",
    "問合せ",
    "お問合せ",
    "お問合せ先",
    "問合先",
    "問い合せ",
    "問い合せ先",
    "お問い合せ",
    "お問い合せ先",
    "お問合わせ",
    "お問合わせ先",
    "問合わせ先",
    "申込・問い合わせ先",
    "申込み・問い合わせ先",
)

# Labels used in circulars; broken over lines in narrow cells, spread with spaces elsewhere.
LABELS = (
    *(
        "日時",
        "期日",
        "日程",
        "開催日",
        "開催日時",
        "実施日",
        "実施日時",
        "集合日時",
        "日にち",
        "とき",
        "時間",
        "集合時間",
        "集合場所",
        "集合",
        "場所",
        "開催場所",
        "実施場所",
        "会場",
        "ところ",
    ),
    *(
        "持ち物",
        "もちもの",
        "携行品",
        "持参品",
        "持参物",
        "準備物",
        "用意するもの",
        "服装",
        "対象",
        "内容",
        "議題",
        "参加費",
        "会費",
        "費用",
        "定員",
    ),
    *(
        "期限",
        "締切日",
        "締切日時",
        "応募締切",
        "返信期限",
        "締切",
        "〆切",
        "締め切り",
        "申込期限",
        "提出期限",
        "回答期限",
        "申込",
        "申し込み",
        "申込方法",
        "申込先",
    ),
    *ASKING,
    *("連絡先", "電話", "担当", "備考", "注意事項", "その他", "雨天時", "雨天の場合", "主催"),
)
_BULLET = re.compile(r"^(?:[・●○◯■□◆◇▪•*※]|[-‐–—]\s|[(（]?[0-9０-９]{1,2}[)）.．、]\s*(?=\D)|[①-⑳])\s*")
_DOT = re.compile(r"^[・●○◯■□◆◇▪•*]\s*|^[-‐–—]\s+")
_ENDS = re.compile(r"[。！？!?」』）)：:]$")
_SPREAD = re.compile(
    r"^("
    + "|".join(r"[ \u3000]*".join(map(re.escape, label)) for label in sorted(LABELS, key=len, reverse=True))
    + r")"
    r"(?=[ \u3000:：]|$)"
)
_ORNAMENTS = " \u3000・◎☆★▲△▼▽※→⇒●○◯■□◆◇▪•*【[<〈《1234567890１２３４５６７８９０.．①②③④⑤⑥⑦⑧⑨()（）"
_FULL_LINE = 0.8
# Shorter lines are not broken by the edge of the paper: fields of a form, names.
_SHORTEST_BROKEN = 18
# Date of use: 20 December, ☑ 出席.
_FIELD = re.compile(r"[\w /・]{1,24}[:：](?!//)|[☐☑□■✓✔]")
_LATIN = re.compile(r"[!-~]")


def tidy_text(text: str) -> str:
    """Join lines that only the layout broke; keep unclear ones as they are."""
    lines = _with_whole_labels([line.rstrip() for line in text.replace("\r", "").split("\n")])
    widest = max((len(line) for line in lines), default=0)
    # Parts of each line, joined once: a paper of a thousand broken lines is not copied a thousand times.
    out: list[list[str]] = []
    before = ""
    for line in lines:
        bare = line.strip(" \u3000")
        if not bare:
            out.append([])
        elif out and _goes_on(before, line, widest):
            words = bool(_LATIN.match(before.rstrip()[-1]) and _LATIN.match(bare))
            out[-1].append(f" {bare}" if words else bare)
        else:
            if out and _starts_paragraph(before, line):
                out.append([])
            out.append([_DOT.sub("・", bare)])
        before = line
    return re.sub(r"\n{3,}", "\n\n", "\n".join("".join(parts) for parts in out)).strip("\n")


def label_of(line: str) -> tuple[str, str] | None:
    """Split a line that begins with a known label into label (without spaces) and rest, else return None."""
    bare = line.lstrip(_ORNAMENTS)
    match = _SPREAD.match(re.sub(r"[】\]>〉》)）]", " ", bare, count=1))
    if not match:
        return None
    return re.sub(r"[ \u3000]", "", match[1]), bare[match.end() :].strip(" \u3000:：】]>〉》")


def _with_whole_labels(lines: list[str]) -> list[str]:
    """Rejoin broken labels (持ち / 物) and put each before its text."""
    out: list[str] = []
    at = 0
    while at < len(lines):
        label = next(
            (n for n in (3, 2, 1) if "".join(s.strip(" \u3000") for s in lines[at : at + n]) in LABELS), 0
        )
        if label and at + label < len(lines):
            name = "".join(part.strip(" \u3000") for part in lines[at : at + label])
            following = lines[at + label].strip(" \u3000")
            if following and label_of(following) is None:
                out.append(f"{name}\u3000{following}")
                at += label + 1
                continue
        spread = _SPREAD.match(lines[at].strip(" \u3000"))
        bare = lines[at].strip(" \u3000")
        out.append(re.sub(r"[ \u3000]", "", spread[1]) + bare[spread.end() :] if spread else lines[at])
        at += 1
    return out


def _goes_on(before: str, line: str, widest: int) -> bool:
    """Tell whether a line continues the one before it, which the edge of the paper broke."""
    if not before.strip() or line.startswith(("\u3000", "  ")) or _BULLET.match(line) or label_of(line):
        return False
    if line.startswith(("(", "（")) and label_of(before):
        return True
    if len(before) < _SHORTEST_BROKEN or _FIELD.match(line):
        return False
    return len(before) >= _FULL_LINE * widest and not _ENDS.search(before)


def _starts_paragraph(before: str, line: str) -> bool:
    return bool(before.strip()) and line.startswith("\u3000") and not _BULLET.match(line.strip())
