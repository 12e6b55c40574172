"""Headings and words of the association's own file, stored for exports."""

import json
from collections.abc import Sequence
from dataclasses import replace

from kairanban.community.roster.queries import uploads
from kairanban.community.roster.rules.choices import Use
from kairanban.community.roster.rules.columns import Column
from kairanban.community.roster.rules.fields import LEFT_IN_FILE, Field
from kairanban.community.roster.rules.frozen_json import from_plain, to_plain
from kairanban.community.roster.rules.plan import CurrentHousehold
from kairanban.community.roster.rules.understanding import Understanding
from kairanban.core.ids import PlaceId
from kairanban.db.tx import Tx

_LANGUAGES = {
    "ja": "日本語",
    "en": "英語",
    "zh": "中国語",
    "vi": "ベトナム語",
    "pt": "ポルトガル語",
    "ko": "韓国語",
}

_DEFAULT = (
    (Field.CODE, "世帯番号"),
    (Field.SETTLEMENT, "集落"),
    (Field.BLOCK, "班"),
    (Field.ROUTE_ORDER, "順番"),
    (Field.NAME, "世帯主"),
    (Field.READING, "ふりがな"),
    (Field.LABEL, "呼び名"),
    (Field.POSTAL, "郵便番号"),
    (Field.ADDRESS, "住所"),
    (Field.PHONE, "電話番号"),
    (Field.SECOND_PHONE, "携帯電話"),
    (Field.EMAIL, "メール"),
    (Field.LANGUAGE, "言語"),
    (Field.METHOD, "配布"),
    (Field.MEMBERSHIP, "会員種別"),
)

# Columns only some associations need; exported only with other values than these.
_WHERE_NEEDED = {Field.SETTLEMENT: "", Field.SECOND_PHONE: "", Field.MEMBERSHIP: "full"}


async def remember(tx: Tx, association: PlaceId, understanding: Understanding) -> None:
    """Store the columns of the households' sheet, without samples of cells."""
    for sheet in understanding.tables:
        if sheet.use is Use.HOUSEHOLDS and sheet.heading_lines:
            columns = [replace(column, samples=()) for column in sheet.columns]
            kept = [column for column in columns if column.means not in LEFT_IN_FILE]
            mapping = json.dumps(to_plain(kept))
            await tx.run(uploads.REMEMBER_HEADING, association=association, mapping=mapping)
            return


async def columns(tx: Tx, association: PlaceId, households: Sequence[CurrentHousehold]) -> list[Column]:
    """Return the columns of the association's own file, else Japanese default ones."""
    remembered = await tx.value(uploads.HEADING, association=association)
    if remembered is not None:
        return [from_plain(Column, plain) for plain in json.loads(remembered)]
    return [
        Column(index, heading, of, words=_LANGUAGES if of is Field.LANGUAGE else {})
        for index, (of, heading) in enumerate(_DEFAULT)
        if of not in _WHERE_NEEDED
        or any(household.value(of) not in (None, _WHERE_NEEDED[of]) for household in households)
    ]
