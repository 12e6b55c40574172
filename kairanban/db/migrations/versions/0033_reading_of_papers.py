"""How the words of a paper were read, and circulars found by the usual kanji of a name"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

AT_ONCE = 500
# A copy of the rule of that day; the migration must not follow later changes.
USUAL = str.maketrans(
    "髙﨑嵜碕邊邉齋齊斉澤濱濵廣國眞嶋嶌桒栁桺𠮷冨槗舘瀨德惠榮櫻龍瀧藏條實寳寶豐渕渊曾會學縣區驛橫黑增靑淸槇莊聰穗彌壽圓鐵佛來"
    "步每頴檜峯嶽埜舩籔藪鄕鄉祿禮萬當應號萠濤淺吳內戶戾兔凉劍團將專對屬嚴廳擴攝數斷晝晉曉樂樣樓歸氣滿澁濟燈爲獨畫盡祕稻"
    "絲緣總繪續聲與舊處蠶衞覺觀譽讓讚辨辯遙邨醫釋錢關隱雙雜靈顯飮驗髮鷄鹽麥默齡龜",
    "高崎崎崎辺辺斎斎斎沢浜浜広国真島島桑柳柳吉富橋館瀬徳恵栄桜竜滝蔵条実宝宝豊淵淵曽会学県区駅横黒増青清槙荘聡穂弥寿円鉄仏来"
    "歩毎穎桧峰岳野船薮薮郷郷禄礼万当応号萌涛浅呉内戸戻兎涼剣団将専対属厳庁拡摂数断昼晋暁楽様楼帰気満渋済灯為独画尽秘稲"
    "糸縁総絵続声与旧処蚕衛覚観誉譲讃弁弁遥村医釈銭関隠双雑霊顕飲験髪鶏塩麦黙齢亀",
)
UNSEEN = dict.fromkeys(
    (*range(0xFE00, 0xFE10), *range(0x200B, 0x200E), 0x2060, 0xFEFF, *range(0xE0100, 0xE01F0)), ""
)


def upgrade() -> None:
    op.add_column("attachment", sa.Column("reading", sa.Text(), server_default="", nullable=False))
    op.add_column("attachment", sa.Column("about", sa.Text(), server_default="", nullable=False))
    _fold_search()


def _fold_search() -> None:
    connection = op.get_bind()
    edition = sa.table("edition", *map(sa.column, ("circular", "number", "language", "search")))
    key = (edition.c.circular, edition.c.number, edition.c.language)
    fill = (
        edition.update()
        .where(*(column == sa.bindparam(f"of_{column.name}") for column in key))
        .values(search=sa.bindparam("folded"))
    )
    last = connection.execute(sa.select(sa.func.max(edition.c.circular))).scalar() or 0
    for start in range(1, last + 1, AT_ONCE):
        here = edition.c.circular.between(start, start + AT_ONCE - 1)
        rows = connection.execute(sa.select(*key, edition.c.search).where(here)).all()
        filled = [
            {"of_circular": row[0], "of_number": row[1], "of_language": row[2], "folded": folded}
            for row in rows
            if (folded := row[3].translate(USUAL | UNSEEN)) != row[3]
        ]
        if filled:
            connection.execute(fill, filled)
