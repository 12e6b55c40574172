"""Model wording of an obituary (訃報) from the family's choices; the author may change every word of it."""

from dataclasses import dataclass

from kairanban.circulation.circulars.rules.texts import FACT_MOST, GIST_MOST, TITLE_MOST, Texts
from kairanban.i18n.dates import day, moment
from kairanban.i18n.languages import DEFAULT

# What a family declines, in the order of the form.
DECLINES = {"money": "お香典", "flowers": "お供えの花や品", "visits": "ご弔問"}


@dataclass(frozen=True, slots=True)
class Family:
    """The family's choices; what it did not mention is empty."""

    name: str
    age: int | None = None
    block: str = ""
    died: int | None = None
    wake: int | None = None
    funeral: int | None = None
    place: str = ""
    mourner: str = ""
    family_only: bool = False
    declines: tuple[str, ...] = ()


def worded(family: Family, *, ask: str = "", phone: str = "") -> Texts:
    """Return the texts in Japanese, without praise: what happened, when, where, and what is asked."""
    return Texts(
        title=f"訃報　{family.name}様"[:TITLE_MOST],
        gist=_gist(family)[:GIST_MOST],
        facts_when="" if family.family_only else _when(family)[:FACT_MOST],
        facts_where="" if family.family_only else family.place,
        facts_ask=ask,
        facts_phone=phone,
        body="\n\n".join(_paragraphs(family)),
    )


def _gist(family: Family) -> str:
    of = f"{family.block}の" if family.block else ""
    age = f"（{family.age}歳）" if family.age is not None else ""
    when = f"{day(DEFAULT, family.died)}に" if family.died is not None else ""
    return f"{of}{family.name}様{age}が、{when}お亡くなりになりました。"


def _when(family: Family) -> str:
    held = (("通夜", family.wake), ("告別式", family.funeral))
    return "　".join(f"{name} {moment(DEFAULT, at)}" for name, at in held if at is not None)


def _paragraphs(family: Family) -> list[str]:
    said = ["つつしんでお知らせいたします。"]
    if family.family_only:
        said.append("ご葬儀は、ご家族で行われます。ご参列は、ご遠慮ください。")
    if declined := [DECLINES[one] for one in DECLINES if one in family.declines]:
        said.append(f"{'、'.join(declined)}は、ご辞退なさるとのことです。")
    if family.mourner:
        said.append(f"喪主は、{family.mourner}様です。")
    return said
