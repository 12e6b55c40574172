"""Kanji that the same family, or its neighbour, may write either way; the first of each group stands for all.

Some are names of their own elsewhere (斎藤 and 斉藤), so equal keys are a reason to look closer, and no value is
replaced by them.
"""

import unicodedata

_GROUPS = """
高髙 崎﨑碕嵜﨑 辺邉邊 斎齋斉齊 沢澤 浜濱濵 広廣 国國圀 真眞 島嶋嶌 吉𠮷 柳栁桺 富冨 橋槗 桜櫻 竜龍 滝瀧 徳德 恵惠
栄榮 学學 宮宫 館舘 児兒 条條 遥遙 巌巖 亀龜 来來 礼禮 万萬 与與 予豫 円圓 寿壽 桧檜 関關 鉄鐵銕 蔵藏 静靜 黒黑
焼燒 県縣 峰峯 岳嶽 梅楳 曽曾 増增 薮藪籔 蘆芦 鴬鶯 鴎鷗 麹麴 頼賴 瀬瀨 戸戶戸 巣巢 姉姊 収收 豊豐 穂穗 壮壯 荘莊
秋穐 旗籏 巻卷 凛凜 尭堯 槙槇 莱萊 壷壺 釜釡 野埜 桑桒 土圡 仏佛 兎兔 涼凉 喜㐂憙 会會 双雙 台臺 実實 宝寶寳 将將
帯帶 応應 恒恆 悦悅 暁曉 楽樂 様樣 横橫 権權 歩步 気氣 浄淨 温溫 満滿 為爲 献獻 瑶瑤 畳疊 稲稻 緑綠 縄繩 総總 継繼
絵繪 聡聰 艶艷 芸藝 薫薰 薬藥 衛衞 覚覺 観觀 変變 軽輕 転轉 郷鄕 釈釋 録錄 隠隱 雑雜 霊靈 顔顏 駅驛 鯵鰺 鶏鷄 麦麥
黄黃 黙默 齢齡 塩鹽 駒駒 弥彌 弁辨瓣 当當 断斷 旧舊 昼晝 栓栓 沖冲 浅淺 渓溪 湾灣 潜潛 炉爐 状狀 獣獸 画畫 発發 称稱
窓窗窻 竹竹 粋粹 経經 緒緖 繊纖 与與 茎莖 蛍螢 蛮蠻 装裝 触觸 誉譽 謡謠 譲讓 豚豚 売賣 辞辭 逓遞 郎郞 酔醉 鋳鑄 銭錢
随隨 隆隆 顕顯 駆驅 髪髮 鬼鬼 魚魚 塚塚 都都 朗朗 祐祐 祥祥 福福 神神 飯飯 羽羽 猪猪 渚渚 琢琢 逸逸 諸諸 靖靖 精精
"""


def _table() -> dict[int, str]:
    found: dict[int, str] = {}
    for group in _GROUPS.split():
        found |= {ord(other): group[0] for other in group[1:] if other != group[0]}
    # In names of places ヶ is read が: 緑ヶ丘, 緑ケ丘, 緑が丘.
    return found | {ord("ヶ"): "が", ord("ケ"): "が", ord("ヵ"): "か"}


VARIANTS = _table()

# Selectors of one shape of the same sign (IVS and others).
_SELECTORS = dict.fromkeys((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), *range(0x180B, 0x180E)))


def same_letters(text: str) -> str:
    """Return the text without differences that nobody sees: selectors of a shape, compatibility signs, composition."""
    return unicodedata.normalize("NFKC", text).translate(_SELECTORS)


def folded(text: str) -> str:
    """Return the text with one kanji for each group of variants."""
    return same_letters(text).translate(VARIANTS)
