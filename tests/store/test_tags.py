"""Tags: put on, taken off, found, kept with their stories."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.store.test_marks import fill
from tests.store.test_merge import NOW
from tui.store import Counts, Store, View, marks
from tui.store.journal import Step
from tui.store.query_parser import parse
from tui.store.tags import LONGEST, BadTag, Tag


def tagged(store: Store) -> dict[str, tuple[str, ...]]:
    return {story.id: story.tags for story in store.stories(View(), limit=999) if story.tags}


def test_a_story_has_its_tags_in_their_order_and_knows_one_tag_however_it_is_written(store: Store) -> None:
    ids = fill(store)
    assert store.tag(ids[:2], "  to   check ") == 2
    assert store.tag(ids[1:3], "To Chéck") == 1
    assert store.tag(ids[:1], "Ёлка") == 1
    assert store.tag(ids[:1], "елка") == 0
    assert tagged(store) == {
        ids[0]: ("to check", "Ёлка"),
        ids[1]: ("to check",),
        ids[2]: ("to check",),
    }
    assert store.tags() == [Tag("to check", 3), Tag("Ёлка", 1)]
    story = store.story(ids[0])
    assert story is not None
    assert story.tags == ("to check", "Ёлка")
    assert store.check() == []


def test_a_tag_that_no_story_has_is_no_more(store: Store) -> None:
    ids = fill(store)
    store.tag(ids[:1], "Later")
    assert store.untag(ids, "LATER") == 1
    assert store.untag(ids, "later") == 0
    assert store.tags() == []
    store.tag(ids[:1], "LATER")
    assert store.tags() == [Tag("LATER", 1)]


@pytest.mark.parametrize("name", ["", " ", "—", 'a "b"', "a, b", "x" * (LONGEST + 1)])
def test_what_can_be_no_tag_is_told_and_changes_nothing(store: Store, name: str) -> None:
    ids = fill(store)
    with pytest.raises(BadTag) as raised:
        store.tag(ids, name)
    assert raised.value.next_step
    assert store.tags() == []


def test_a_name_from_outside_is_cleaned(store: Store) -> None:
    ids = fill(store)
    store.tag(ids[:1], "\x1b[31mred\u202e\n\ud800flag")
    assert store.tags() == [Tag("red flag", 1)]


def test_a_tag_is_found_by_its_name_alone_page_by_page(store: Store) -> None:
    ids = fill(store)
    store.tag(ids[3:9], "to check")
    store.tag(ids[:2], "check")
    store.set_starred(ids[4:5], True)

    def found(text: str) -> list[str]:
        return [story.id for story in store.stories(View(query=parse(text)), limit=99)]

    assert found('tag:"To Check"') == ids[3:9]
    assert found("tag:check") == ids[:2]
    assert found("tag:chec") == []
    assert found('tag:"to check" is:starred or tag:CHECK') == [*ids[:2], ids[4]]
    assert found('-tag:"to check"') == ids[:3] + ids[9:]
    page = store.stories(View(query=parse('tag:"to check"')), before=ids[4], limit=2)
    assert [story.id for story in page] == ids[5:7]
    assert store.tag(View(query=parse("tag:check")), "again") == 2


def test_tags_are_undone_step_by_step(store: Store) -> None:
    ids = fill(store)
    store.tag(ids[:2], "Later")
    store.tag(ids[:4], "later")
    store.untag(ids[1:3], "later")
    assert list(tagged(store)) == [ids[0], ids[3]]
    assert store.undo() == Step("untag", "Later", 2)
    assert list(tagged(store)) == ids[:4]
    store.undo()
    assert tagged(store) == {ids[0]: ("Later",), ids[1]: ("Later",)}
    store.undo()
    assert store.tags() == []
    assert store.undo() is None


def test_a_dropped_source_brings_its_tags_back(store: Store) -> None:
    ids = fill(store)
    store.tag(ids, "all")
    before = tagged(store)
    store.remove_source(store.sources()[0].id)
    assert store.tags() == [Tag("all", 10)]
    store.undo()
    assert tagged(store) == before


def test_what_is_tagged_is_never_swept_and_what_is_dropped_for_good_leaves_no_tag(store: Store) -> None:
    ids = fill(store)
    store.set_read(View(), True)
    store.tag(ids[:3], "kept")
    store.sweep(NOW + timedelta(days=400), keep_days=90, keep_per_source=2000)
    assert list(tagged(store)) == ids[:3]
    for one in store.sources():
        store.remove_source(one.id)
    store.sweep(NOW + timedelta(days=4000), keep_days=90, keep_per_source=2000)
    assert store.submit(
        lambda c: c.execute("SELECT (SELECT count(*) FROM tagged), count(*) FROM tag")
    ).result().fetchone() == (0, 0)


def test_a_rule_marks_without_a_step_to_undo(store: Store) -> None:
    ids = fill(store)
    numbers = [int(id_) for id_ in ids[:3]]
    assert sorted(store.submit(lambda c: marks.put(c, numbers, "tag", "ferry")).result()) == sorted(numbers)
    assert store.submit(lambda c: marks.put(c, numbers, "tag", "ferry")).result() == []
    store.submit(lambda c: marks.put(c, numbers, "read")).result()
    assert list(tagged(store)) == ids[:3]
    assert store.counts(View()) == Counts(17, 20)
    assert store.undo() is None
    assert store.check() == []
