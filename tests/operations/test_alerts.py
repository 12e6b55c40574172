"""The rules for Prometheus: of figures that /metrics really has, and told in docs/operating.md."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from kairanban.desks.monitoring import reading
from kairanban.measures import instruments
from kairanban.measures.exposition import PROCESS_UP
from tests.serving import ROOT

PROMETHEUS = ROOT / "packaging/prometheus"
# Of Prometheus itself.
ITS_OWN = {"up"}


def _read(name: str) -> Any:
    return yaml.safe_load((PROMETHEUS / name).read_text())


def _rules() -> list[dict[str, Any]]:
    return [rule for group in _read("kairanban.rules.yml")["groups"] for rule in group["rules"]]


def _known() -> set[str]:
    """Return every name that /metrics may write."""
    figures = {f"kairanban_{one.name}" for one in vars(reading).values() if isinstance(one, reading._Name)}
    instruments.start()
    try:
        families = instruments.families()
    finally:
        instruments.stop()
    ends = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"], "gauge": [""]}
    return figures | {PROCESS_UP} | {name + end for name, kind, *_ in families for end in ends[kind]}


def _named(expression: str) -> set[str]:
    return set(re.findall(r"\b(?:kairanban|process)_\w+|\bup\b", expression)) - ITS_OWN


@pytest.mark.parametrize("rule", _rules(), ids=lambda rule: rule["alert"])
def test_a_rule_is_of_figures_that_there_are(rule: dict[str, Any]) -> None:
    assert _named(rule["expr"]) - _known() == set()
    assert _named(rule["expr"]) or "up{" in rule["expr"]
    assert rule["labels"]["severity"] in ("wake", "day")
    assert rule["annotations"]["summary"].endswith(".")


def test_a_name_that_is_not_there_is_found() -> None:
    assert _named(
        "rate(kairanban_nothing_total[5m]) > 1 or process_resident_memory_bytes > 1"
    ) - _known() == {"kairanban_nothing_total"}


def test_the_guide_names_figures_and_events_that_there_are() -> None:
    guide = (ROOT / "docs/operating.md").read_text()
    table = guide[guide.index("## Watching") : guide.index("## When something is wrong")]
    assert set(re.findall(r"`(kairanban_\w+)", table)) - _known() - {"kairanban_request_seconds"} == set()
    named = {name for rule in _rules() for name in _named(rule["expr"])}
    assert {name for name in named if name.removesuffix("_bucket") not in table} == set()
    source = "".join(path.read_text() for path in Path(ROOT / "kairanban").rglob("*.py"))
    for event in set(re.findall(r"`(\w+_(?:failed|taken|died|silent|forgotten|caught))`", table)):
        assert f'"{event}"' in source, event


def test_the_configuration_sends_the_word_to_the_server() -> None:
    [job] = _read("prometheus.yml")["scrape_configs"]
    assert _read("prometheus.yml")["rule_files"] == ["kairanban.rules.yml"]
    assert job["authorization"]["credentials_file"]
    assert job["static_configs"] == [{"targets": ["localhost:8321"]}]
