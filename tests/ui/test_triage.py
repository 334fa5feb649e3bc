"""Getting through the pile: selecting, tagging, marking read in bulk, and taking it all back."""

from __future__ import annotations

from textual.pilot import Pilot

from tests.ui.pages import Site
from tests.ui.test_article import run, until, with_stories
from tests.ui.test_wire import rows
from tui.desk import Desk
from tui.store import View
from tui.store.journal import Step
from tui.ui.app import WireroomApp
from tui.ui.panes.selection import Selection
from tui.ui.told_steps import told


def said(app: WireroomApp) -> str:
    return app.newsroom.status.sentence


def by_tag(desk: Desk) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for story in desk.store.stories(View()):
        for tag in story.tags:
            found.setdefault(tag, []).append(story.title.removeprefix("Headline "))
    return found


def unread(desk: Desk) -> list[str]:
    return [story.title.removeprefix("Headline ") for story in desk.store.stories(View(unread=True))]


def test_marks_go_on_all_that_is_selected_and_come_off_again(desk: Desk, site: Site) -> None:
    with_stories(desk, site, count=8)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        wire = app.newsroom.wire
        await pilot.press("x", "j", "x", "j", "j", "X")
        assert list(wire.selection.ids) == [
            story.id for n, story in enumerate(desk.store.stories(View())) if n in (0, 2, 3, 4, 5)
        ]
        assert "5 selected" in str(wire.parent.border_title)  # type: ignore[union-attr]
        assert sum("✓" in line for line in rows(wire)) == 5
        await pilot.press("s")
        await until(pilot, lambda: len(desk.store.stories(View(starred=True))) == 5)
        await until(pilot, lambda: "5 stories starred" in said(app))
        await pilot.press("N")
        await until(pilot, lambda: unread(desk) == ["1", "6", "7"])
        await pilot.press("b")
        await until(pilot, lambda: by_tag(desk) == {"later": ["0", "2", "3", "4", "5"]})
        await until(pilot, lambda: sum("◷" in line for line in rows(wire)) == 5)
        await pilot.press("b")
        await until(pilot, lambda: by_tag(desk) == {})
        await pilot.press("N")
        await until(pilot, lambda: len(unread(desk)) == 8)
        await pilot.press("escape")
        assert not wire.selection.ids
        assert "selected" not in str(wire.parent.border_title)  # type: ignore[union-attr]
        for left in (3, 3, 3, 8):
            await pilot.press("u")
            await until(pilot, lambda left=left: len(unread(desk)) == left)  # type: ignore[misc]
        await until(pilot, lambda: said(app) == "Undid: 5 stories read.")
        await pilot.press("u")
        await until(pilot, lambda: said(app) == "Undid: 5 stories starred.")
        await pilot.press("u")
        await until(pilot, lambda: said(app) == "Nothing to undo.")
        await pilot.press("ctrl+y")
        await until(pilot, lambda: said(app) == "Done again: 5 stories starred.")

    run(desk, use)


def test_all_in_the_view_are_selected_and_moving_to_another_view_lets_them_go(desk: Desk, site: Site) -> None:
    with_stories(desk, site, count=300)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        wire = app.newsroom.wire
        await pilot.press("asterisk")
        await until(pilot, lambda: len(app.newsroom.marks.selected) == 300)
        await pilot.press("escape", "j", "x", "G", "k")
        assert wire.place.rows[0].story.title != "Headline 0"  # the first ones are let go
        await pilot.press("X")
        await until(pilot, lambda: len(app.newsroom.marks.selected) == 298)
        assert "298 selected" in str(wire.parent.border_title)  # type: ignore[union-attr]
        await pilot.press("asterisk")
        await until(pilot, lambda: len(app.newsroom.marks.selected) == 300)
        await pilot.press("x")
        assert len(app.newsroom.marks.selected) == 299
        await pilot.press("U")
        assert app.newsroom.marks.selected == ()

    run(desk, use)


def test_a_tag_is_completed_from_those_there_are_and_a_second_time_takes_it_off(
    desk: Desk, site: Site
) -> None:
    with_stories(desk, site, count=3)
    here = [story.id for story in desk.store.stories(View())]
    desk.tag(here[2:], "harbour")
    desk.tag(here[1:2], "Hafen Ämter")

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        line = app.newsroom.status
        await pilot.press("t", "h", "a")
        await until(pilot, lambda: "harbour" in line.asked)
        assert "Hafen Ämter" in line.asked
        await pilot.press("r", "tab", "enter")
        await until(pilot, lambda: by_tag(desk)["harbour"] == ["0", "2"])
        assert line.asked == ""
        await pilot.press("t", "H", "A", "tab", "tab", "enter")
        await until(pilot, lambda: by_tag(desk)["Hafen Ämter"] == ["0", "1"])
        await pilot.press("t", "comma", "enter")
        assert "has a letter" in line.asked
        await pilot.press("backspace", "n", "e", "w", "enter")
        await until(pilot, lambda: by_tag(desk).get("new") == ["0"])
        await pilot.press("t", "N", "e", "w", "enter")
        await until(pilot, lambda: "new" not in by_tag(desk))
        before = by_tag(desk)
        await pilot.press("t", "x", "escape")
        await pilot.press("t", "enter")
        assert by_tag(desk) == before

    run(desk, use)


def test_read_above_below_source_section_and_what_a_filter_found(desk: Desk, site: Site) -> None:
    with_stories(desk, site, count=9)
    desk.store.index_pending()

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        every = unread(desk)
        await pilot.press("j", "j", "j", "left_parenthesis")
        await until(pilot, lambda: unread(desk) == every[3:])
        await pilot.press("right_parenthesis")
        await until(pilot, lambda: unread(desk) == every[3:4])
        await pilot.press("u", "u")
        await until(pilot, lambda: unread(desk) == every)
        for key in ("M", "Z"):
            await pilot.press(key)
            await until(pilot, lambda: unread(desk) == [])
            await pilot.press("u")
            await until(pilot, lambda: unread(desk) == every)
        await pilot.press("f", *"or title:4", "backspace", *"x", "escape", "f", *"title:7")
        await until(pilot, lambda: app.newsroom.wire.view.query is not None)
        await until(pilot, lambda: len(app.newsroom.wire.place.rows) == 1)
        await pilot.press("enter", "A")
        await until(pilot, lambda: unread(desk) == [n for n in every if n != "7"])

    run(desk, use)


def test_what_is_put_by_has_a_view_of_its_own(desk: Desk, site: Site) -> None:
    with_stories(desk, site, count=5)

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        wire = app.newsroom.wire
        await pilot.press("j", "b")
        await until(pilot, lambda: by_tag(desk) == {"later": ["1"]})
        here = wire.story
        await pilot.press("T")
        assert [row.story.title for row in wire.place.rows] == ["Headline 1"]
        await pilot.press("T")
        assert len(wire.place.rows) == 5
        assert wire.story is not None
        assert here is not None
        assert wire.story.id == here.id
        await pilot.press("T", "escape")
        assert len(wire.place.rows) == 5

    run(desk, use)


def test_bulk_changes_are_undone_after_a_restart(desk: Desk, site: Site) -> None:
    with_stories(desk, site, count=5)
    desk.set_read([desk.store.stories(View())[2].id], True)

    async def read(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("A")
        await until(pilot, lambda: unread(desk) == [])
        await until(pilot, lambda: said(app).startswith("4 stories read"))

    async def undo(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("u")
        await until(pilot, lambda: unread(desk) == ["0", "1", "3", "4"])
        await until(pilot, lambda: said(app) == "Undid: 4 stories read.")

    run(desk, read)
    run(desk, undo)


def test_a_range_whose_beginning_is_gone_is_the_story_alone() -> None:
    selection = Selection()
    selection.reach("b", ["a", "b", "c"])
    assert selection.ids == ("b",)
    selection.reach("c", ["a", "c"])
    assert selection.ids == ("b", "c")
    selection.reach("a", ["a", "b", "c"])
    assert set(selection.ids) == {"a", "b", "c"}


def test_every_kind_of_step_has_its_words() -> None:
    for kind in ("read", "unread", "star", "unstar", "tag", "untag", "remove"):
        assert "Desk" in told(Step(kind, "Desk", 1)) or "1" in told(Step(kind, "Desk", 1))


def test_the_wire_is_sorted_at_a_key_and_stays_so_after_a_restart(desk: Desk, site: Site) -> None:
    with_stories(desk, site, count=120)
    ids = desk.store.ids(View())
    for count, at in ((3, 110), (9, 115)):
        desk.store.count_comments(ids[at], count)

    async def sort(app: WireroomApp, pilot: Pilot[None]) -> None:
        wire = app.newsroom.wire
        assert [row.story.id for row in wire.place.rows[:2]] == ids[:2]
        await pilot.press("O", "O", "O")
        assert [row.story.title for row in wire.place.rows[:3]] == [
            "Headline 115",
            "Headline 110",
            "Headline 0",
        ]
        assert "The most discussed first" in app.newsroom.head._about
        for _ in range(119):
            await pilot.press("j")
        assert wire.story is not None
        assert wire.story.title == "Headline 119"
        await pilot.press("g", "n")
        assert wire.story.title == "Headline 110"
        await pilot.press("left_parenthesis")
        assert "newest first" in said(app)

    async def again(app: WireroomApp, pilot: Pilot[None]) -> None:
        wire = app.newsroom.wire
        assert wire.story is not None
        assert wire.story.title == "Headline 115"
        await pilot.press("U")
        assert wire.story.title == "Headline 115"
        await pilot.press("O")
        assert wire.story.title == "Headline 0"

    run(desk, sort)
    run(desk, again)
