"""Opening a store: a new one, an older one, a damaged one, with others at the door."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.store.test_merge import entry, merge, source, titles
from tui.store import Counts, Store, StoreFailure, View
from tui.store.identity import hashed
from tui.store.schema import _LOGS, MIGRATIONS

OPENER = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from tui.store import Store
print("ready", flush=True)
sys.stdin.readline()
store = Store.open(Path(sys.argv[2]))
store.add_section("World")
store.close()
"""


def test_several_processes_may_make_the_store_at_once(tmp_path: Path) -> None:
    root = str(Path(__file__).parents[2])
    openers = [
        subprocess.Popen(
            [sys.executable, "-c", OPENER, root, str(tmp_path / "wireroom.db")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    for one in openers:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in openers:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    for one in openers:
        _, complaint = one.communicate(timeout=60)
        assert one.returncode == 0, complaint


def test_opening_waits_for_who_is_making_the_file(tmp_path: Path) -> None:
    path = tmp_path / "wireroom.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE being_made (x)")
    other.execute("BEGIN EXCLUSIVE")
    opened: list[Store] = []
    opening = threading.Thread(target=lambda: opened.append(Store.open(path)))
    opening.start()
    opening.join(0.1)  # long enough to meet the lock; if it has not, the test says nothing
    other.execute("COMMIT")
    other.close()
    opening.join(30)
    assert opened
    opened[0].close()


def _older_store(path: Path, version: int) -> None:
    """Two stories and a dropped source's third, as an older version kept them."""
    old = sqlite3.connect(path)
    for number in range(version):
        old.executescript(MIGRATIONS[number])
    old.executescript(f"""
        PRAGMA user_version = {version};
        INSERT INTO section (id, name, unread, total) VALUES (1, 'World', 1, 2);
        INSERT INTO source (id, url, title, section_id, unread, total, removed)
            VALUES (1, 'https://a.example/', 'A', 1, 1, 2, NULL), (2, 'https://b.example/', 'B', 1, 1, 1, 9);
        INSERT INTO identity VALUES ({hashed("guid", "tag:kept")}, 1, {100 << 20}, 20000), (8, 1, 77, 20000);
        INSERT INTO journal VALUES (1, 0, 'remove', 'B', x'0200000000000000');
    """)
    content = "content" if version == 1 else "content (id, html)"
    for id_, table, title, read, starred in (
        (100, "story", "Kept", 0, 1),
        (200, "story", "Bare", 1, 0),
        (300, "removed_story", "Dropped", 0, 0),
    ):
        old.execute(
            f"""INSERT INTO {table} (id, source_id, section_id, title, url, author, summary, image,
                comments_url, comments_feed, comment_count, language, read, starred, guid_key, text_hash,
                rest_hash) VALUES (?, ?, 1, ?, 'https://a.example/x', '', '', '', '', '', 5, 'en', ?, ?,
                {hashed("guid", "tag:kept")}, 0, 0)""",
            (id_ << 20, 1 + (table != "story"), title, read, starred),
        )
        if title != "Bare":
            old.execute(f"INSERT INTO {content} VALUES (?, ?)", (id_ << 20, f"<p>{title} words</p>"))
        if version > 1:
            old.execute(f"UPDATE {table} SET content_id = id WHERE id IN (SELECT id FROM content)")
    if version > 1:
        old.executescript(
            "UPDATE source SET starred = 1, unread_starred = 1 WHERE id = 1;"
            "UPDATE section SET starred = 1, unread_starred = 1"
        )
    old.execute("INSERT INTO unindexed SELECT id FROM story")
    old.commit()
    old.close()


@pytest.mark.parametrize("version", [1, 2, 3])
def test_an_older_store_is_brought_up_to_date_whole(tmp_path: Path, version: int) -> None:
    path = tmp_path / "wireroom.db"
    _older_store(path, version)
    store = Store.open(path)
    try:
        assert store.check() == []
        assert store.counts(View(starred=True)) == Counts(1, 1)
        bare, kept = store.stories(View())
        assert (bare.id, kept.id) == (str(200 << 20), str(100 << 20))
        assert (bare.title, bare.read, bare.starred) == ("Bare", True, False)
        assert (kept.title, kept.read, kept.starred) == ("Kept", False, True)
        assert (kept.url, kept.comment_count, kept.language) == ("https://a.example/x", 5, "en")
        assert [store.html(one.id) for one in (bare, kept)] == ["", "<p>Kept words</p>"]
        assert [one.title for one in store.search("words")] == ["Kept"]
        # What has been swept stays so, what is known is not new, and what was dropped comes back.
        merged = merge(store, store.sources()[0], entry("kept"), entry("x"), entry("y"))
        assert (len(merged.arrived), merged.edited) == (2, (kept.id,))
        assert store.undo() == ("remove", "B", 1)
        assert store.html(str(300 << 20)) == "<p>Dropped words</p>"
        assert [one.title for one in store.search("dropped")] == ["Dropped"]
        assert store.html(store.stories(View())[0].id) == "<p>Text of x</p>"
        assert len(titles(store)) == 5
        assert store.check() == []
    finally:
        store.close()


def test_what_waited_in_an_older_store_is_indexed_and_compared(tmp_path: Path) -> None:
    path = tmp_path / "wireroom.db"
    version = MIGRATIONS.index(_LOGS)
    old = sqlite3.connect(path)
    for script in MIGRATIONS[:version]:
        old.executescript(script)
    old.executescript(f"""
        PRAGMA user_version = {version};
        INSERT INTO section (id, name, unread, total) VALUES (1, 'World', 3, 3);
        INSERT INTO source (id, url, title, section_id, unread, total)
            VALUES (1, 'https://a.example/', 'A', 1, 3, 3)
    """)
    for number in (1, 2, 3):
        old.execute(
            f"INSERT INTO entry VALUES (?, {number}, ?, '', NULL, NULL, '', '', '', '', '', '', '')",
            (number, f"Story {number}"),
        )
        old.execute(
            "INSERT INTO story (id, source_id, section_id, entry_id) VALUES (?, 1, 1, ?)",
            ((900 + number) << 20, number),
        )
    for log in ("unindexed", "uncompared"):
        old.execute(f"INSERT INTO {log} SELECT id FROM story WHERE entry_id != 2")
    for index, column in (("search", "title"), ("search_start", "words")):
        old.execute(
            f"INSERT INTO {index} (rowid, {column}) SELECT id, 'Story 2' FROM story WHERE entry_id = 2"
        )
    old.commit()
    old.close()
    store = Store.open(path)
    try:
        assert [one.title for one in store.uncompared(9)] == ["Story 3", "Story 1"]
        assert store.index_pending() == 2 + 3  # all: what an older index has is not found in the new one
        assert [one.title for one in store.search("story")] == ["Story 3", "Story 2", "Story 1"]
        assert store.check() == []
    finally:
        store.close()


def test_a_newer_schema_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "wireroom.db"
    Store.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreFailure, match="newer wireroom"):
        Store.open(path)


def test_a_damaged_file_is_named_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "wireroom.db"
    path.write_bytes(b"no database" * 500)
    with pytest.raises(StoreFailure, match=r"wireroom\.db is damaged"):
        Store.open(path)
    assert path.read_bytes() == b"no database" * 500


def test_damage_met_while_reading_is_named_and_found_by_the_doctor(tmp_path: Path) -> None:
    path = tmp_path / "wireroom.db"
    store = Store.open(path)
    merge(store, source(store), *(entry(str(n), n, summary="s" * 900) for n in range(300)))
    root = store._database.reader.execute(
        "SELECT rootpage FROM sqlite_schema WHERE name = 'story'"
    ).fetchone()[0]
    page = store._database.reader.execute("PRAGMA page_size").fetchone()[0]
    store.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * page)
        file.write(b"\xff" * page)
    damaged = path.read_bytes()
    store = Store.open(path)
    try:
        with pytest.raises(StoreFailure, match=r"wireroom\.db is damaged"):
            store.stories(View())
        assert store.check() != []
    finally:
        store.close()
    assert path.read_bytes()[100:] == damaged[100:]


def test_a_full_disk_is_named_and_nothing_is_half_written(store: Store) -> None:
    desk = source(store)
    merge(store, desk, entry("x"))
    store.submit(lambda c: c.execute("PRAGMA max_page_count = 1").fetchall()).result()
    with pytest.raises(StoreFailure, match="disk is full"):
        merge(store, desk, *(entry(str(n), html="h" * 9000) for n in range(200)))
    store.submit(lambda c: c.execute("PRAGMA max_page_count = 1000000").fetchall()).result()
    assert titles(store) == ["Story x"]
    assert store.check() == []
    assert len(merge(store, desk, entry("y")).arrived) == 1


def test_a_store_whose_folder_went_away_fails_and_does_not_hang(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "home" / "wireroom.db") if (tmp_path / "home").mkdir() is None else None
    assert store is not None
    shutil.rmtree(tmp_path / "home")
    for _ in range(2):
        with pytest.raises(StoreFailure, match="opened or written"):
            store.submit(lambda c: c.execute("SELECT 1")).result(timeout=30)
    store.close()


def test_a_closed_store_says_so(store: Store) -> None:
    store.sections()
    store.close()
    with pytest.raises(StoreFailure, match="closed"):
        store.sections()
    with pytest.raises(StoreFailure, match="closed"):
        store.undo()


def test_threads_that_ended_leave_no_connection_behind(store: Store) -> None:
    for _ in range(20):
        reading = threading.Thread(target=store.sections)
        reading.start()
        reading.join()
    assert len(store._database._readers) <= 2


def test_importing_the_store_is_light() -> None:
    heavy = (
        "json hashlib logging asyncio concurrent.futures re tui.text tui.store.merge tui.store.search".split()
    )
    script = f"import sys, tui.store; print([name for name in {heavy} if name in sys.modules])"
    asked = [sys.executable, "-c", "import sys; print(sorted(sys.modules))"]
    bare = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    # dataclasses brings re along; the rest must come from nowhere.
    assert [name for name in eval(told.stdout) if name != "re" and f"'{name}'" not in bare] == []
