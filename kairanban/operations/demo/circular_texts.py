"""Read the circulars of a year from the TOML files in `circulars/`, with dates relative to today."""

import tomllib
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kairanban.circulation.circulars.rules.texts import TEXT_FIELDS, Texts
from kairanban.circulation.surveys.rules.asking import preset
from kairanban.circulation.surveys.rules.questions import written
from kairanban.core.clock import DAY, Moment, at, day_of, end_of
from kairanban.i18n import dates
from kairanban.i18n.languages import DEFAULT
from kairanban.operations.demo.days import fiscal_year, in_words, latest, next_weekday

FOLDER = Path(__file__).parent / "circulars"

# Yearly circulars are at least this many days old; newer ones are relative to today.
SETTLED_DAYS = 14

_SHORT = {"when": "facts_when", "where": "facts_where", "bring": "facts_bring", "ask": "facts_ask", "phone": "facts_phone"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Script:
    """One circular: publication time, texts, and what happens to it later."""

    association: str
    sent: Moment
    said: dict[str, Any]
    event: date | None = None
    days: dict[str, str] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        """The group it is written for, else the association."""
        return str(self.said.get("group", self.association))

    @property
    def reply(self) -> str:
        return str(self.said.get("reply", "acknowledge"))

    @property
    def reply_by(self) -> Moment | None:
        days = self.said.get("reply_in")
        return None if days is None else end_of(day_of(self.sent) + timedelta(days=days))

    @property
    def event_at(self) -> Moment | None:
        return at(self.event, self.said.get("event_hour", 9)) if self.event else None

    def texts(self, chair: dict[str, str]) -> Texts:
        return replace(self._texts(self.said, chair), questions=self._questions())

    def _questions(self, language: str = DEFAULT) -> str:
        """Return the survey to begin with, for circulars that ask so."""
        return written(preset(language)) if self.reply == "survey" else ""

    def versions(self, chair: dict[str, str]) -> dict[str, Texts]:
        """Return the translations, with dates formatted in each language."""
        found = {}
        for language, said in self.said.get("versions", {}).items():
            event = self.event_at or self.sent
            days = {"day": dates.day(language, event), "next": dates.day(language, event + DAY)}
            kept: dict[str, Any] = {name: self.said[name] for name in ("ask", "phone") if name in self.said}
            texts = self._texts({**kept, **said}, {**chair, **days})
            found[language] = replace(texts, questions=self._questions(language))
        return found

    def corrected(self, chair: dict[str, str]) -> Texts:
        """Return the texts of the corrected edition: the correction's, else the first edition's."""
        texts = self._texts({**self.said, **self.said["correction"]}, chair)
        return replace(texts, questions=self._questions())

    def later(self, what: str) -> Moment | None:
        """Return when the correction or withdrawal happens, or None."""
        found = self.said.get(what)
        return None if found is None else Moment(self.sent + found["after"] * DAY)

    def _texts(self, said: dict[str, Any], chair: dict[str, str]) -> Texts:
        named = {_SHORT.get(name, name): str(value) for name, value in said.items()}
        words = {**self.days, **chair}
        return Texts(**{name: named.get(name, "").strip().format_map(words) for name in TEXT_FIELDS})


def scripts(now: Moment) -> list[Script]:
    """Return all scripts in order of publication, including future ones."""
    found = []
    for file in sorted(FOLDER.glob("*.toml")):
        written = tomllib.loads(file.read_text(encoding="utf-8"))
        found += [_script(written["association"], said, now) for said in written["circular"]]
    return sorted(found, key=lambda one: one.sent)


def _script(association: str, said: dict[str, Any], now: Moment) -> Script:
    today = day_of(now)
    if "on" in said:
        month, day = map(int, said["on"].split("-"))
        sent_on = latest(month, day, today - timedelta(days=SETTLED_DAYS))
    else:
        sent_on = today + timedelta(days=said.get("ahead", -said.get("ago", 0)))
    event = None
    if "event_in" in said:
        event = next_weekday(sent_on + timedelta(days=said["event_in"]), said.get("event_weekday", ""))
    days = {"nendo": fiscal_year(sent_on)}
    if event is not None:
        days |= {name: in_words(event + timedelta(days=n)) for name, n in _AFTER.items()}
    return Script(association, at(sent_on, said.get("hour", 10)), said, event, days)


_AFTER = {"event": 0, "event_next": 1, "event_week": 7}
