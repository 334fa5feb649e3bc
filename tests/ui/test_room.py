"""The room: comments as a tree that folds, bounded whatever comes."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from textual.pilot import Pilot

from tests.ui.pages import Site
from tests.ui.test_article import run, until, with_stories
from tui.articles.lines import Line, Segment
from tui.desk import Desk
from tui.model import Comment, Paragraph, Span, Thread
from tui.talk.thread_order import in_thread_order
from tui.ui.app import WireroomApp
from tui.ui.panes.room import RoomPane
from tui.ui.panes.room_items import Items
from tui.ui.panes.room_tree import Tree


def shown(pane: RoomPane) -> str:
    return "\n".join(line.text for _item, line in pane._in_sight())


def test_comments_stand_beside_the_article_and_fold(desk: Desk, site: Site) -> None:
    with_stories(desk, site, comments_feed=f"{site.url}/comments")
    site.article("/0", "Headline 0", "Some text. " * 30)
    site.comments("/comments", [("a", "", "Who pays?"), ("b", "a", "The north."), ("c", "", "Not me.")])

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.room
        await pilot.press("enter")
        await until(pilot, lambda: "The north." in shown(pane))
        assert "│ The north." in shown(pane)
        await pilot.press("c", "enter")
        assert "The north." not in shown(pane)
        assert "1 reply" in shown(pane)
        await pilot.press("enter")
        assert "The north." in shown(pane)
        await pilot.press("j", "enter")
        assert "The north." in shown(pane)

    run(desk, use)
    assert desk.cached_thread(desk.store.search("headline 0")[0]) is not None


def test_a_broken_comment_feed_says_so_and_the_article_stays(desk: Desk, site: Site) -> None:
    with_stories(desk, site, comments_feed=f"{site.url}/comments")
    site.article("/0", "Headline 0", "Some text. " * 30)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("enter")
        await until(pilot, lambda: "127.0.0.1" in shown(app.newsroom.room).split("\n", 3)[3])
        assert any("Some text." in line.text for line in app.newsroom.article.lines)

    run(desk, use)


def test_a_story_without_a_discussion_says_so(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    site.article("/0", "Headline 0", "Some text. " * 30)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("enter")
        await until(pilot, lambda: "No comments yet." in shown(app.newsroom.room))

    run(desk, use)


def test_ten_thousand_comments_are_laid_out_only_where_they_are_seen(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    story = desk.store.search("headline 0")[0]
    body = (Paragraph((Span("A remark. "),)),)
    comments = [Comment(str(n), "mira", body, str(n - 1) if n % 50 else "") for n in range(10_000)]
    thread = Thread("t", "comment feed", "T", site.url, in_thread_order(comments), len(comments))
    desk.store.save_thread(story.url, thread)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.room
        await pilot.press("enter")
        await until(pilot, lambda: "A remark." in shown(pane))
        await pilot.press("c", "G")
        assert pane._items.cursor == 9_999
        assert len(pane._items._laid) < 200

    run(desk, use)


def test_a_tree_as_deep_as_it_is_long() -> None:
    comments = [Comment(str(n), "m", (), str(n - 1) if n else "") for n in range(20_000)]
    tree = Tree(comments)
    assert tree.replies(0) == 19_999
    tree.toggle(0)
    assert tree.visible() == [0]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=15), st.data())
def test_folding_hides_what_is_below_and_nothing_else(
    links: list[tuple[int, int]], data: st.DataObject
) -> None:
    now = datetime(2026, 11, 12, tzinfo=UTC)
    given = [Comment(str(name), "m", (), str(parent), now) for name, parent in links]
    tree = Tree(in_thread_order(given))
    before = tree.visible()
    assert before == list(range(len(tree.comments)))
    if before:
        place = data.draw(st.sampled_from(before))
        hidden = tree.replies(place)
        folded = tree.toggle(place)
        assert folded == bool(hidden)
        assert len(tree.visible()) == len(before) - hidden


@settings(deadline=None)
@given(
    st.lists(st.integers(1, 30), min_size=1, max_size=30),
    st.integers(1, 20),
    st.lists(st.integers(-3, 3), max_size=30),
)
def test_the_cursor_is_always_in_sight(heights: list[int], height: int, moves: list[int]) -> None:
    line = Line((Segment("x", ""),))
    items = Items(len(heights), lambda item: [line] * heights[item])
    items.height = height
    for move in moves:
        items.move(move)
        rows = items.rows()
        assert items.cursor in {item for item, _ in rows}
        assert len(rows) <= height
        assert len(set(rows)) == len(rows)


def test_where_the_cursor_is_needs_nothing_that_may_be_gone() -> None:
    there = [3, 2, 4]
    items = Items(len(there), lambda item: [Line((Segment("x", ""),))] * there[item])
    items.height = 9
    items.go(2)
    assert items.cursor_row == 5
    items.forget()
    there.clear()
    assert items.cursor_row == 0
