"""Settings stored in the database, shared by all its processes."""

from sqlalchemy import bindparam, select

from kairanban.db.migrate import engine_for
from kairanban.db.statements import Statement
from kairanban.db.tables.ledger import setting
from kairanban.db.tx import Tx

OPERATOR_NAME, OPERATOR_PHONE = "operator_name", "operator_phone"

_GET = Statement(select(setting.c.value).where(setting.c.name == bindparam("name")))

_SET = Statement(
    lambda insert: (
        insert(setting)
        .values(name=bindparam("name"), value=bindparam("value"))
        .on_conflict_do_update(index_elements=[setting.c.name], set_={"value": bindparam("value")})
    )
)

_SET_IF_ABSENT = Statement(
    lambda insert: (
        insert(setting).values(name=bindparam("name"), value=bindparam("value")).on_conflict_do_nothing()
    )
)


async def get_setting(tx: Tx, name: str) -> str | None:
    found: str | None = await tx.value(_GET, name=name)
    return found


async def set_setting(tx: Tx, name: str, value: str) -> None:
    await tx.run(_SET, name=name, value=value)


async def set_if_absent(tx: Tx, name: str, value: str) -> None:
    """Set a value unless there is one."""
    await tx.run(_SET_IF_ABSENT, name=name, value=value)


async def is_demo(tx: Tx) -> bool:
    """Tell whether this is a demo town, where links sign anybody in."""
    return await get_setting(tx, "demo") == "yes"


async def operator(tx: Tx) -> tuple[str, str]:
    """Return name and telephone number of the operator as `kairanban init` stored them, "" where it did not."""
    return await get_setting(tx, OPERATOR_NAME) or "", await get_setting(tx, OPERATOR_PHONE) or ""


async def set_operator(tx: Tx, name: str, phone: str) -> None:
    """Store the operator's contact; empty values store nothing."""
    for setting_name, value in ((OPERATOR_NAME, name.strip()), (OPERATOR_PHONE, phone.strip())):
        if value:
            await set_setting(tx, setting_name, value)


def read_directly(url: str, *names: str) -> dict[str, str]:
    """Read settings without opening the database for the application; missing names are omitted."""
    with engine_for(url, begin="BEGIN").connect() as connection:
        found = connection.execute(select(setting.c.name, setting.c.value).where(setting.c.name.in_(names)))
        return {name: value for name, value in found}
