"""The households of the demo; the same in every run."""

from dataclasses import dataclass, replace
from random import Random

from kairanban.operations.demo import names
from kairanban.operations.demo.names import pairs

SUBURB, MOUNTAIN, BUILDING = "みどりヶ丘自治会", "上ノ沢区", "メゾンみどり"
ELDERS, CHILDREN, WATER = "老人会「みどり会」", "子ども会", "水利組合"
GROUPS = (ELDERS, CHILDREN, WATER)
RESIDENT = "M-027"

DEVICES = ("ipad", "iphone", "android_tablet", "android", "android", "computer")


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    reading: str


@dataclass(frozen=True, slots=True)
class House:
    """A household to create. `code` is its number in the association's roster."""

    code: str
    association: str
    place: str
    order: int
    label: str
    address: str
    members: tuple[Member, ...]
    phone: str = ""
    language: str = "ja"
    method: str = "both"
    standing: str = "full"
    hidden: bool = False
    device: str = ""
    groups: tuple[str, ...] = ()


# Households that examples and texts refer to; the others are random.
SPECIAL: dict[str, dict[str, object]] = {
    "M-001": {"members": (Member("山田 美代子", "やまだ みよこ"), Member("山田 博", "やまだ ひろし"))},
    "M-002": {"members": (Member("伊藤 隆", "いとう たかし"), Member("伊藤 良子", "いとう よしこ"))},
    "M-014": {"members": (Member("木村 実", "きむら みのる"), Member("木村 香織", "きむら かおり"))},
    "M-026": {"members": (Member("阿部 和子", "あべ かずこ"), Member("阿部 勇", "あべ いさむ"))},
    RESIDENT: {
        "members": (
            Member("佐藤 花子", "さとう はなこ"),
            Member("佐藤 茂", "さとう しげる"),
            Member("佐藤 結衣", "さとう ゆい"),
        ),
        "method": "digital",
        "device": "ipad",
        "groups": (ELDERS,),
    },
    "M-028": {
        "label": "松本（角）",
        "members": (Member("松本 正", "まつもと ただし"),),
        "method": "paper",
        "device": "",
    },
    "M-031": {
        "label": "松本（二階建て）",
        "members": (Member("松本 正", "まつもと ただし"), Member("松本 愛", "まつもと あい")),
        "method": "digital",
        "device": "android",
    },
    "M-034": {"hidden": True, "method": "paper", "device": ""},
    "M-058": {"members": (Member("岡田 健一", "おかだ けんいち"), Member("岡田 由美", "おかだ ゆみ"))},
    "M-060": {"groups": (CHILDREN,)},
    "M-096": {"label": "くまがい薬局", "standing": "associate"},
    "M-099": {"method": "digital", "device": "android"},
    "M-109": {"standing": "none", "method": "paper", "device": ""},
    "K-01": {"members": (Member("小野 勝", "おの まさる"), Member("小野 ハル", "おの はる"))},
    "K-13": {"members": (Member("及川 進", "おいかわ すすむ"), Member("及川 幸子", "おいかわ さちこ"))},
}


def households() -> list[House]:
    """Return about 160 households; the same at every call."""
    rng = Random(8321)
    found = [*_suburb(rng), *_apartment(rng), *_mountain(rng)]
    return [replace(house, **SPECIAL.get(house.code, {})) for house in found]  # type: ignore[arg-type]


def _suburb(rng: Random) -> list[House]:
    found: list[House] = []
    for street, (block, family_names) in enumerate(names.SUBURB.items(), 1):
        for order, (name, reading) in enumerate(pairs(family_names), 1):
            number = len(found) + 1
            members, young = _family(rng, name, reading, older=0.55)
            method, device = _way(rng, digital=0.75 if young else 0.5, paper=0.05 if young else 0.22)
            groups = (CHILDREN,) if young and len(members) > 2 else (ELDERS,) * (rng.random() < 0.3)
            address = (
                f"若葉市みどりヶ丘{(street + 1) // 2}丁目{order + 13 * (street % 2)}-{rng.randint(1, 9)}"
            )
            found.append(
                House(
                    code=f"M-{number:03}", association=SUBURB, place=block, order=order, label=name,
                    address=address, members=members, phone=f"022-000-1{number:03}",
                    method=method, device=device, groups=groups,
                )
            )  # fmt: skip
    return found


def _apartment(rng: Random) -> list[House]:
    found = []
    for order, (room, name, reading, language) in enumerate(names.APARTMENT, 1):
        method, device = _way(rng, digital=0.85, paper=0.05)
        short = name.split(" ")[0].split("・")[0]
        found.append(
            House(
                code=f"M-{98 + order:03}", association=SUBURB, place=BUILDING, order=order,
                label=f"{room} {short}", address=f"若葉市みどりヶ丘4丁目20-1 メゾンみどり{room}",
                members=(Member(name, reading),), language=language, method=method, device=device,
            )
        )  # fmt: skip
    return found


def _mountain(rng: Random) -> list[House]:
    found: list[House] = []
    for settlement, houses in names.MOUNTAIN.items():
        for order, (label, name, reading) in enumerate(pairs(houses), 1):
            number = len(found) + 1
            members, young = _family(rng, name, reading, older=0.8)
            method, device = _way(rng, digital=0.7 if young else 0.34, paper=0.1 if young else 0.32)
            found.append(
                House(
                    code=f"K-{number:02}", association=MOUNTAIN, place=settlement, order=order, label=label,
                    address=f"若葉市上ノ沢字{settlement}{number * 3 + order}", members=members,
                    phone=f"022-000-2{number:03}", method=method, device=device,
                    groups=(WATER,) * (rng.random() < 0.45),
                )
            )  # fmt: skip
    return found


def _family(rng: Random, name: str, reading: str, older: float) -> tuple[tuple[Member, ...], bool]:
    """Return the members, representative first, and whether the family is young."""
    young = rng.random() > older
    men, women = (names.YOUNGER_MEN, names.YOUNGER_WOMEN) if young else (names.OLDER_MEN, names.OLDER_WOMEN)
    two = [rng.choice(pairs(men)), rng.choice(pairs(women))]
    if rng.random() < 0.4:
        two.reverse()
    given = two[: 1 if rng.random() < (0.15 if young else 0.35) else 2]
    if young and len(given) == 2:
        given += rng.sample(pairs(names.CHILDREN), rng.randint(0, 3))
    return tuple(Member(f"{name} {one[0]}", f"{reading} {one[1]}") for one in given), young


def _way(rng: Random, digital: float, paper: float) -> tuple[str, str]:
    """Return method and device kind; a few digital households have not set up a device."""
    lot = rng.random()
    if lot < paper:
        return "paper", ""
    method = "digital" if lot < paper + digital * (1 - paper) else "both"
    return method, rng.choice(DEVICES) if rng.random() < (0.93 if method == "digital" else 0.6) else ""
