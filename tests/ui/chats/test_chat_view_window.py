"""The window on a chat: what is in sight, and that nothing but the reader moves it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tui.articles.lines import Line, Segment
from tui.ui.chats.chat_rows import lead
from tui.ui.chats.chat_view_window import Window

HEIGHTS = st.lists(st.integers(1, 9), min_size=1, max_size=40)
MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.sampled_from([1, -1, 5, -5])),
        st.tuples(st.just("page"), st.sampled_from([1, -1])),
        st.tuples(st.just("scroll"), st.integers(-9, 9)),
        st.tuples(st.just("to_end"), st.booleans()),
        st.tuples(st.just("go"), st.integers(0, 40)),
        st.tuples(st.just("resize"), st.integers(1, 25)),
    ),
    max_size=30,
)


class Scene:
    """Messages of so many lines, each named "message.line"; the names of those laid out are noted."""

    def __init__(self, heights: list[int], height: int = 12, names: list[str] | None = None) -> None:
        self.heights = list(heights)
        self.names = names or [str(n) for n in range(len(heights))]
        self.laid: set[str] = set()
        self.window = Window(self.lines, lead)
        self.window.height = height
        self.window.take(len(heights), 0, 0, follow=True)

    def lines(self, item: int) -> list[Line]:
        self.laid.add(self.names[item])
        return [Line((Segment(f"{self.names[item]}.{n}", "body"),)) for n in range(self.heights[item])]

    def sight(self) -> list[str]:
        return [self.lines(item)[line].text for item, line in self.window.rows()]

    def do(self, name: str, by: int | bool) -> None:
        if name == "to_end":
            self.window.to_end(top=bool(by))
        else:
            getattr(self.window, name)(by)


def test_it_opens_at_the_end_and_moves_by_messages() -> None:
    scene = Scene([1] * 100, height=10)
    assert scene.sight() == [f"{n}.0" for n in range(90, 100)]
    assert not scene.window.move(1)
    for _ in range(9):
        assert scene.window.move(-1)
    assert scene.sight()[0] == "90.0"
    scene.window.move(-1)
    assert "89.0" in scene.sight()
    assert scene.sight()[0] != "89.0"  # by a part of a page
    assert scene.window.cursor == 89


def test_what_comes_is_shown_at_the_end_alone() -> None:
    scene = Scene([2] * 20, height=8)
    scene.heights += [2] * 3
    scene.names += ["a", "b", "c"]
    scene.window.take(23, 0, 0, follow=scene.window.follows)
    assert scene.sight()[-1] == "c.1"
    scene.window.move(-1)
    before = scene.sight()
    row = scene.window.hold()
    scene.heights += [2] * 3
    scene.names += ["d", "e", "f"]
    scene.window.take(26, scene.window.cursor, row, follow=scene.window.follows)
    assert scene.sight() == before
    assert not scene.window.follows


@given(HEIGHTS, HEIGHTS, MOVES)
def test_what_comes_above_moves_nothing(heights: list[int], older: list[int], moves: list) -> None:
    scene = Scene(heights)
    for move in moves:
        scene.do(*move)
    if scene.window.follows:
        return
    before, row, cursor = scene.sight(), scene.window.hold(), scene.window.cursor
    full = len(before) == scene.window.height
    scene.heights = older + scene.heights
    scene.names = [f"older{n}" for n in range(len(older))] + scene.names
    scene.window.take(len(scene.heights), cursor + len(older), row, follow=False)
    if full:
        assert scene.sight() == before
    assert scene.window.hold() == row or not full


@given(HEIGHTS, st.integers(1, 25), MOVES)
def test_it_is_never_lost(heights: list[int], height: int, moves: list) -> None:
    scene = Scene(heights, height)
    total = sum(heights)
    for move in moves:
        scene.do(*move)
        rows = scene.window.rows()
        assert len(rows) == min(total, scene.window.height)
        assert 0 <= scene.window.cursor < len(heights)
        assert scene.window.cursor in {item for item, _line in rows}
        flat = [(item, line) for item, tall in enumerate(heights) for line in range(tall)]
        at = flat.index(rows[0])
        assert rows == flat[at : at + len(rows)]


@given(HEIGHTS, st.integers(2, 25))
@settings(max_examples=40)
def test_all_is_seen_by_going_down_and_up(heights: list[int], height: int) -> None:
    scene = Scene(heights, height)
    everything = {f"{item}.{line}" for item, tall in enumerate(heights) for line in range(tall)}
    for step in (-1, 1):
        seen = set(scene.sight())
        for _ in range(2 * sum(heights)):
            if not scene.window.move(step):
                break
            seen |= set(scene.sight())
        assert seen == everything
    for pages in (-1, 1):
        seen = set(scene.sight())
        while scene.window.page(pages):
            seen |= set(scene.sight())
        assert seen == everything


def test_only_what_is_seen_is_laid_out() -> None:
    scene = Scene([3] * 20_000, height=30)
    scene.sight()
    assert len(scene.laid) < 15
    scene.window.to_end(top=True)
    scene.sight()
    scene.window.page(1)
    assert len(scene.laid) < 60
