"""Furigana of whole sentences from circulars."""

import pytest

from kairanban.confined.furigana import read_aloud
from kairanban.i18n.furigana import parse, write

pytestmark = pytest.mark.anyio

SENTENCES = """
｜古《ふる》い｜水道管《すいどうかん》を｜使《つか》います。
｜器具《きぐ》をお｜使《つか》いの｜方《かた》は、｜役員《やくいん》まで。
｜早《はや》い｜方《ほう》がよいです。
｜大勢《おおぜい》の｜方《かた》が、｜大広間《おおひろま》に｜集《あつ》まりました。
｜何《なに》もしなくて｜大丈夫《だいじょうぶ》です。｜何度《なんど》でもどうぞ。
｜一日《いちにち》だけ、｜1日《ついたち》から｜14日《じゅうよっか》｜間《かん》、30｜分《ぷん》のあいだ。
｜配布日《はいふび》は、｜紙《かみ》でお｜届《とど》けします。
｜一人《ひとり》で｜持《も》てないときは、｜二《ふた》つに｜分《わ》けます。
｜２人《ふたり》で｜来《き》てください。｜1人《ひとり》でも3｜人《にん》でも。
｜市道《しどう》｜三《さん》｜号《ごう》｜線《せん》は｜二《に》｜週間《しゅうかん》、｜一《いっ》｜回《かい》だけ｜通《とお》れません。
"""


async def test_sentences_get_the_usual_readings() -> None:
    wanted = SENTENCES.split()
    plain = [parse(marked)[0] for marked in wanted]
    read = [write(text, spans) for text, spans in zip(plain, await read_aloud(plain, {}), strict=True)]
    assert read == wanted


async def test_readings_of_the_association_override_the_dictionary() -> None:
    plain = "上杉の水道管と三つの班"
    (spans,) = await read_aloud([plain], {"上杉": "かみすぎ", "三つ": "みつ"})
    assert write(plain, spans) == "｜上杉《かみすぎ》の｜水道管《すいどうかん》と｜三《み》つの｜班《はん》"
