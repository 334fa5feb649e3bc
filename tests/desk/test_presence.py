"""That the reader is here is noted now and then: a crash takes little of it, an idle night nothing."""

from __future__ import annotations

from pathlib import Path

from tests.store.scratch import new_store
from tests.store.test_merge import entry, merge, source
from tui.desk.presence import Presence, told
from tui.store import Store
from tui.store.presence import PAUSE, Absence

START = 1_794_000_000


def test_what_is_done_is_noted_once_a_minute_and_at_the_end(tmp_path: Path) -> None:
    store = Store.open(new_store(tmp_path / "wireroom.db"))
    clock = [float(START)]
    here = Presence(store, lambda: clock[0])

    def after(seconds: float) -> bool:
        clock[0] += seconds
        noting = here.act()
        return noting is not None and noting.result() is None

    def left() -> int:
        absence = store.absence(clock[0] + PAUSE)
        assert absence is not None
        return absence.left - START

    assert after(0)
    assert [after(20), after(30)] == [False, False]
    assert left() == 0  # what a crash leaves
    assert after(20)
    assert left() == 70
    assert not after(10)
    merge(store, source(store), entry("a"))
    clock[0] += 5
    here.leave()
    store.submit(lambda _c: None).result()
    assert store.absence(clock[0] + PAUSE) == Absence(START + 80, int(clock[0]) + PAUSE, 1, 1)

    again = Presence(store, lambda: clock[0])
    again.act()
    clock[0] += 15
    again.act()
    clock[0] += 9 * 3600  # nobody is there, news comes, and the terminal is closed
    merge(store, source(store, "b"), entry("b"))
    again.leave()
    absence = store.absence(clock[0])
    assert absence is not None
    assert absence.after == 1
    store.close()


def test_how_long_is_told_as_the_wire_tells_times() -> None:
    lasting = {45: "1 story came in 45 min", 600: "1 story came in 10 h", 4321: "1 story came in 3 days"}
    for minutes, words in lasting.items():
        assert told(Absence(START, START + 60 * minutes, 0, 1), 1) == words
