"""Furigana of whole sentences from circulars."""

import pytest

from kairanban.confined.furigana import read_aloud
from kairanban.i18n.furigana import parse, wanted, write
from tests.i18n.by_hand import divided as by_hand

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
｜市道《しどう》｜三《さん》｜号線《ごうせん》は｜二《に》｜週間《しゅうかん》、｜一《いっ》｜回《かい》だけ｜通《とお》れません。
"""


async def test_sentences_get_the_usual_readings() -> None:
    marked = SENTENCES.split()
    plain = [parse(one)[0] for one in marked]
    read = [write(text, spans) for text, spans in zip(plain, await read_aloud(plain, {}), strict=True)]
    assert read == marked


async def test_readings_of_the_association_override_the_dictionary() -> None:
    plain = "上杉の水道管と三つの班"
    (spans,) = await read_aloud([plain], {"上杉": "かみすぎ", "三つ": "みつ"})
    assert write(plain, spans) == "｜上杉《かみすぎ》の｜水道管《すいどうかん》と｜三《み》つの｜班《はん》"


async def test_readings_are_divided_as_marked_by_hand() -> None:
    """At least 60 words with okurigana, numbers and names."""
    assert len(by_hand()) >= 60
    read = await read_aloud([text for text, _ in by_hand()], {})
    found = [
        write(text, wanted(text, spans, "all")) for (text, _), spans in zip(by_hand(), read, strict=True)
    ]
    assert found == [write(text, spans) for text, spans in by_hand()]
