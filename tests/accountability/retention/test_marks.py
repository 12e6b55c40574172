"""Every personal column names its term, and the one rule of that term reaches it."""

from collections import Counter

import pytest
from sqlalchemy import Column, Table

from kairanban.accountability.retention.queries.steps import Rule
from kairanban.accountability.retention.queries.table import RULES
from kairanban.db.statements import Statement
from kairanban.db.tables import Of, metadata
from kairanban.db.tables.columns import table, text
from kairanban.db.tables.terms import CALLS, TERMS, Term
from tests.db.test_correlation import names_twice

PERSONAL = [
    column
    for one in metadata.sorted_tables
    for column in one.columns
    if column.info["personal"] is not Of.NOBODY
]
RULE = {rule.term: rule for rule in RULES}


def deleted(rule: Rule) -> set[Table]:
    """Return the tables whose rows the rule deletes, with those that hang on them."""
    found = {step.table for step in rule.steps if step.then is None}
    while True:
        more = {
            one
            for one in metadata.sorted_tables
            for key in one.foreign_keys
            if key.ondelete == "CASCADE" and key.column.table in found
        } - found
        if not more:
            return found
        found |= more


def reaches(rule: Rule, column: Column[object]) -> bool:
    """Tell whether the rule deletes the column's row, empties it, or deletes what it refers to."""
    gone = deleted(rule)
    emptied = any(step.table is column.table and column.name in (step.then or {}) for step in rule.steps)
    set_null = any(key.ondelete == "SET NULL" and key.column.table in gone for key in column.foreign_keys)
    return column.table in gone or emptied or set_null


def test_a_personal_column_without_a_term_fails_at_import() -> None:
    with pytest.raises(TypeError, match=r"unkept\.name has no term"):
        table("unkept", text("name", of=Of.PERSON))
    assert "unkept" not in metadata.tables


def test_a_term_has_days_or_a_reason() -> None:
    with pytest.raises(TypeError):
        Term("forever", None, "")


def test_every_term_has_exactly_one_rule() -> None:
    assert Counter(rule.term for rule in RULES) == Counter(TERMS)
    assert len({term.name for term in TERMS}) == len(TERMS)


@pytest.mark.parametrize("column", PERSONAL, ids=str)
def test_the_rule_of_its_term_reaches_every_personal_column(column: Column[object]) -> None:
    term = column.info["kept"]
    assert term in TERMS
    if term.days is None:
        assert term.why
        assert not RULE[term].steps
    else:
        assert reaches(RULE[term], column)


def test_a_column_that_no_rule_reaches_is_found() -> None:
    assert not reaches(RULE[CALLS], metadata.tables["visit"].c.note)
    assert not reaches(Rule(CALLS), metadata.tables["call"].c.phone)


def test_every_term_is_that_of_a_column() -> None:
    assert {column.info["kept"] for column in PERSONAL} == set(TERMS)


def test_sub_queries_of_the_rules_read_under_names_of_their_own() -> None:
    statements = [
        statement
        for rule in RULES
        for step in rule.steps
        for statement in (step.waiting, step.perform, step.facts)
        if isinstance(statement, Statement)
    ]
    assert len(statements) > 50
    assert [names_twice(one) for one in statements if names_twice(one)] == []
