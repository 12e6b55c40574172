"""An association's own circular templates."""

import json
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from kairanban.circulation.circular_templates.rules.slots import CircularTemplate, slots_of
from kairanban.circulation.circulars.rules.texts import Texts
from kairanban.core.ids import PlaceId
from kairanban.db.statements import Query, Statement, inserting
from kairanban.db.tables.circular_templates import own_pattern
from kairanban.i18n.languages import DEFAULT


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    id: int
    association: PlaceId
    name: str
    category: str
    reply_kind: str
    importance: str
    kept: str

    def texts_in(self, language: str) -> Texts:
        """Return the stored texts of a language."""
        return Texts(**json.loads(self.kept).get(language, {}))

    def template(self) -> CircularTemplate:
        """Return the template to fill; only versions with the same slots as the original."""
        texts = {language: Texts(**found) for language, found in json.loads(self.kept).items()}
        wanted = slots_of(texts[DEFAULT])
        same = {language: found for language, found in texts.items() if slots_of(found) == wanted}
        return CircularTemplate(self.name, same, self.category, self.reply_kind, self.importance)


_COLUMNS = (
    own_pattern.c.id,
    own_pattern.c.association,
    own_pattern.c.name,
    own_pattern.c.category,
    own_pattern.c.reply_kind,
    own_pattern.c.importance,
    own_pattern.c.texts.label("kept"),
)

ALL = Query(
    select(*_COLUMNS)
    .where(own_pattern.c.association == bindparam("association"))
    .order_by(own_pattern.c.name, own_pattern.c.id),
    OwnTemplate,
)

ONE = Query(
    select(*_COLUMNS).where(
        own_pattern.c.id == bindparam("template"), own_pattern.c.association == bindparam("association")
    ),
    OwnTemplate,
)

ADD = inserting(
    own_pattern,
    "association", "name", "category", "reply_kind", "importance", "texts", "made", "made_by",
)  # fmt: skip

CHANGE = Statement(
    own_pattern.update()
    .where(
        own_pattern.c.id == bindparam("template"), own_pattern.c.association == bindparam("of_association")
    )
    .values(name=bindparam("new_name"), texts=bindparam("new_texts"))
)

REMOVE = Statement(
    own_pattern.delete().where(
        own_pattern.c.id == bindparam("template"), own_pattern.c.association == bindparam("of_association")
    )
)
