"""A home with two sections, for commands that print what is stored; and a story that arrives there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.store.scratch import new_store
from tui.model import Entry
from tui.store import Fetched, Store, View

SECTIONS = ("World", "Культура")
SOURCES = ("Harbour Desk", "港湾通信")
TITLES = (
    "Ferry pact signed after all-night talks between the two port cities",
    "夜行列車の港湾協定が署名された",
)


def fill(folder: Path) -> Path:
    """Puts a store there with three stories of each of two sources, of which one is read and one starred."""
    store = Store.open(new_store(folder / "wireroom.db"))
    for part, (section, source) in enumerate(zip(SECTIONS, SOURCES, strict=True)):
        made = store.add_source(f"https://desk{part}.example/feed", source, store.add_section(section).id)
        entries = tuple(
            _entry(part, number, datetime.now(UTC) - timedelta(minutes=10 * number + 5 * part + 1))
            for number in range(3)
        )
        store.merge([Fetched(made.id, entries, datetime.now(UTC), due=_later())])
    newest = store.stories(View(), limit=2)
    store.set_read([newest[0].id], True)
    store.set_starred([newest[1].id], True)
    store.close()
    return folder


def arrive(folder: Path, title: str, source: int = 0) -> None:
    """Has a story arrive at a source, as another process's refresh would."""
    store = Store.open(folder / "wireroom.db")
    now = datetime.now(UTC)
    entry = Entry(title, id=title, url=f"https://desk{source}.example/{title}", published=now)
    store.merge([Fetched(store.sources()[source].id, (entry,), now, due=_later())])
    store.close()


def _entry(part: int, number: int, published: datetime) -> Entry:
    return Entry(
        f"{TITLES[part]} {number}",
        id=str(number),
        url=f"https://desk{part}.example/{number}/{'港' * part}",
        published=published,
        html=f"<p>Text of {number}.</p>",
        comment_count=number or None,
    )


def _later() -> datetime:
    return datetime.now(UTC) + timedelta(hours=12)  # nothing is fetched
