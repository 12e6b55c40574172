"""Drafts of reports of breaches."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, or_, select

from kairanban.access.scope import places_for
from kairanban.core.ids import PlaceId
from kairanban.core.tasks import Task
from kairanban.db.statements import NOW, Query, Statement, inserting
from kairanban.db.tables.places import place
from kairanban.db.tables.rights import breach


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as it is stored; `cases` with commas between."""

    id: int
    association: PlaceId
    association_name: str
    cases: str
    discovered: int
    summary: str
    items: str
    people: int | None
    cause: str
    secondary: str
    response: str
    publication: str
    prevention: str
    other: str
    changed: int
    first_reported: int | None
    final_reported: int | None

    @property
    def texts(self) -> dict[str, str]:
        """Return what the form asks for in words."""
        return {
            "summary": self.summary,
            "items": self.items,
            "cause": self.cause,
            "secondary": self.secondary,
            "response": self.response,
            "publication": self.publication,
            "prevention": self.prevention,
            "other": self.other,
        }


@dataclass(frozen=True, slots=True)
class Association:
    id: PlaceId
    name: str


# What a form changes.
CHANGED = (
    "cases", "discovered", "summary", "items", "people", "cause", "secondary", "response", "publication", "prevention",
    "other", "first_reported", "final_reported",
)  # fmt: skip

_association = bindparam("of_association", type_=BigInteger)
_breach = bindparam("breach", type_=BigInteger)
_drafts = select(
    breach.c.id, breach.c.association, place.c.name.label("association_name"), breach.c.changed,
    *(breach.c[name] for name in CHANGED),
).select_from(breach.join(place, place.c.id == breach.c.association))  # fmt: skip

OF_ASSOCIATION = Query(
    _drafts.where(breach.c.association == _association).order_by(breach.c.discovered.desc(), breach.c.id.desc()), Draft
)  # fmt: skip
FIND = Query(_drafts.where(breach.c.association == _association, breach.c.id == _breach), Draft)

ASSOCIATIONS = Query(
    select(place.c.id, place.c.name)
    .where(
        place.c.kind == "association",
        or_(place.c.id.in_(places_for(Task.KEEP_RECORDS)), place.c.id.in_(places_for(Task.OPERATE))),
    )
    .order_by(place.c.sort, place.c.id),
    Association,
)

BEGIN = inserting(breach, "association", "discovered", "press", "made", "changed", "written_by")
SAME_PRESS = Statement(
    select(breach.c.id).where(
        breach.c.association == _association, breach.c.press == bindparam("press", type_=breach.c.press.type)
    )
)
SAVE = Statement(
    breach.update()
    .where(breach.c.id == _breach, breach.c.association == _association)
    .values(changed=NOW, **{name: bindparam(name, type_=breach.c[name].type) for name in CHANGED})
)
REMOVE = Statement(breach.delete().where(breach.c.id == _breach, breach.c.association == _association))
