"""Lists of feeds in lines: newsboat's ``urls``, newsraft's ``feeds``, or addresses alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tui.feeds.opml import LONGEST_NAME, MOST, Subscription, once
from tui.locale import _
from tui.moving.newsboat_filter import NotTranslatable, Tags, translate
from tui.moving.parcel import NotReadable, NotTaken, Parcel, SavedQuery
from tui.text import clean, safe_url

_TOKEN = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|(\S+))')
_ESCAPED = re.compile(r"\\(.)")
_NEWSRAFT = re.compile(r"^[ \t]*(?:@|\$\(|\S+://\S+(?:\s+\"[^\"]*\")?\s+<)", re.M)
_FEED = re.compile(r'(\$\(.*?\)|\S+)(?:\s+"([^"]*)")?\s*(?:<.*)?$')
_OTHER_SCHEMES = ("file:", "ftp:", "gopher:", "gophers:", "gemini:")


@dataclass(frozen=True, slots=True)
class _Line:
    place: str
    words: list[str]


def read(path: Path, data: bytes) -> Parcel:
    """The list in a file's bytes. Raises ``NotReadable`` with the line that is no address."""
    text = data.decode("utf-8-sig", "replace")
    if path.name == "feeds" or _NEWSRAFT.search(text):
        return _newsraft(path, text)
    return _newsboat(path, text)


def _lines(path: Path, text: str) -> Iterator[tuple[str, str]]:
    """Each line that says something, with its place."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield f"{path.name}:{number}", line.strip()


# --- newsboat -----------------------------------------------------------------------


def _words(line: str) -> list[str]:
    """The words of a line as newsboat parts them; a "#" that begins a word ends the line."""
    found = []
    for quoted, bare in _TOKEN.findall(line):
        if bare.startswith("#"):
            break
        found.append(bare or _ESCAPED.sub(r"\1", quoted))
    return found


def _newsboat(path: Path, text: str) -> Parcel:
    lines = [_Line(place, words) for place, line in _lines(path, text) if (words := _words(line))]
    subscriptions: list[Subscription] = []
    stay: list[NotTaken] = []
    tags = Tags()
    for line in lines:
        address = line.words[0]
        if address.startswith("query:"):
            continue
        why = _program(address)
        if why:
            stay.append(NotTaken(line.place, clean(address, 80), why))
            continue
        one = _subscription(line)
        subscriptions.append(one)
        tags.add(one.url, [word for word in line.words[1:] if word[:1] not in "~!"])
        if len(subscriptions) > MOST:
            raise NotReadable(_("{path} has more than {n} feeds.").format(path=path.name, n=MOST))
    queries: list[SavedQuery] = []
    for line in lines:
        if line.words[0].startswith("query:"):
            _query(line, tags, queries, stay)
    newsboat = len(lines) > len(subscriptions) or any(len(line.words) > 1 for line in lines)
    kind = _("newsboat's list") if newsboat else _("a list of addresses")
    return Parcel(path, kind, tuple(once(subscriptions)), queries=tuple(queries), not_taken=tuple(stay))


def _subscription(line: _Line) -> Subscription:
    url = safe_url(line.words[0])
    if not url:
        raise _no_address(line.place, line.words[0])
    words = [clean(word, LONGEST_NAME) for word in line.words[1:]]
    titles = [word[1:] for word in words if word.startswith("~")]
    # The first tag is the section: a source has one.
    tags = [word for word in words if word and word[0] not in "~!"]
    return Subscription(url, titles[0] if titles else "", tags[0] if tags else "")


def _no_address(place: str, text: str) -> NotReadable:
    return NotReadable(
        _("{place}: {text!r} is no address.").format(place=place, text=clean(text, 60)),
        _("Each line is one http:// or https:// address; nothing was taken."),
    )


def _program(address: str) -> str:
    """Why an address that other readers take is none of ours; "" for all others."""
    if address.startswith(("exec:", "$(")):
        return _("a program writes it; wireroom runs none")
    if address.startswith("filter:"):
        return _("a program changes it; wireroom runs none")
    if address.startswith(_OTHER_SCHEMES):
        return _("wireroom asks http:// and https:// addresses alone")
    return ""


def _query(line: _Line, tags: Tags, queries: list[SavedQuery], stay: list[NotTaken]) -> None:
    rest = line.words[0].removeprefix("query:")
    name, colon, expression = rest.partition(":")
    told = clean(name, LONGEST_NAME) or clean(line.words[0], 80)
    if not colon or not name.strip():
        raise NotReadable(
            _("{place}: a query feed is query:NAME:EXPRESSION.").format(place=line.place),
            _("Mend the line; nothing was taken."),
        )
    try:
        query, near = translate(expression, tags)
    except NotTranslatable as failure:
        stay.append(NotTaken(line.place, told, failure.sentence))
    else:
        queries.append(SavedQuery(line.place, told, query, near))


# --- newsraft -----------------------------------------------------------------------


def _newsraft(path: Path, text: str) -> Parcel:
    subscriptions: list[Subscription] = []
    stay: list[NotTaken] = []
    section = ""
    for place, line in _lines(path, text):
        if line.startswith("@"):
            section = clean(re.split(r"[\[{<]", line[1:], maxsplit=1)[0], LONGEST_NAME)
            continue
        told = _FEED.match(line)
        if told is None:
            raise _no_address(place, line)
        address, title = told[1], clean(told[2] or "", LONGEST_NAME)
        if why := _program(address):
            stay.append(NotTaken(place, clean(address, 80), why))
        elif url := safe_url(address):
            subscriptions.append(Subscription(url, title, section))
        else:
            raise _no_address(place, address)
    return Parcel(path, _("newsraft's list"), tuple(once(subscriptions[:MOST])), not_taken=tuple(stay))
