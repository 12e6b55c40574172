"""Words that rosters use, as data; compared by `spelling.word_key`, without kana and width."""

from kairanban.community.roster.rules.fields import Field

BLOCK_RANK = ("班", "組", "隣組", "隣保", "ブロック", "区", "地区")

LANGUAGES: dict[str, str] = {
    "ja": "ja jpn 日本語 日本 にほんご japanese",
    "ja-easy": "やさしい日本語 easy_japanese",
    "en": "en eng 英語 英 english",
    "zh": "zh zho chi cn zh-cn zh-hans 中国語 中国 中文 简体中文 簡体字 北京語 chinese",
    "vi": "vi vie vn ベトナム語 ベトナム 越南語 ヴェトナム語 tiếng việt vietnamese",
    "pt": "pt por br pt-br ポルトガル語 ブラジル ブラジル語 português portuguese",
    "ko": "ko kor kr 韓国語 韓国 朝鮮語 ハングル 한국어 korean",
    "id": "id ind インドネシア語 インドネシア indonesian",
    "ne": "ne nep ネパール語 ネパール nepali",
    "my": "my mya bur ミャンマー語 ミャンマー ビルマ語 burmese",
}

METHODS: dict[str, str] = {
    "digital": """
        digital app デジタル 電子 アプリ スマホ スマートフォン 携帯 タブレット メール パソコン ネット
        LINE オンライン 電子回覧 電子回覧板
    """,
    "paper": "paper 紙 紙回覧 紙の回覧板 回覧板 紙希望 紙のみ 紙で 手渡し 手配り 戸別配布 ポスト 印刷",
    "both": """
        both 両方 併用 紙とデジタル 紙と電子 紙とスマホ 紙・スマホ 紙+スマホ デジタルと紙 どちらも
        両方希望
    """,
}

# Ways that are none of ours: a person has to come or ring, as with paper.
METHODS_AS_PAPER = "電話 tel 訪問 口頭 掲示板"

MEMBERSHIPS: dict[str, str] = {
    "full": "full 会員 正会員 加入 加入済 加入済み 一般 ○ 〇 ◯ 有",
    "associate": "associate 準会員 准会員 賛助会員 特別会員",
    "none": "none 非会員 未加入 退会 脱会 ✕ × 無",
}

# Our values in Japanese if the file gives no spelling of its own.
SPELLINGS: dict[Field, dict[str, str]] = {
    Field.METHOD: {"digital": "デジタル", "paper": "紙", "both": "両方"},
    Field.MEMBERSHIP: {"full": "会員", "associate": "準会員", "none": "未加入"},
}

NOTHING = "なし 無し 無 ナシ 無い ない 該当なし 不明 未定 - -- --- ー ― なし。 n/a none 空欄 × ✕"
DITTO = "〃 々 同上 同じ 仝 ″ 〟"
NOT_NAMES = """
    空き家 空家 空き室 空室 空き 空 空地 空き地 欠番 欠員 欠 未定 不明 退会 転出 転居 なし 無し
    同上 駐車場 集会所 公民館 廃番 ? 未入居 入居者なし 無人 空店舗 空テナント 更地 解体 取壊し 取り壊し 管理人室 倉庫
"""
# What starts with one of these, or is one, is a house where nobody lives.
EMPTY_HOUSES = "空き家 空家 空き室 空室 空き 空 空店舗 空テナント 未入居 無人 入居者なし"

# Written in a column 続柄.
HEADS = """
    世帯主 本人 主 戸主 筆頭者 筆頭 代表 代表者 世帯主本人 世帯主（本人） 当主 主人 会員 契約者 head self
"""
# Grown up without saying so.
GROWN = """
    妻 夫 配偶者 内縁の妻 内縁の夫 未届の妻 未届の夫 父 母 義父 義母 養父 養母 祖父 祖母 曽祖父 曽祖母 妻の父 妻の母 夫の父
    夫の母 舅 姑 伯父 伯母 叔父 叔母 おじ おば 兄 姉 弟 妹 弟妹 子の妻 子の夫 長男の妻 長男妻 長男嫁 嫁 長女の夫 婿 次男の妻
    二男の妻 同居人 同居 縁故者 その他
"""
DESCENDANTS = """
    子 長男 長女 次男 次女 二男 二女 三男 三女 四男 四女 五男 五女 養子 養女 息子 娘 孫 曽孫 ひ孫 甥 姪 おい めい 子の子
    妻の子 夫の子 義子 長男の子 長女の子 家族
"""
MARKS = "○ 〇 ◯ ● ◎ レ ✓ ✔ ☑ 1 * ＊ 有 主 世帯主 はい"

TOTALS = "合計 小計 総計 計 総数 総合計 世帯数 総世帯数 合計世帯数 世帯数合計 total"

# Registers kept by the mayor (Disaster Countermeasures Basic Act, articles 49-10 and 49-11).
MAYORS_REGISTER = ("避難行動要支援者", "災害時要援護者", "要支援者名簿", "要援護者名簿")

ROLES: dict[str, str] = {
    "chair": "会長 区長 自治会長 町内会長 町会長 総代 集落長 部落長",
    "officer": """
        副会長 副区長 会計 会計係 書記 監事 監査 会計監査 会計監事 役員 理事 幹事 事務局 事務局長 庶務
        総務 総務部長 区長代理 会長代理 顧問 相談役 評議員 環境部長 防災部長 防犯部長 福祉部長 婦人部長
        体育部長 部長 副部長
    """,
    "block_leader": "班長 組長 隣組長 隣保長 ブロック長",
}
OFFICER_TITLES = ("役員", "三役", "執行部")

# Possible meanings of remarks; proposed, never applied unasked.
REMARKS: dict[str, str] = {
    "appointment:block_leader": "班長 組長 隣組長 今年度班長 本年度班長 R8班長",
    "appointment:chair": "会長 区長 自治会長 町内会長",
    "appointment:officer": "副会長 副区長 会計 書記 監事 監査 役員 理事",
    "method:paper": "紙希望 紙 紙で希望 紙を希望 紙のみ スマホなし 携帯なし",
    "method:digital": "デジタル希望 電子希望 スマホ希望 メール希望",
    "method:both": "両方希望 紙とスマホ両方",
    "membership:associate": "準会員 准会員 賛助会員",
    "membership:none": "未加入 非会員 退会",
    "leave_out": "空き家 空家 空き室 空室 転出 転居 転居済 退去 取り壊し 解体",
}
