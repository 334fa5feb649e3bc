"""Saved searches move in and out: newsboat's query feeds, and OPML of ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from tests.moving.test_other_readers import NEWSBOAT, one, written
from tests.store.scratch import new_store
from tui.config import Settings, home
from tui.desk import Desk
from tui.feeds.opml import write_opml
from tui.moving.recognise import from_bytes
from tui.store import Store
from tui.store.journal import Step

SEARCHES = {"Ferries & “<pacts>”": 'title:"ferry pact" or паром', "Later": "tag:later -is:read"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    new_store(tmp_path / "wireroom.db")
    opened = Desk.open(home(str(tmp_path)), Settings())
    yield opened
    opened.close()


def known(store: Store) -> dict[str, str]:
    return {one.name: one.query for one in store.saved.known()}


def test_newsboats_query_feeds_become_saved_searches(desk: Desk, tmp_path: Path) -> None:
    text = NEWSBOAT + '"query:world:title # \\"ferry\\""\n'
    parcel = one(written(tmp_path, "urls", text))
    tried = desk.take_in([parcel], dry_run=True)
    assert known(desk.store) == {}
    taken = desk.take_in([parcel])
    assert taken.queries == tried.queries
    assert known(desk.store) == {"Unread": "is:unread", "world (search)": "title:ferry"}
    assert [(one.place, one.name) for one in taken.queries] == [
        ("urls:8", "Unread"),
        ("urls:11", "world (search)"),
    ]
    again = desk.take_in([parcel])
    assert again.queries == ()
    assert "there is a saved search of that name, which stays as it is" in [
        one.why for one in again.not_taken
    ]
    assert desk.undo() == Step("save", "Unread", 2)
    assert known(desk.store) == {}


def test_opml_of_ours_has_them_and_gives_them_back(desk: Desk) -> None:
    desk.store.add_source("https://a.example/feed", "A", desk.store.add_section("World").id)
    for name, query in SEARCHES.items():
        desk.saving.add(name, query)
    data = write_opml(desk.store.sections(), desk.store.sources(), desk.store.saved.known())
    assert etree.fromstring(data).find("body/outline").get("text") == "World"  # type: ignore[union-attr]
    for _ in SEARCHES:
        desk.undo()
    assert known(desk.store) == {}
    taken = desk.take_in([from_bytes(data, "own.opml")])
    assert known(desk.store) == SEARCHES
    assert (taken.added, taken.known, taken.not_taken) == ((), 1, ())


def test_a_mistake_in_one_is_told_with_its_line_and_the_others_are_taken(desk: Desk) -> None:
    data = b"""<opml version="2.0" xmlns:w="urn:wireroom:opml"><body>
<outline text="Good" w:query="ferry"/>
<outline text="Bad" w:query="titel:ferry"/>
<outline text="&#10;&#x202e;" w:query="&amp;"/>
<outline text="Everything" w:query="&amp;"/>
</body></opml>"""
    taken = desk.take_in([from_bytes(data, "own.opml")])
    assert known(desk.store) == {"Good": "ferry"}
    assert [(one.place, one.what) for one in taken.not_taken] == [
        ("own.opml:3", "Bad"),
        ("own.opml:5", "Everything"),
    ]
