"""Which stored story an entry is: by guid, then address, then content.

A key counts only where it is unique within the document: feeds that give one
guid or one address to all their entries must not collapse into one story.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from tui.model import Entry


def hashed(*parts: str) -> int:
    """A 63-bit hash of the parts, never 0."""
    digest = blake2b("\x00".join(parts).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1 or 1


@dataclass(frozen=True, slots=True)
class Keyed:
    """An entry with its keys; 0 where it has none that counts."""

    entry: Entry
    guid: int
    url: int
    content: int

    @property
    def keys(self) -> tuple[int, ...]:
        return tuple(key for key in (self.guid, self.url, self.content) if key)


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of a story that an entry may be."""

    id: int
    guid: int
    title: str
    published: int | None
    text_hash: int
    rest_hash: int


def keyed(entries: Sequence[Entry]) -> list[Keyed]:
    """The entries with their keys, exact doubles within the document left out."""
    guids = Counter(entry.id for entry in entries if entry.id)
    urls = Counter(entry.url for entry in entries if entry.url)
    found: list[Keyed] = []
    contents: set[int] = set()
    for entry in entries:
        guid = hashed("guid", entry.id) if guids[entry.id] == 1 else 0
        url = hashed("url", entry.url) if urls[entry.url] == 1 else 0
        content = 0
        if not guid and (not url or entry.id):
            content = hashed("content", entry.url, entry.title, str(entry.published), entry.html)
            if content in contents:
                continue
            contents.add(content)
        found.append(Keyed(entry, guid, url, content))
    return found


def match(
    entries: Sequence[Keyed], stories: Mapping[int, int], known: Mapping[int, Known]
) -> list[int | None]:
    """For each entry the id of the story it is, or None when it is new.

    ``stories`` maps keys to story ids; ``known`` has those that are still stored
    (a swept story has an id, and stays swept). No two entries get the same story.
    """
    found: list[int | None] = [None] * len(entries)
    claimed: set[int] = set()

    def claim(place: int, story: int | None) -> None:
        if story is not None and story not in claimed:
            found[place] = story
            claimed.add(story)

    for place, one in enumerate(entries):
        if one.guid:
            claim(place, stories.get(one.guid))
    for place, one in enumerate(entries):
        if found[place] is None and one.url:
            story = stories.get(one.url)
            if story is not None and _same(one, known.get(story)):
                claim(place, story)
    for place, one in enumerate(entries):
        if found[place] is None and one.content:
            claim(place, stories.get(one.content))
    return found


def _same(one: Keyed, story: Known | None) -> bool:
    """Whether an entry at a known address is that story, though its guid may have changed.

    A page that always shows the latest thing gives all its entries one address,
    one after the other: then title and date change along with the guid.
    """
    if story is None or not one.guid or not story.guid or story.guid == one.guid:
        return True
    published = int(one.entry.published.timestamp()) if one.entry.published else None
    return story.title == one.entry.title or story.published == published
