"""Headings of rosters by what their column means; compared by `spelling.word_key`, without kana and width."""

from kairanban.community.roster.rules.fields import Field

HEADINGS: dict[Field, str] = {
    Field.CODE: """
        世帯ID 世帯番号 世帯コード 会員番号 会員ID 会員コード 整理番号 管理番号 登録番号 ID コード code
        household_id
    """,
    Field.BLOCK: """
        班 班名 班番号 所属班 組 組名 組番号 組・班 班・組 隣組 隣組名 隣保 隣保班 ブロック ブロック名
        区 区名 地区 地区名 block はん くみ 班No 班No. 組No 組No. 隣保班名 所属組
    """,
    Field.SETTLEMENT: "集落 集落名 部落 行政区 settlement",
    Field.ROUTE_ORDER: "回覧順 回覧順番 回覧順序 順番 順序 順路 順 回覧番号 まわす順 回す順 route_order",
    Field.SERIAL: "No № No. 番号 通番 通し番号 連番 項番 番 # 件数",
    Field.NAME: """
        氏名 世帯主 世帯主氏名 世帯主名 世帯主の氏名 世帯主のお名前 代表者 代表者名 代表者氏名 代表
        代表の方 お名前 名前 御名前 ご氏名 御氏名 会員名 会員氏名 契約者 戸主 戸主名 姓名 住民氏名
        居住者 name full_name しめい せたいぬし なまえ おなまえ だいひょうしゃ 世帯主・氏名
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
    Field.POSTAL: "郵便番号 〒 郵便 郵便No ゆうびんばんごう 自宅郵便番号 zip postal postal_code zip_code",
    Field.ADDRESS: """
        住所 住所1 住所2 住所3 ご住所 御住所 現住所 所在地 番地 地番 番地等 丁目 町名 町丁目 町 字 大字
        小字 住居表示 都道府県 市区町村 市町村 号 address じゅうしょ ばんち 自宅住所 自宅住所1 自宅住所2 家の番号
    """,
    Field.BUILDING: "建物 建物名 マンション名 アパート名 マンション アパート 建物名等 方書 棟 building",
    Field.ROOM: "部屋 部屋番号 号室 室番号 部屋No room",
    Field.PHONE: """
        電話 電話番号 でんわばんごう TEL TEL1 TEL2 でんわ 連絡先 自宅 固定 固定電話 自宅電話 電話1 電話2
        連絡先電話番号 phone
    """,
    Field.SECOND_PHONE: "携帯 携帯電話 携帯番号 携帯電話番号 ケータイ けいたい けいたいでんわ スマホ番号 mobile 連絡先2",
    Field.EMAIL: "メール メールアドレス めーる めーるあどれす アドレス Eメール E-mail mail email メアド",
    Field.LANGUAGE: "言語 使用言語 母語 ことば 言葉 使用する言語 language",
    Field.METHOD: """
        配布 配布方法 回覧方法 回覧の方法 回覧 受け取り 受け取り方法 受取 受取方法 受取り方 受け取り方
        届け方 方法 紙・電子 紙/デジタル method
    """,
    Field.MEMBERSHIP: "会員種別 会員区分 加入 加入状況 加入区分 会員 種別 区分 membership",
    Field.SIZE: "家族数 世帯数 世帯人数 世帯人員 人数 世帯員数 家族人数 人員 同居人数 構成人数 員数",
    Field.REMARK: """
        備考 備考欄 びこう 摘要 特記 特記事項 メモ その他 コメント 役 役職 役職名 役員 当番 remarks note notes
    """,
    Field.NEVER: """
        性別 血液型 障害 障がい 障害の有無 介護 要介護 要介護度 要支援
        持病 健康状態 個人番号 マイナンバー 職業 本籍 国籍
    """,
    Field.RELATION: "続柄 続き柄 続柄コード 世帯主との続柄 続柄（世帯主から） 関係 つづきがら ぞくがら relation",
    Field.AGE: "年齢 満年齢 歳 年令 ねんれい age",
    Field.BIRTH: "生年月日 誕生日 生年 生年月 せいねんがっぴ birthday birth",
    Field.IGNORED: """
        会費 会費納入 納入 徴収 口座 緊急連絡先
        勤務先 学校 犬 車 車両番号 入会日 入会年月日 転入日 領収印 印 確認印 敬称
    """,
    Field.MEMBERS: """
        家族 家族名 家族氏名 家族の氏名 家族の名前 家族構成 同居家族 同居家族氏名 同居者 同居者氏名 同居人 世帯員 世帯員氏名
        配偶者 配偶者氏名 連名 家族欄 構成員 かぞく
    """,
}

# If no whole heading fits, the first part found decides; never-stored meanings come first.
PARTS: tuple[tuple[str, Field], ...] = (
    *((part, Field.NEVER) for part in ["性別", "障害", "障がい", "介護", "マイナンバー", "健康"]),
    *((part, Field.BIRTH) for part in ["生年", "誕生"]),
    ("年齢", Field.AGE),
    ("続柄", Field.RELATION),
    *((part, Field.IGNORED) for part in ["緊急", "会費", "勤務", "口座"]),
    *((part, Field.MEMBERS) for part in ["同居", "家族の氏名", "家族氏名", "世帯員氏名"]),
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

# Of a list of officers.
ROLE_HEADINGS = "役職 役職名 役 役名 役員 職名 担当"
TERM_HEADINGS = "任期 在任期間 期間 任期期間 任期(自至)"
TERM_FROM_HEADINGS = "就任 就任日 任期開始 任期開始日 開始日 任期自 自 就任年月日"
TERM_UNTIL_HEADINGS = "退任 任期満了 任期終了 満了日 終了日 任期満了日 任期至 至 任期終了日"
