"""What the reader asks for: asked, held back, moved, retired, or not asked since nobody is there."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.desk.scene import Held, Scene, feed, play, silent
from tests.net.rough_server import answer, moved
from tui.model import Change
from tui.shell.refresh import sentence
from tui.ui.refreshes import told


def test_what_a_server_forbade_is_not_asked_again_by_anybody(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.server.routes |= {"/busy": answer(b"", 503, retry_after="3600"), "/well": feed("one")}
        busy, well = scene.add("/busy"), scene.add("/well")
        assert {o.failure_code for o in (await scene.refresh()).outcomes} == {"", "try-later"}
        await scene.reopen()
        for summary in (await scene.refresh(), await scene.refresh(busy, well)):
            outcomes = {o.source_id: o for o in summary.outcomes}
            assert outcomes[busy.id].change is Change.HELD_BACK
            assert "1 h" in outcomes[busy.id].failure or "60 min" in outcomes[busy.id].failure
            assert outcomes[well.id].change is not Change.HELD_BACK
            assert not summary.failed
            assert "1 held back" in sentence(summary)
            assert "1 held back" in told(summary)
        assert scene.server.paths.count("/busy") == 1
        assert scene.source(busy).failures == 1

    play(tmp_path, act)


def test_too_many_requests_closes_the_host_for_the_next_process_too(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.server.routes |= {
            "/busy": answer(b"", 429, retry_after="600"),
            "/b": feed("b"),
            "/c": feed("c"),
        }
        busy = scene.add("/busy")
        await scene.refresh(busy)
        other = scene.add("/b")
        summary = await scene.refresh()
        assert [o.change for o in summary.outcomes] == [Change.HELD_BACK] * 2
        await scene.reopen()
        scene.add("/c")
        assert len((await scene.refresh()).held_back) == 3
        assert scene.server.paths == ["/busy"]
        assert (scene.source(other).failures, scene.source(other).checked) == (0, None)

    play(tmp_path, act)


def test_a_host_that_closes_on_the_way_postpones_the_rest(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.server.routes |= {"/busy": answer(b"", 429), "/to-busy": moved("/b"), "/b": feed("b")}
        busy, other = scene.add("/busy"), scene.add("/b")
        await scene.refresh(busy)
        summary = await scene.refresh(other)  # it did not say for how long: a minute
        assert [(o.change, o.failure_code) for o in summary.outcomes] == [(Change.HELD_BACK, "host-resting")]
        after = scene.source(other)
        assert (after.failures, after.failure) == (0, "")
        assert after.closed is not None
        assert after.due is not None
        assert after.due >= after.closed
        assert scene.server.paths == ["/busy"]

    play(tmp_path, act)


def test_gone_is_said_and_can_be_taken_back(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.server.routes |= {"/a": answer(b"", 410), "/b": feed("b")}
        source = scene.add("/a")
        scene.add("/b")
        summary = await scene.refresh()
        assert "1 gone for good" in sentence(summary)
        assert "1 gone for good" in told(summary)
        assert scene.sources_changed == 1
        assert scene.source(source).retired
        await scene.refresh()
        assert scene.server.paths.count("/a") == 1
        scene.server.routes["/a"] = feed("back")
        assert (await scene.refresh(source)).arrived == 1
        assert not scene.source(source).retired

    play(tmp_path, act)


def test_a_move_is_said_and_believed_once_a_feed_came_from_there(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        etag = feed("one").replace(b"\r\n\r\n", b'\r\netag: "1"\r\n\r\n', 1)
        scene.server.routes |= {"/a": etag, "/login": answer("<html>Log in</html>")}
        source = scene.add("/a")
        await scene.refresh()
        for page in (answer(b"", 304), answer("<!doctype html><p>Log in</p>")):
            scene.server.routes |= {"/a": moved("/login", 301), "/login": page}
            summary = await scene.refresh()
            assert not summary.moved
            assert scene.source(source).url.endswith("/a")
        scene.server.routes["/login"] = feed("one", "two")
        summary = await scene.refresh()
        assert [o.moved_to for o in summary.moved] == [scene.server.url("/login")]
        assert "1 moved" in sentence(summary)
        assert "1 source moved" in told(summary)
        assert scene.source(source).url == scene.server.url("/login")
        assert scene.sources_changed == 1

    play(tmp_path, act)


def test_where_nobody_answers_no_source_has_failed(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        sources = [scene.add(silent(number)) for number in range(2, 6)]
        summary = await scene.refresh()
        assert summary.offline
        assert len(summary.failed) == 4
        assert not scene.desk.online
        assert "network" in told(summary)
        assert {scene.source(one).failures for one in sources} == {0}
        scene.server.routes["/a"] = feed("one")
        scene.add("/a")
        summary = await scene.refresh()
        assert not summary.offline
        assert scene.desk.online
        assert {scene.source(one).failures for one in sources} == {1}
        await scene.refresh(*sources)  # somebody answered just now, so it is not the link
        assert {scene.source(one).failures for one in sources} == {2}

    play(tmp_path, act)


def test_where_nobody_answers_it_stops_early(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        for number in range(2, 502):
            scene.add(silent(number))
        summary = await scene.refresh()
        assert summary.offline
        assert 8 <= len(summary.outcomes) < 450

    play(tmp_path, act)


def test_one_slow_answer_is_waited_for_before_everybody_is_given_up(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        held = Held(feed("one"))
        scene.server.routes["/slow"] = held
        scene.add("/slow")
        sources = [scene.add(silent(number)) for number in range(2, 252)]
        running = asyncio.ensure_future(scene.refresh())
        await held.asked.wait()
        held.may_go.set()
        summary = await running
        assert not summary.offline
        assert len(summary.outcomes) == 251
        assert {scene.source(one).failures for one in sources} == {1}

    play(tmp_path, act)


def test_side_by_side_they_are_told_as_one_and_nothing_is_asked_twice(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        held = Held(feed("slow"))
        scene.server.routes |= {"/slow": held, "/b": feed("b")}
        scene.add("/slow")
        keeping = scene.desk.keep_fresh()
        await held.asked.wait()
        scene.add("/b")
        explicit = await scene.refresh()
        assert [o.url for o in explicit.outcomes] == [scene.server.url("/b")]
        assert scene.ended.empty()
        held.may_go.set()
        whole = await scene.ended.get()
        assert whole.arrived == 2
        assert sorted(scene.server.paths) == ["/b", "/slow"]
        keeping.cancel()

    play(tmp_path, act)
