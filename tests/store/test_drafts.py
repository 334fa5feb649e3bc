"""Drafts in the store: one for each comment that is answered, bounded in length and number."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tui.store import Store, drafts
from tui.store.schema import MIGRATIONS


def test_a_draft_replaces_the_last_and_goes_when_it_is_empty(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "wireroom.db")
    for text in ("One", "Two — два"):
        store.keep_draft("thread", "7", text)
    store.keep_draft("thread", "", "Top")
    store.keep_draft("other", "", "Gone")
    store.keep_draft("other", "", "")
    store.close()
    store = Store.open(tmp_path / "wireroom.db")
    assert [store.draft("thread", "7"), store.draft("thread", ""), store.draft("other", "")] == [
        "Two — два",
        "Top",
        "",
    ]
    store.close()


def test_drafts_are_bounded(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "wireroom.db")
    store.keep_draft("long", "", "x" * (drafts.LONGEST + 1))

    def fill(connection: sqlite3.Connection) -> None:
        rows = [("many", str(number), "text", number) for number in range(drafts.DRAFTS)]
        connection.executemany("INSERT INTO draft VALUES (?, ?, ?, ?)", rows)

    store.submit(fill).result()
    store.keep_draft("new", "", "The newest")
    store.close()
    store = Store.open(tmp_path / "wireroom.db")
    assert len(store.draft("long", "")) == drafts.LONGEST
    assert store.draft("new", "") == "The newest"
    assert [store.draft("many", str(number)) for number in (0, 1, 2, 999)] == ["", "", "text", "text"]
    store.close()


def test_a_guests_answers_are_those_given_last(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "wireroom.db")
    assert store.guest_answers("isso https://a.example") == {}
    for name in ("Ada", "Ада"):
        store.keep_guest_answers("isso https://a.example", {"author": name, "email": ""})
    store.close()
    store = Store.open(tmp_path / "wireroom.db")
    assert store.guest_answers("isso https://a.example") == {"author": "Ада", "email": ""}
    assert store.guest_answers("isso https://b.example") == {}
    store.close()


def test_a_store_of_before_gets_room_for_them(tmp_path: Path) -> None:
    path = tmp_path / "wireroom.db"
    before = next(n for n, script in enumerate(MIGRATIONS) if "CREATE TABLE draft" in script)
    old = sqlite3.connect(path)
    for script in MIGRATIONS[:before]:
        old.executescript(script)
    old.execute(f"PRAGMA user_version = {before}")
    old.close()
    store = Store.open(path)
    store.keep_draft("thread", "", "Text")
    store.close()
    store = Store.open(path)
    assert store.draft("thread", "") == "Text"
    store.close()
