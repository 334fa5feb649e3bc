"""Opening, paging, sweeping, searching, and two processes at once."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.store.test_merge import entry, merge, source, titles
from tui.store import Store, View


def test_pages_join_without_a_gap(store: Store) -> None:
    merge(store, source(store), *(entry(str(n), n) for n in range(95)))
    seen: list[str] = []
    before = None
    while page := store.stories(View(), before=before, limit=10):
        seen += [story.id for story in page]
        before = page[-1].id
    assert seen == [story.id for story in store.stories(View(), limit=1000)]
    assert [story.id for story in store.stories(View(), after=seen[50], limit=10)] == seen[40:50]


_REFRESHER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.store.test_merge import entry, source
from tui.store import Fetched, Store
store = Store.open(Path({path!r}))
desks = [source(store, str(n)) for n in range(4)]
for round in range(15):
    now = datetime.now(UTC)
    store.merge([Fetched(d.id, tuple(entry(str(n), n) for n in range(round * 3)), now) for d in desks])
store.close()
"""


def test_two_processes_on_one_store_lose_and_double_nothing(tmp_path: Path) -> None:
    path = tmp_path / "wireroom.db"
    script = _REFRESHER.format(root=str(Path(__file__).parents[2]), path=str(path))
    running = [
        subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    for one in running:
        _, err = one.communicate(timeout=60)
        assert one.returncode == 0, err
    store = Store.open(path)
    assert len(titles(store)) == 4 * 42
    assert store.check() == []
    store.close()


def test_a_killed_writer_leaves_a_store_that_opens(tmp_path: Path) -> None:
    path = tmp_path / "wireroom.db"
    script = _REFRESHER.format(root=str(Path(__file__).parents[2]), path=str(path)).replace(
        "store.close()", "print('merged', flush=True); import time; store.submit(lambda c: (c.execute("
        "'DELETE FROM story'), print('half', flush=True), time.sleep(60)))"
    )  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-c", script + "\ntime.sleep(60)"], stdout=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"merged\n"
        assert running.stdout.readline() == b"half\n"
        running.kill()
    store = Store.open(path)
    assert len(titles(store)) == 4 * 42
    assert store.check() == []
    store.close()


def test_due_sources_are_those_whose_time_has_come(store: Store) -> None:
    from tui.store import Fetched

    first, second = source(store, "a"), source(store, "b")
    now = datetime.now(UTC)
    store.merge([Fetched(first.id, None, now, due=now + timedelta(hours=1))])
    assert [one.id for one in store.due(now)] == [second.id]
    assert len(store.due(now + timedelta(hours=2))) == 2


def test_some_stories_are_read_at_once(store: Store) -> None:
    merge(store, source(store), entry("one", 1), entry("two", 2))
    every = store.stories(View())
    assert store.some_stories([*(story.id for story in every), "12345"]) == {one.id: one for one in every}
    assert len(every) == 2
