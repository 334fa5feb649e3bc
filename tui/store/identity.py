"""Which stored story an entry is: by guid, then address, then content.

A guid or an address names a story only where it is unique within the document:
feeds that give one guid or one address to all their entries must not collapse
into one story. One that is not unique still helps to find a story whose text is
the same to the letter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple

from tui.entries import Entry
from tui.store.entries import EntryRow, entry_row

Lookup = Callable[[Iterable[int]], Mapping[int, int]]
_int = int.from_bytes


def hashed(*parts: str) -> int:
    """A 63-bit hash of the parts, never 0."""
    digest = blake2b("\x00".join(parts).encode("utf-8", "replace"), digest_size=8).digest()
    return _int(digest, "big") >> 1 or 1


def text_hash(entry: Entry) -> int:
    """A hash of what makes an entry's text."""
    return hashed(entry.title, entry.html, entry.summary, _stamp(entry.published))


def _stamp(when: datetime | None) -> str:
    return "" if when is None else str(int(when.timestamp()))


class Keyed(NamedTuple):
    """An entry with its keys; 0 where it has none. ``own_*``: no other entry of the document has it."""

    entry: Entry
    row: EntryRow
    guid: int
    own_guid: bool
    url: int
    own_url: bool

    @property
    def content(self) -> int:
        """The key of the whole: what is left where neither guid nor address tells entries apart."""
        return hashed("content", self.entry.id, self.entry.url, str(text_hash(self.entry)))

    @property
    def keys(self) -> tuple[int, ...]:
        """The keys that the story is to be known by from now on."""
        if self.own_guid:
            return (self.guid, self.url) if self.own_url else (self.guid,)
        if self.own_url:
            # An address that took a guid's place may lose its own: so the content too.
            return (self.url, self.content) if self.guid else (self.url,)
        return (self.content,)


class Known(NamedTuple):
    """What is stored of a story that an entry may be."""

    id: int
    entry: int
    comment_count: int | None
    guid: int
    row: EntryRow


def keyed(entries: Sequence[Entry]) -> list[Keyed]:
    """The entries with their keys, exact doubles within the document left out."""
    guids = Counter(entry.id for entry in entries)
    urls = Counter(entry.url for entry in entries)
    found: list[Keyed] = []
    seen: set[tuple[object, ...]] = set()
    for entry in entries:
        own_guid = entry.id != "" and guids[entry.id] == 1
        own_url = entry.url != "" and urls[entry.url] == 1
        row = entry_row(entry)
        if not own_guid:
            double = (entry.id, entry.url, row.text)
            if double in seen:
                continue
            seen.add(double)
        guid = hashed("guid", entry.id) if entry.id else 0
        url = hashed("url", entry.url) if entry.url else 0
        found.append(Keyed(entry, row, guid, own_guid, url, own_url))
    return found


def match(
    entries: Sequence[Keyed], stories: Mapping[int, int], known: Mapping[int, Known], contents: Lookup
) -> list[int | None]:
    """For each entry the id of the story it is, or None when it is new.

    ``stories`` maps guid and address keys to story ids, ``contents`` finds those
    of content keys; ``known`` has the stories that are still stored (a swept story
    has an id, and stays swept). No two entries get the same story.
    """
    found: list[int | None] = [None] * len(entries)
    claimed: set[int] = set()

    def claim(place: int, story: int | None) -> None:
        if story is not None and story not in claimed:
            found[place] = story
            claimed.add(story)

    for place, one in enumerate(entries):
        for key in (one.guid, one.url):
            story = stories.get(key)
            if found[place] is None and story is not None and _unchanged(one, known.get(story)):
                claim(place, story)
    unknown = [place for place, story in enumerate(found) if story is None]
    keys = [entries[place].content for place in unknown]
    whole = contents(keys) if keys else {}
    for place, key in zip(unknown, keys, strict=True):
        claim(place, whole.get(key))
    for place in unknown:
        if found[place] is None and entries[place].own_guid:
            claim(place, stories.get(entries[place].guid))
    for place in unknown:
        one = entries[place]
        if found[place] is None and one.own_url:
            story = stories.get(one.url)
            if story is not None and _same(one, known.get(story)):
                claim(place, story)
        if found[place] is None and not one.guid and one.url:
            # A story keeps its guid when the feed gives none any more, and its address may become common.
            story = stories.get(one.url)
            if story is not None and _same_but_guid(one, known.get(story)):
                claim(place, story)
    return found


def _unchanged(one: Keyed, story: Known | None) -> bool:
    """Whether an entry is to the letter what is stored; no other entry of its document can be."""
    return _same_but_guid(one, story) and story is not None and one.guid == story.guid


def _same_but_guid(one: Keyed, story: Known | None) -> bool:
    return story is not None and (one.row.text, one.row.url) == (story.row.text, story.row.url)


def _same(one: Keyed, story: Known | None) -> bool:
    """Whether an entry at a known address is that story, though its guid may have changed.

    A page that always shows the latest thing gives all its entries one address,
    one after the other: then title and date change along with the guid.
    """
    if story is None or not one.own_guid or not story.guid or story.guid == one.guid:
        return True
    return story.row.title == one.row.title or story.row.published == one.row.published
