"""Where a Japanese text may be broken: at the end of a phrase (文節), never inside a date, a count or a name."""

import re
from functools import cache, lru_cache
from itertools import pairwise

import budoux

from kairanban.i18n.kanji import is_kanji
from kairanban.i18n.links import phones

# A phrase above this width (in em) is broken at its weaker joints too: 手伝って|ください.
LONG = 5.8
# Longer than this no phrase is put together from what budoux gives, except dates, counts and names.
LONGEST = 10

_SPACES = (" ", "　")
_CLOSING = "）)」』】］〉》〕"
_HIRAGANA = re.compile("[ぁ-んー]")
_HONORIFIC = "(?:さん|様|さま|氏|殿|君|くん|ちゃん|儀|先生|夫妻|ご夫妻)"
# Names have kanji that other words have not: 髙﨑, 𠮷野, and signs that choose the shape of one.
_KANJI = "一-鿿々ヶ〆\u3400-\u4dbf\uf900-\ufaff\U00020000-\U0003ffff\ufe00-\ufe0f\U000e0100-\U000e01ef"
_GIVEN = f"[{_KANJI}ぁ-んァ-ヶー]{{1,5}}"
# 後藤 キヨ様, 佐々木 茂 様: the honorific with a space before it or not.
_CALLED = rf"[ 　]?{_HONORIFIC}"
_DAY_OF_WEEK = "[（(][日月火水木金土祝休振・、/]{1,5}[)）]"
_COUNTER = "(?:か|ヶ|カ|ヵ|ケ)?(?:(?!午[前後])[一-龠々]){0,2}"
_ENDS_CALLED = re.compile(f"{_HONORIFIC}$")
# Words in kana that budoux breaks, or that are one to the reader.
_WORDS = (
    "(?:はみ出|もちつき|がまん|子ども|あいさつ|赤い羽根|間に合|どなた|いただ|くださ|とりあえず|できるだけ|ありがとう|なるべく|ふりがな|ぐあい|日にち|"
    "障がい|このごろ|どのくらい|ほうき|書きそえ|ふくま|ひらがな|かたかな|まちがい|じょうほう|ゆうびん|しくみ|さいご|じゅんばん|おねがい|いりま|いくつ|にくい|はずれ|まにあ|あかる|明るい|"
    "うかが[いうえっ]|もど[さしすせりれ]|とど[いかきくけ]|のこ[さしすせっらりるれ]|なお[さしすせっらりるれ]|にご[っらりる]|ちが[いうえっわ]|"
    "たの[まみむめん]|さが[さしすせ]|もとづ[いき]|ほかへ)"
)
# Written with spaces between its phrases, as easy Japanese is.
_SPACED = re.compile("(?<=[ぁ-んァ-ヶー、。]) (?=[ぁ-んァ-ヶー一-龠「（\\d%])")
# Never broken inside.
_WHOLE = re.compile(
    "|".join(
        (
            # A value that is filled in later.
            r"%\(\w+\)[sd][一-龠々]{0,2}",
            # Words of letters and figures: telephone numbers, addresses, LED, 1,500.
            r"(?=\d*[!-'*-/:-~])[!-'*-~]{2,}(?:[（(]\d{1,4}[)）]\d{3,4})?",
            # A part of a date, a time or a count, with what stands before its number.
            r"(?:令和|平成|昭和|午前|午後|第|約|翌|翌朝|朝|夜|計|全|各|お|毎)?(?:元年|\d[\d,.:：]*(?:日" + _DAY_OF_WEEK + "|" + _COUNTER + "))",
            r"第\d+(?:[・、]第?\d+)+[一-龠々]{0,3}",
            # A name with its honorific: 後藤 キヨ様.
            rf"(?:[{_KANJI}]{{1,5}}[ 　]{_GIVEN}{_CALLED}|[{_KANJI}]{{1,6}}{_HONORIFIC}|[ァ-ヶー]{{1,8}}(?:[・＝][ァ-ヶー]{{1,8}}){{0,3}}{_CALLED})",
            # Family and given name, in parts as short as these.
            rf"(?<![{_KANJI}])(?![{_KANJI}]{{0,2}}[長課係部会班])[{_KANJI}]{{1,4}}[ 　](?:[{_KANJI}]{{1,3}}(?![{_KANJI}])(?![ 　]{_GIVEN}{_CALLED})|[ァ-ヶー]{{2,5}}(?![ァ-ヶー・＝])|[ぁ-ん]{{2,4}}(?=[（(、。]|$))",
            # Words that budoux breaks, or that are one to the reader.
            _WORDS,
            r"と(?:ともに|して|いう)",
        )
    )
)  # fmt: skip
# Words of time and measure that stand before another noun without a particle: 毎週|土曜日, 昨日|亡くなられた.
_ALONE = re.compile(
    "(?:昨日|今日|明日|本日|当日|前日|翌日|先日|毎日|毎週|毎月|毎年|毎朝|今年|来年|昨年|今月|来月|先月|今回|次回|前回|今後|長年|現在|"
    "全員|各自|直接|至急|一切|一部|多数|随時|最近|以前|以後|以降|日頃|日ごろ)$"
)
# 粗大, 執り行う, 飼い犬: what stands before is not a phrase of its own.
_STEM = re.compile("[一-龠々]{1,2}[いりきしちにみびぎじけせえめれべねげ]$")
# Verbs that are half a particle behind に: ご意向に|より.
_HALF = re.compile("より|よる|よって|ついて|対し|対する|おいて|関する|関して|伴う|伴い|ともな|とって|つき")
_AFTER_NUMBER = re.compile("ごろ|頃|おき|ほど|ずつ|くらい|ぐらい|ばかり|ごと|まで|から|より|以|前後|間")
_NUMBER = re.compile(r"\d(?:か|ヶ|カ|ヵ|ケ)?[一-龠々]{0,3}$")
_PARTICLE = re.compile("(?:で|に|は|が|も|と|でも|では|にも|には|とは)、?")
# Where a phrase that is too long may be broken.
_JOINT = re.compile(
    "|".join(
        (
            # Before an auxiliary verb: 手伝って|ください, お願い|いたします.
            r"(?<=[てで])(?=くださ|いただ|下さ|頂|い(?:る|ます|ました|ない|ません|た(?![だし]))|あ(?:る|り)|お(?:き|く|い)|み(?:ま|て|る)|しま|もら|ほし|欲し)",
            r"(?<=[一-龠々いりきしちみえけせ])(?=いたし|致し|申し上げ|いただ|ください(?=ま))",
            # Behind a particle: 活動に|使われます. Not in 自由が丘.
            r"(?<=[一-龠々ァ-ヶーれりみき][がにはもへ])(?=[一-龠々ァ-ヶ\d])(?!丘|岡|原|浜|谷|沢|島|崎)",
            r"(?<=を)(?=[^、。）」])|(?<=[長員課係部班]の)(?=[一-龠々])|(?<=のみで)|(?<=たら)(?=[ぁ-ん一-龠々])|(?<=れが)(?=[ぁ-ん])|(?<=[一-龠々]の)(?=[おご][一-龠々])",
            rf"(?<=に)(?!よ)(?={_HALF.pattern})",
            r"(?<=[^おで、])(?=いらっしゃ)|(?<=かも)(?=しれ)|(?<=」)(?=「)|(?<=[^\d]・)(?=[^\d第])|(?<=[、。！？：；])(?=[^」』）)、。])",
            r"(?<=[一-龠々ァ-ヶーた][がにはも])(?=とど|もど|もとづ|なお|のこ|ちが|うかが|さが|たの|かま)",
            # Before and behind the nouns of grammar: 濁る|ことが|あります.
            r"(?<=[うくぐすつぬぶむるたいなの])(?=(?:こと|もの|とき|ため|ところ|方|場合)(?:[がはもをにで、]|$))",
            r"(?<=こと[がはも])(?=[あでな])",
            # Between two numbers: 12月3日|午前9時, 1人|1日, 午後1時～|3時.
            r"(?<=[日）)])(?=午前|午後)|(?<=\d[人日枚回台袋本個])(?=\d)|(?<=\dか月)(?=\d)|(?<=先着)(?=\d)|(?<=[～〜])(?=\d|午前|午後)",
            r"(?<=\d回)(?=[一-龠々][ぁ-ん])|(?<=[年月週時]間)(?=[一-龠々]{1,2}(?:[ぁ-ん]|$))",
        )
    )
)


# Before these no line begins, or no phrase.
_NEVER_FIRST = frozenset(
    _CLOSING + "、。，．・ー：；〜～！？をへ等目ぁぃぅぇぉっゃゅょんァィゥェォッャュョン"
)
_PAD = "\0\0\0"


class _Splitter:
    """budoux's model, asked only where a phrase may end: its own parser adds up the whole model for each text."""

    def __init__(self) -> None:
        model = budoux.load_default_japanese_parser().model
        self._base = -0.5 * sum(sum(group.values()) for group in model.values())
        self._groups = [model.get(name, {}) for name in _FEATURES]

    def ends(self, text: str) -> list[int]:
        """Return where the model ends a phrase."""
        uw1, uw2, uw3, uw4, uw5, uw6, bw1, bw2, bw3, tw1, tw2, tw3, tw4 = (one.get for one in self._groups)
        t, base, found = _PAD + text + _PAD, self._base, list[int]()
        for at in range(1, len(text)):
            j = at + 3
            if t[j] in _NEVER_FIRST:
                continue
            score = uw1(t[j - 3], 0) + uw2(t[j - 2], 0) + uw3(t[j - 1], 0) + uw4(t[j], 0) + uw5(t[j + 1], 0)
            score += uw6(t[j + 2], 0) + bw1(t[j - 2 : j], 0) + bw2(t[j - 1 : j + 1], 0) + bw3(t[j : j + 2], 0)
            score += (
                tw1(t[j - 3 : j], 0)
                + tw2(t[j - 2 : j + 1], 0)
                + tw3(t[j - 1 : j + 2], 0)
                + tw4(t[j : j + 3], 0)
            )
            if base + score > 0:
                found.append(at)
        found.append(len(text))
        return found


_FEATURES = ("UW1", "UW2", "UW3", "UW4", "UW5", "UW6", "BW1", "BW2", "BW3", "TW1", "TW2", "TW3", "TW4")


@cache
def _splitter() -> _Splitter:
    return _Splitter()


@lru_cache(maxsize=8192)
def borders(text: str) -> tuple[int, ...]:
    """Return the end of each phrase of a text without markup."""
    ends = _splitter().ends(text)
    if 10 * len(_SPACED.findall(text)) > len(text):
        ends = [at for at in ends if text[at - 1] in _CLOSING + "、。 ：・！？" or at == len(text)]
    uncut = list(_WHOLE.finditer(text))
    whole = {at for found in uncut for at in range(found.start() + 1, found.end())}
    whole |= {at for phone in phones(text) for at in range(phone.start + 1, phone.end)}
    kept, start = list[int](), 0
    for before, end in pairwise([*ends, len(text)]):
        if before >= len(text):
            break
        if before not in whole and not _joined(text, start, before, end, whole):
            kept.append(before)
            start = before
    kept.append(len(text))
    # 故 |後藤 キヨ様 |ご葬儀の: the spaces before and behind a name with its honorific.
    named = [found.span() for found in uncut if _ENDS_CALLED.search(found[0])]
    spaces = {start for start, _ in named if text[start - 1 : start] in _SPACES}
    spaces |= {end + 1 for _, end in named if text[end : end + 1] in _SPACES}
    return tuple(_with_joints(text, kept, whole, spaces))


def _joined(text: str, start: int, at: int, end: int, whole: set[int]) -> bool:
    """Tell whether the phrase from `start` to `at` goes on behind it, up to `end`."""
    left, right, phrase = text[at - 1], text[at], text[start:at]
    if right in _NEVER_FIRST or (left.isdigit() and right not in "（(「『 　"):
        return True
    if left in "、。！？":
        return False
    if end not in whole and _PARTICLE.fullmatch(text, at, end):
        return True
    if left in _CLOSING:
        if _AFTER_NUMBER.match(text, at):
            return True
        return bool(_HIRAGANA.match(right)) and right not in "おご"
    if at - start == 1 and (_HIRAGANA.match(left) or left in "（(「『【〔"):
        return True
    if text.startswith("くださ", at) and phrase[0] in "おご" and left not in "てで":
        return True
    if _NUMBER.search(phrase) and _AFTER_NUMBER.match(text, at):
        return True
    if width(text[start:end]) > LONGEST:
        return False
    if left == "に" and _HALF.match(text, at):
        return True
    if is_kanji(left) and is_kanji(right):
        return not _ALONE.search(phrase)
    return left == "・" or phrase.endswith("子ども") or (is_kanji(right) and bool(_STEM.fullmatch(phrase)))


def _with_joints(text: str, kept: list[int], whole: set[int], spaces: set[int]) -> list[int]:
    out, start = list[int](), 0
    for end in kept:
        if width(text[start:end]) > LONG:
            joints = {found.start() for found in _JOINT.finditer(text, start + 1, end)}
            joints |= {at for at in spaces if start < at < end}
            out += [at for at in sorted(joints) if at not in whole and end - at > 1]
        out.append(end)
        start = end
    return out


def width(text: str) -> float:
    """Return the width in em: figures and Latin letters take about half of a kana."""
    return sum(1.0 if sign > "\u2000" else 0.6 for sign in text)
