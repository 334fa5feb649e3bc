"""The entry that a broken-off document ends in: none yet.

Stored, it would stand on the wire for ever, since nothing in the whole document of
later would be the same entry.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tui.entries import ParsedFeed

_END = re.compile(r"</(?:\w+:)?(?:rss|rdf|feed|channel)\s*>", re.IGNORECASE)
_MARK = re.compile(r"<(/?)(?:\w+:)?(?:item|entry)(?=[\s>/])([^<>]*)", re.IGNORECASE)
_TAIL = 4_000  # characters in which a whole document ends


def whole_entries(feed: ParsedFeed, text: str) -> ParsedFeed:
    """The feed of the document ``text`` without an entry that is cut off inside."""
    return replace(feed, entries=feed.entries[:-1]) if _breaks_off_inside(text) else feed


def _breaks_off_inside(text: str) -> bool:
    """Whether the last entry alone was begun and not ended, and the document was not either."""
    if _END.search(text, max(0, len(text) - _TAIL)):
        return False
    open_, last_is_open = 0, False
    for mark in _MARK.finditer(text):
        if mark[2].endswith("/"):
            continue
        last_is_open = not mark[1]
        open_ += 1 if last_is_open else -1
    return last_is_open and open_ == 1
