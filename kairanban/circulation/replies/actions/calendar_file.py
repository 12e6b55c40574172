"""A household's events as iCalendar (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event, Timezone, TimezoneStandard

from kairanban.circulation.replies.queries.calendar import Event as CalendarEvent
from kairanban.core.clock import local
from kairanban.core.lines import one_line

ASKS_EVERY = timedelta(hours=6)


def written(events: Iterable[CalendarEvent], name: str, address: str) -> bytes:
    """Return the file, without people's names.

    `name` is the calendar's, `address` the public address of this server.
    """
    file = Calendar()
    file.add("prodid", "-//kairanban//kairanban//JA")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", one_line(name))
    file.add("refresh-interval", ASKS_EVERY, parameters={"VALUE": "DURATION"})
    file.add("x-published-ttl", "PT6H")
    file.add_component(_japan())
    host = urlsplit(address).hostname or "localhost"
    for event in events:
        file.add_component(_event(event, host, address))
    whole: bytes = file.to_ical()
    return whole


LASTS = timedelta(hours=1)


def _event(event: CalendarEvent, host: str, address: str) -> Event:
    reads = f"{address}/circulars/{event.circular}"
    entry = Event()
    entry.add("uid", f"circular-{event.circular}@{host}")
    entry.add("dtstamp", _instant(event.changed))
    entry.add("last-modified", _instant(event.changed))
    entry.add("sequence", event.sequence)
    if event.whole_day:
        entry.add("dtstart", local(event.at).date())
        entry.add("dtend", local(event.at).date() + timedelta(days=1))
    else:
        entry.add("dtstart", local(event.at))
        # Where no end is written: without one a calendar shows a moment that nobody sees.
        entry.add("dtend", local(event.until) if event.until else local(event.at) + LASTS)
    entry.add("summary", one_line(event.title))
    if event.where:
        entry.add("location", one_line(event.where))
    entry.add("description", f"{event.gist}\n{reads}")
    entry.add("url", reads)
    entry.add("status", "CANCELLED" if event.withdrawn else "CONFIRMED")
    # Attendance is a choice, so the time is not shown as busy.
    entry.add("transp", "TRANSPARENT")
    return entry


def _japan() -> Timezone:
    """Return the time zone: UTC+9 without daylight saving time, as since 1951."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "Asia/Tokyo")
    standard.add("tzname", "JST")
    standard.add("dtstart", datetime(1970, 1, 1))
    standard.add("tzoffsetfrom", timedelta(hours=9))
    standard.add("tzoffsetto", timedelta(hours=9))
    zone.add_component(standard)
    return zone


def _instant(moment: int) -> datetime:
    return datetime.fromtimestamp(moment // 1000, UTC)
