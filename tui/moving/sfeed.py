"""sfeed: the feeds named in ``sfeedrc``, and the files of TAB-separated stories (sfeed(5)).

sfeedrc is a shell script: only plain ``feed NAME ADDRESS`` lines are read, none is run.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from tui.feeds.opml import LONGEST_NAME, Subscription, once
from tui.locale import _
from tui.moving import entries
from tui.moving.parcel import FeedStories, NotReadable, NotTaken, Parcel
from tui.store.carried import Carried
from tui.text import clean, safe_url

LONGEST_LINE = 8 * 2**20  # bytes
_FUNCTION = re.compile(r"(?:function\s+)?(\w+)\s*\(\)")
_ESCAPED = re.compile(r"\\([nt\\])")
_PLAIN = {"n": "\n", "t": "\t", "\\": "\\"}
_RC = re.compile(rb"^[ \t]*(?:feeds[ \t]*\(\)|feed[ \t]+[\"'\w])", re.M)
_TSV = re.compile(rb"\d*\t[^\t\n]*\t[^\t\n]*(?:\t|$)", re.M)


def is_rc(head: bytes) -> bool:
    """Whether a file's beginning is sfeedrc's."""
    return _RC.search(head) is not None


def is_stories(head: bytes) -> bool:
    """Whether a file's beginning is that of a file of stories."""
    return _TSV.match(head) is not None


def read_rc(path: Path, data: bytes) -> Parcel:
    """The feeds of a sfeedrc. Raises ``NotReadable`` for a line whose quotation mark is not closed."""
    subscriptions: list[Subscription] = []
    stay: list[NotTaken] = []
    for number, line in enumerate(data.decode("utf-8-sig", "replace").splitlines(), 1):
        place, text = f"{path.name}:{number}", line.strip()
        function = _FUNCTION.match(text)
        if function and function[1] != "feeds":
            why = _("a function of the shell; wireroom runs none")
            stay.append(NotTaken(place, clean(function[1], 80), why))
        if not re.match(r"feed\s", text):
            continue
        words = _arguments(place, text)
        if len(words) < 3:
            raise NotReadable(
                _("{place}: a feed has a name and an address.").format(place=place),
                _("Mend the line; nothing was taken."),
            )
        url = safe_url(words[2])
        if not url or "$" in words[2] or "`" in words[2]:
            why = _("what stands there is no http:// or https:// address")
            stay.append(NotTaken(place, clean(words[1], 80), why))
            continue
        site = safe_url(words[3]) if len(words) > 3 else ""
        subscriptions.append(Subscription(url, clean(words[1], LONGEST_NAME), "", site))
    return Parcel(path, _("sfeed's list"), tuple(once(subscriptions)), not_taken=tuple(stay))


def _arguments(place: str, text: str) -> list[str]:
    try:
        return shlex.split(text, comments=True)
    except ValueError as error:
        raise NotReadable(
            _("{place}: a quotation mark is not closed.").format(place=place),
            _("Mend the line; nothing was taken."),
        ) from error


def file_name(title: str) -> str:
    """What sfeed_update calls the file of a feed's stories."""
    return title.replace("/", "_")


def read_stories(path: Path, feed: str, read: frozenset[str]) -> Parcel:
    """A feed's stories; those at the addresses in ``read`` were read."""
    return Parcel(path, _("sfeed's stories"), stories=lambda: iter([_stories(path, feed, read)]))


def _stories(path: Path, feed: str, read: frozenset[str]) -> FeedStories:
    return feed, (_carried(line, feed, read) for line in _lines(path))


def _lines(path: Path) -> Iterator[list[str]]:
    with path.open("rb") as file:
        number = 0
        while line := file.readline(LONGEST_LINE):
            number += 1
            fields = line.decode("utf-8", "replace").rstrip("\n").split("\t")
            if len(fields) < 3 or not (fields[0] == "" or fields[0].lstrip("-").isdecimal()):
                raise NotReadable(
                    _("{path}:{n} is no line of sfeed's: it has no time, title and link.").format(
                        path=path.name, n=number
                    ),
                    _("Mend the line; nothing was taken."),
                )
            yield fields + [""] * (9 - len(fields))


def _carried(fields: list[str], feed: str, read: frozenset[str]) -> Carried:
    time, title, link, content, kind, guid, author, enclosure, categories = fields[:9]
    told = entries.entry(
        feed=feed,
        guid=guid,
        title=title,
        link=link,
        seconds=int(time) if time.isdecimal() and len(time) < 13 else 0,
        content=_ESCAPED.sub(lambda found: _PLAIN[found[1]], content),
        html=kind != "plain",
        author=author,
        enclosure=(enclosure, ""),
        categories=tuple(filter(None, categories.split("|"))),
    )
    return Carried(told, read=link in read)
