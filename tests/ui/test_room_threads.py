"""The thread in the room: what is new, going through it, its order, its people, its addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from textual.pilot import Pilot

from tests.talk.services import LemmyService, Remark, Service
from tests.ui.pages import Site
from tests.ui.test_article import run, until, with_stories
from tests.ui.test_room import shown
from tests.ui.test_room_elsewhere import lobsters, reader  # noqa: F401
from tui.desk import Desk
from tui.model import Comment, Identity, Paragraph, Span, Thread
from tui.talk.thread_order import in_thread_order
from tui.ui.app import WireroomApp
from tui.ui.panes.room import RoomPane

NOON = datetime(2026, 11, 12, 12, tzinfo=UTC)
FAMILY = [("a", "", 1), ("b", "a", 5), ("c", "b", 2), ("d", "a", 9), ("e", "", 7)]


def comment(id_: str, parent: str, score: int | None = None, author: str = "mira") -> Comment:
    minute = ord(id_[0]) - ord("a")
    return Comment(
        id_,
        author,
        (Paragraph((Span(f"Remark {id_}."),)),),
        parent,
        NOON + timedelta(minutes=minute),
        url=f"https://desk.example/1#{id_}" if id_ != "e" else "",
        score=score,
    )


def stored(desk: Desk, comments: Sequence[Comment], **more: str) -> None:
    """Stores a thread as the discussion of the newest story."""
    story = desk.store.search("headline 0")[0]
    thread = Thread("https://desk.example/c", "comment feed", "T", "https://desk.example/1", **more)
    ordered = in_thread_order(comments)
    desk.store.save_thread(story.url, replace(thread, comments=ordered, count=len(ordered)))


def here(pane: RoomPane) -> str:
    return pane.comment.id if pane.comment else ""


async def opened(app: WireroomApp, pilot: Pilot[None], words: str = "Remark a.") -> RoomPane:
    pane = app.newsroom.room
    await pilot.press("enter")
    await until(pilot, lambda: words in shown(pane))
    await pilot.press("c")
    return pane


def test_what_came_since_the_last_visit_is_marked_and_stepped_through(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    stored(desk, [comment(*one) for one in FAMILY])

    async def first(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = await opened(app, pilot)
        assert "new" not in shown(pane)
        await pilot.press("n")
        assert here(pane) == "a"

    async def second(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = await opened(app, pilot)
        assert "2 new" in shown(pane)
        assert shown(pane).count("● new") == 2
        await pilot.press("enter")  # folds a, with one of them below it
        assert "▸ 4 replies ● 1 new" in shown(pane)
        await pilot.press("n")
        assert here(pane) == "f"
        await pilot.press("n")
        assert here(pane) == "g"
        await pilot.press("n")
        assert here(pane) == "g"
        await pilot.press("p")
        assert here(pane) == "f"
        await pilot.press("tab", "n")  # in the wire it means a story
        assert app.newsroom.wire.story is not None
        assert app.newsroom.wire.story.title == "Headline 1"

    async def third(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = await opened(app, pilot)
        assert "new" not in shown(pane)

    run(desk, first)
    stored(desk, [comment(*one) for one in [*FAMILY, ("f", "b", None), ("g", "e", None)]])
    run(desk, second)
    run(desk, third)


def test_what_was_not_in_sight_is_new_the_next_time_too(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    stored(desk, [comment(*one) for one in FAMILY])
    many = [Comment(f"x{n:03}", "oleg", (Paragraph((Span(f"Late {n}."),)),)) for n in range(60)]

    async def look(app: WireroomApp, pilot: Pilot[None]) -> None:
        await opened(app, pilot, "Remark")

    async def look_again(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = await opened(app, pilot, "60 new")
        assert "● new" in shown(pane)

    async def look_at_last(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = await opened(app, pilot, "Late")
        left = pane._tree.new_count
        assert 0 < left < 60
        await pilot.press("n")
        assert "● new" in shown(pane)

    run(desk, look)
    stored(desk, [*[comment(*one) for one in FAMILY], *many])
    run(desk, look_again)
    run(desk, look_at_last)


def test_siblings_and_parents_are_a_key_away(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    stored(desk, [comment(*one) for one in FAMILY])

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = await opened(app, pilot)
        reached = []
        for key in ("}", "}", "{", "j", "}", "{", "j", "H", "H", "H"):
            await pilot.press(key)
            reached.append(here(pane))
        assert reached == ["e", "e", "a", "b", "d", "b", "c", "b", "a", "a"]

    run(desk, use)


def test_comments_are_sorted_within_their_parents_or_as_a_list(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    stored(desk, [comment(*one) for one in FAMILY])

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = await opened(app, pilot)

        def order() -> str:
            return "".join(one.id for one in pane._tree.comments)

        assert order() == "abcde"
        await pilot.press("O")
        assert order() == "edcba"
        assert "newest first" in shown(pane)
        assert "to mira" in shown(pane)
        await pilot.press("O")
        assert order() == "eadbc"
        assert "best first" in shown(pane)
        await pilot.press("O")
        assert order() == "abcde"
        assert "first" not in shown(pane)

    run(desk, use)


def test_the_author_the_starter_and_the_reader_are_named(desk: Desk, site: Site) -> None:
    with_stories(desk, site, author="Ana Ruiz")
    people = [
        comment("a", "", author="Ana Ruiz"),
        comment("b", "", author="oleg"),
        comment("c", "", author="Mira"),
        comment("d", "", author="nobody"),
    ]
    stored(desk, people, starter="oleg")

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = await opened(app, pilot)
        pane.identify([Identity("comment feed", "desk.example", "mira"), Identity("isso", "x.org", "nobody")])
        heads = [line for line in shown(pane).split("\n") if "2026" in line and "▲" not in line]
        marked = [head.split(" · ")[0] for head in heads if "comments" not in head]
        assert marked == ["Ana Ruiz author", "oleg OP", "Mira you", "nobody 12 Nov 2026"]

    run(desk, use, (160, 40))


def test_a_comments_own_address_is_copied_else_the_threads(desk: Desk, site: Site) -> None:
    with_stories(desk, site)
    stored(desk, [comment(*one) for one in FAMILY])

    async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
        await opened(app, pilot)
        await pilot.press("j", "y")
        assert app.clipboard == "https://desk.example/1#b"
        await pilot.press("G", "y")
        assert app.clipboard == "https://desk.example/1"

    run(desk, use)


def test_a_new_comment_is_looked_for_in_pages_to_come(tmp_path: Path, lobsters: Service) -> None:  # noqa: F811
    lobsters.remarks = [Remark(n, html=f"<p>Remark {n}.</p>") for n in range(1, 121)]
    desk = reader(tmp_path, lobsters)

    async def first(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.room
        await pilot.press("enter", "d")
        await until(pilot, lambda: "Remark 1." in shown(pane))
        assert "● new" not in shown(pane)

    async def second(app: WireroomApp, pilot: Pilot[None]) -> None:
        pane = app.newsroom.room
        await pilot.press("enter", "d")
        await until(pilot, lambda: "Remark 1." in shown(pane))
        await pilot.press("n")
        await until(pilot, lambda: "It is late." in shown(pane))
        assert here(pane) == "121"
        await pilot.press("n")
        assert here(pane) == "121"

    run(desk, first, (160, 40))
    late = datetime.now(UTC) + timedelta(seconds=1)
    lobsters.remarks.append(Remark(121, html="<p>It is late.</p>", at=f"{late:%Y-%m-%dT%H:%M:%SZ}"))
    run(desk, second, (160, 40))
    desk.close()


def test_looking_for_new_comments_ends_where_the_service_fails(tmp_path: Path) -> None:
    with LemmyService() as lemmy:
        lemmy.remarks = [Remark(n) for n in range(1, 121)]
        desk = reader(tmp_path, lemmy)

        async def use(app: WireroomApp, pilot: Pilot[None]) -> None:
            pane = app.newsroom.room
            await pilot.press("enter", "d")
            await until(pilot, lambda: pane._items.count == 50)
            lemmy.broken = b"<h1>Sorry</h1>"
            asked = len(lemmy.asked)
            await pilot.press("n")
            await until(pilot, lambda: "other than a discussion" in " ".join(shown(pane).split()))
            assert not pane._seeking
            assert len(lemmy.asked) == asked + 1
            lemmy.broken = None
            await pilot.press("n")
            await until(pilot, lambda: pane._items.count == 120 and not pane._seeking)
            assert app.newsroom.status.sentence == "No new comment below."

        run(desk, use, (160, 40))
        desk.close()


def test_the_wire_says_which_discussions_moved(desk: Desk, site: Site) -> None:
    with_stories(desk, site, comments_feed=f"{site.url}/comments")
    site.article("/0", "Headline 0", "Some text. " * 30)
    site.comments("/comments", [("a", "", "Who pays?"), ("b", "a", "The north.")])

    def row(app: WireroomApp) -> str:
        return "".join(text for text, _role in app.newsroom.wire.place.rows[0].lines[-1])

    async def first(app: WireroomApp, pilot: Pilot[None]) -> None:
        await pilot.press("enter")
        await until(pilot, lambda: "The north." in shown(app.newsroom.room))
        await until(pilot, lambda: row(app).endswith("2 comments"))

    async def second(app: WireroomApp, pilot: Pilot[None]) -> None:
        assert row(app).endswith("5 comments, 3 new")
        await pilot.press("=")
        assert "+3 comments" in row(app)
        await pilot.press("=", "enter")
        await until(pilot, lambda: row(app).endswith("5 comments"))

    run(desk, first, (200, 40))
    asked = len(site.asked)
    desk.store.count_comments(desk.store.search("headline 0")[0].id, 5)
    run(desk, second, (200, 40))
    assert site.asked[asked:].count("/comments") <= 1
