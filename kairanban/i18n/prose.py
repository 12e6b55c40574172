"""Format plain text: paragraphs, lists, telephone numbers and addresses, without markup to learn."""

import re
from functools import lru_cache

from markupsafe import Markup, escape

from kairanban.i18n.links import Link, links
from kairanban.i18n.spoken import sentences, spoken

_WIDE = re.compile("[０-９]")
_BULLET = re.compile(r"^\s*[・•●○◦*＊-]\s*")


@lru_cache(maxsize=2048)
def prose(text: str) -> Markup:
    """Convert text to HTML: paragraphs at blank lines, lists from lines with ・; the rest is escaped."""
    parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return Markup("\n").join(_paragraph(part.split("\n")) for part in parts if part.strip())


def _paragraph(lines: list[str]) -> Markup:
    out: list[Markup] = []
    run: list[str] = []
    listed = False

    def close() -> None:
        if run and listed:
            out.append(
                Markup("<ul>{}</ul>").format(
                    Markup("").join(Markup("<li>{}</li>").format(said(r)) for r in run)
                )
            )
        elif run:
            out.append(Markup("<p>{}</p>").format(Markup("<br>").join(said(r) for r in run)))
        run.clear()

    for line in lines:
        bullet = bool(_BULLET.match(line))
        if bullet != listed:
            close()
            listed = bullet
        run.append(_BULLET.sub("", line) if bullet else line.strip())
    close()
    return Markup("\n").join(out)


@lru_cache(maxsize=4096)
def said(text: str) -> Markup:
    """As `linked`, with a span around each sentence for reading aloud."""
    return Markup("").join(_sentence(sentence) for sentence in sentences(text))


def _sentence(sentence: str) -> Markup:
    voice = spoken(sentence)
    if voice == sentence:
        return Markup('<span class="say">{}</span>').format(linked(sentence))
    return Markup('<span class="say" data-say="{}">{}</span>').format(voice, linked(sentence))


@lru_cache(maxsize=4096)
def linked(text: str) -> Markup:
    """Make addresses, mail addresses and telephone numbers links."""
    # Strings joined once: a text of a thousand dates is not copied a thousand times.
    out, end = list[str](), 0
    for link in links(text):
        out += (escape(text[end : link.start]), _link(link, text[link.start : link.end]))
        end = link.end
    return Markup("".join((*out, escape(text[end:]))))


def _link(link: Link, words: str) -> str:
    if link.kind == "url":
        return f'<a href="{escape(link.target)}" rel="noopener noreferrer">{escape(words)}</a>'
    # Wide figures are twice as long, and may be longer than a line.
    wide = " wide" if _WIDE.search(words) else ""
    named = f' class="phone{wide}"' if link.kind == "phone" else ""
    return f'<a{named} href="{escape(link.target)}">{escape(words)}</a>'
