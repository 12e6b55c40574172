"""A sub-query in a condition reads its tables under names of its own.

A table named twice, outside and inside, is either a forgotten correlation (the inner one then ranges over all rows:
a building's contact once read every association's papers) or luck. SQLAlchemy correlates by itself only with the
next query outside.
"""

import re
from collections.abc import Iterator

import sqlglot
from sqlalchemy import exists, select
from sqlglot import exp

from kairanban.db.statements import Statement
from kairanban.db.tables.circulars import audience, circular
from kairanban.db.tables.places import place
from tests.db.test_every_statement import statements


def names_twice(statement: Statement) -> set[str]:
    """Return the names a sub-query of a condition reads that a query around it reads too."""
    # A parameter may be called like a keyword.
    tree = sqlglot.parse_one(re.sub(r":\w+", "?", statement.text("sqlite")), dialect="sqlite")
    return {
        name
        for query in tree.find_all(exp.Select)
        for outer in _around(query)
        for name in _reads(query) & _reads(outer)
    }


def _around(query: exp.Expr) -> Iterator[exp.Expr]:
    """Yield the statements around a sub-query, up to one that sees nothing outside: a derived table, a CTE."""
    while query.parent is not None:
        derived = isinstance(query, exp.Subquery) and isinstance(query.parent, (exp.From, exp.Join))
        if derived or isinstance(query, exp.CTE):
            return
        query = query.parent
        if isinstance(query, (exp.Select, exp.Update, exp.Delete)):
            yield query


def _reads(query: exp.Expr) -> set[str]:
    """Return the names of the tables in its FROM, without those of sub-queries."""
    if isinstance(query, (exp.Update, exp.Delete)):
        return {query.this.alias_or_name}
    sources = [query.args.get("from_"), *query.args.get("joins", ())]
    return {
        table.alias_or_name
        for source in sources
        if source is not None
        for table in source.find_all(exp.Table)
        if table.find_ancestor(exp.Select) is query
    }


def test_a_forgotten_correlation_is_found() -> None:
    chosen = exists(select(1).select_from(audience).where(audience.c.circular == circular.c.id))
    nested = exists(select(1).where(place.c.kind == "building", chosen))
    assert names_twice(Statement(select(circular.c.id).where(nested))) == {"circular"}
    assert names_twice(Statement(select(circular.c.id).where(chosen))) == set()


def test_sub_queries_read_under_names_of_their_own() -> None:
    found = {name: names_twice(statement) for name, statement in statements()}
    assert len(found) > 50
    assert {name: names for name, names in found.items() if names} == {}
