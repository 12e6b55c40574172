"""Words that rosters use, as data; compared by `spelling.word_key`, without kana and width."""

from kairanban.community.roster.rules.fields import Field

HEADINGS: dict[Field, str] = {
    Field.CODE: """
        世帯ID 世帯番号 世帯コード 会員番号 会員ID 会員コード 整理番号 管理番号 登録番号 ID コード code
        household_id
    """,
    Field.BLOCK: """
        班 班名 班番号 所属班 組 組名 組番号 組・班 班・組 隣組 隣組名 隣保 隣保班 ブロック ブロック名
        区 区名 地区 地区名 block
    """,
    Field.SETTLEMENT: "集落 集落名 部落 行政区 settlement",
    Field.ROUTE_ORDER: "回覧順 回覧順番 回覧順序 順番 順序 順路 順 回覧番号 まわす順 回す順 route_order",
    Field.SERIAL: "No № No. 番号 通番 通し番号 連番 項番 番 # 件数",
    Field.NAME: """
        氏名 世帯主 世帯主氏名 世帯主名 世帯主の氏名 世帯主のお名前 代表者 代表者名 代表者氏名 代表
        代表の方 お名前 名前 御名前 ご氏名 御氏名 会員名 会員氏名 契約者 戸主 戸主名 姓名 住民氏名
        居住者 name full_name
    """,
    Field.FAMILY_NAME: "姓 氏 名字 苗字 世帯主姓 姓（漢字） 氏名姓 family_name last_name",
    Field.GIVEN_NAME: "名 世帯主名前名 名（漢字） 氏名名 given_name first_name",
    Field.READING: """
        ふりがな フリガナ カナ かな よみ よみがな 読み 読み方 読み仮名 氏名カナ 氏名かな 氏名フリガナ
        名前カナ カナ氏名 世帯主カナ kana
    """,
    Field.FAMILY_READING: "せい セイ 姓カナ 姓かな 姓フリガナ 姓（カナ）",
    Field.GIVEN_READING: "めい メイ 名カナ 名かな 名フリガナ 名（カナ）",
    Field.LABEL: "屋号 呼び名 呼称 表札 通称 表札名 label",
    Field.POSTAL: "郵便番号 〒 郵便 郵便No zip postal postal_code zip_code",
    Field.ADDRESS: """
        住所 住所1 住所2 住所3 ご住所 御住所 現住所 所在地 番地 地番 番地等 丁目 町名 町丁目 町 字 大字
        小字 住居表示 都道府県 市区町村 市町村 号 address
    """,
    Field.BUILDING: "建物 建物名 マンション名 アパート名 マンション アパート 建物名等 方書 棟 building",
    Field.ROOM: "部屋 部屋番号 号室 室番号 部屋No room",
    Field.PHONE: """
        電話 電話番号 TEL TEL1 TEL2 でんわ 連絡先 自宅 固定 固定電話 自宅電話 電話1 電話2
        連絡先電話番号 phone
    """,
    Field.SECOND_PHONE: "携帯 携帯電話 携帯番号 携帯電話番号 ケータイ スマホ番号 mobile 連絡先2",
    Field.EMAIL: "メール メールアドレス アドレス Eメール E-mail mail email メアド",
    Field.LANGUAGE: "言語 使用言語 母語 ことば 言葉 使用する言語 language",
    Field.METHOD: """
        配布 配布方法 回覧方法 回覧の方法 回覧 受け取り 受け取り方法 受取 受取方法 受取り方 受け取り方
        届け方 方法 紙・電子 紙/デジタル method
    """,
    Field.MEMBERSHIP: "会員種別 会員区分 加入 加入状況 加入区分 会員 種別 区分 membership",
    Field.SIZE: "家族数 世帯数 世帯人数 世帯人員 人数 世帯員数 家族人数 人員 同居人数 構成人数 員数",
    Field.REMARK: """
        備考 備考欄 摘要 特記 特記事項 メモ その他 コメント 役 役職 役職名 役員 当番 remarks note notes
    """,
    Field.NEVER: """
        生年月日 誕生日 生年 年齢 性別 続柄 血液型 障害 障がい 障害の有無 介護 要介護 要介護度 要支援
        持病 健康状態 個人番号 マイナンバー 職業 本籍 国籍
    """,
    Field.IGNORED: """
        会費 会費納入 納入 徴収 口座 緊急連絡先 家族氏名 同居家族 同居者 同居人 世帯員 家族 配偶者
        勤務先 学校 犬 車 車両番号 入会日 入会年月日 転入日 領収印 印 確認印
    """,
}

# If no whole heading fits, the first part found decides; never-stored meanings come first.
PARTS: tuple[tuple[str, Field], ...] = (
    *(
        (part, Field.NEVER)
        for part in ["生年", "年齢", "性別", "続柄", "障害", "障がい", "介護", "マイナンバー", "健康"]
    ),
    *((part, Field.IGNORED) for part in ["緊急", "会費", "同居", "勤務", "口座", "家族の氏名", "家族氏名"]),
    *((part, Field.EMAIL) for part in ["メール", "Eメール", "mail"]),
    *((part, Field.POSTAL) for part in ["郵便", "〒"]),
    *((part, Field.SECOND_PHONE) for part in ["携帯", "ケータイ", "モバイル"]),
    *((part, Field.PHONE) for part in ["電話", "tel", "連絡先"]),
    *((part, Field.READING) for part in ["ふりがな", "よみ", "読み", "カナ", "仮名"]),
    *((part, Field.SIZE) for part in ["人数", "家族数", "人員"]),
    *((part, Field.CODE) for part in ["世帯ID", "世帯番号", "会員番号", "会員ID", "コード"]),
    *((part, Field.METHOD) for part in ["回覧方法", "回覧の方法", "配布", "受け取り", "受取", "届け方"]),
    *((part, Field.ROUTE_ORDER) for part in ["回覧順", "順番", "順路"]),
    *((part, Field.LABEL) for part in ["屋号", "表札", "呼び名"]),
    *((part, Field.ROOM) for part in ["号室", "部屋"]),
    *((part, Field.BUILDING) for part in ["建物", "マンション", "アパート"]),
    *((part, Field.ADDRESS) for part in ["住所", "番地", "所在地", "丁目"]),
    *((part, Field.NAME) for part in ["氏名", "世帯主", "お名前", "代表者", "会員名"]),
    *((part, Field.MEMBERSHIP) for part in ["会員種別", "会員区分", "加入"]),
    *((part, Field.LANGUAGE) for part in ["言語", "母語"]),
    *((part, Field.REMARK) for part in ["備考", "摘要", "特記"]),
    *((part, Field.SETTLEMENT) for part in ["集落", "行政区"]),
    *((part, Field.BLOCK) for part in ["隣組", "隣保", "ブロック", "所属班"]),
)

# If several columns could be the block, the earliest word is the smallest area.
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
    同上 駐車場 集会所 公民館 廃番
"""

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
ROLE_HEADINGS = "役職 役職名 役 役名 役員 職名 担当"
TERM_HEADINGS = "任期 在任期間 期間 任期期間 任期(自至)"
TERM_FROM_HEADINGS = "就任 就任日 任期開始 任期開始日 開始日 任期自 自 就任年月日"
TERM_UNTIL_HEADINGS = "退任 任期満了 任期終了 満了日 終了日 任期満了日 任期至 至 任期終了日"
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
