"""Kanji that people write in more than one way, most of them in names: 髙﨑 is found by 高崎 and the other way round."""

import unicodedata

# What was written, and the usual kanji for it.
_PAIRS = (
    "髙高 﨑崎 嵜崎 碕崎 邊辺 邉辺 齋斎 齊斎 斉斎 澤沢 濱浜 濵浜 廣広 國国 眞真 嶋島 嶌島 桒桑 栁柳 桺柳 𠮷吉 冨富 槗橋 舘館 瀨瀬 德徳 惠恵 榮栄 櫻桜 "
    "龍竜 瀧滝 藏蔵 條条 實実 寳宝 寶宝 豐豊 渕淵 渊淵 曾曽 會会 學学 縣県 區区 驛駅 橫横 黑黒 增増 靑青 淸清 槇槙 莊荘 聰聡 穗穂 彌弥 壽寿 圓円 鐵鉄 佛仏 來来 "
    "步歩 每毎 頴穎 檜桧 峯峰 嶽岳 埜野 舩船 籔薮 藪薮 鄕郷 鄉郷 祿禄 禮礼 萬万 當当 應応 號号 萠萌 濤涛 淺浅 吳呉 內内 戶戸 戾戻 兔兎 凉涼 劍剣 團団 將将 "
    "專専 對対 屬属 嚴厳 廳庁 擴拡 攝摂 數数 斷断 晝昼 晉晋 曉暁 樂楽 樣様 樓楼 歸帰 氣気 滿満 澁渋 濟済 燈灯 爲為 獨独 畫画 盡尽 祕秘 稻稲 "
    "絲糸 緣縁 總総 繪絵 續続 聲声 與与 舊旧 處処 蠶蚕 衞衛 覺覚 觀観 譽誉 讓譲 讚讃 辨弁 辯弁 遙遥 邨村 醫医 釋釈 錢銭 關関 隱隠 雙双 雜雑 靈霊 顯顕 飮飲 驗験 "
    "髮髪 鷄鶏 鹽塩 麥麦 默黙 齡齢 龜亀"
)
# Signs without a width, and those that choose between two shapes of one kanji.
_UNSEEN = (*range(0xFE00, 0xFE10), *range(0x200B, 0x200E), 0x2060, 0xFEFF, *range(0xE0100, 0xE01F0))
_USUAL = {ord(pair[0]): pair[1] for pair in _PAIRS.split()} | dict.fromkeys(_UNSEEN, "")


_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
# みどりヶ丘 is as often written みどりケ丘.
_TO_HIRAGANA |= {ord("ヵ"): ord("か"), ord("ヶ"): ord("け"), ord("ゕ"): ord("か"), ord("ゖ"): ord("け")}


def folded(text: str, most: int = 4_000) -> str:
    """Return the text for comparison: NFKC, usual kanji, hiragana, lower case, single spaces; cut to `most` signs."""
    # One sign can become eighteen; what people write hardly grows.
    grown = unicodedata.normalize("NFKC", text)[:most]
    return " ".join(usual(grown).lower().translate(_TO_HIRAGANA).split())


def usual(text: str) -> str:
    """Return the text in the usual kanji, without signs that cannot be seen; for comparison only."""
    return text.translate(_USUAL)
