"""The first screen, drawn before Textual is there, is the one that the app settles on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import termios
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyte
import pytest

from bench.pty_session import PtySession
from tests.store.scratch import new_store
from tui.config import Settings
from tui.model import Entry
from tui.store import Fetched, Store, View
from tui.ui.first_paint import first_screen
from tui.ui.palettes import ANSI, DARK, LIGHT

SIZES = [(120, 40), (80, 24), (60, 20)]
TRUE = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
SIXTEEN = {"TERM": "xterm-16color", "COLORTERM": ""}
FRESH = 60  # stories: more than a page


def fill(folder: Path, *, theme: str = DARK) -> Store:
    """A store with read, starred and commented stories of three days, in sections, one source failing."""
    (folder / "settings.toml").write_text(f'theme = "{theme}"\n')
    store = Store.open(new_store(folder / "wireroom.db"))
    now = datetime.now(UTC)
    for name in ("World", "Business & Markets", "Культура", "Science"):
        source = store.add_source(f"http://127.0.0.1:1/{name}", f"Desk {name}", store.add_section(name).id)
        entries = tuple(
            Entry(
                f"Ferry pact {n} signed after “all-night” talks between the two port cities — Паром",
                id=str(n),
                published=now - timedelta(hours=n, minutes=7),
                comment_count=n % 3 * 7 or None,
            )
            for n in range(FRESH // 4)
        )
        failure = "It can't be reached." if name == "World" else ""
        store.merge(
            [
                Fetched(
                    source.id,
                    entries,
                    now,
                    due=now + timedelta(hours=6),
                    failure=failure,
                    failure_code="not-a-feed",
                )
            ]
        )
    store.saved.add("Ferries", "section:world is:unread")
    page = store.stories(View(), limit=9)
    store.set_read([story.id for story in page[1::2]], True)
    store.set_starred([page[2].id, page[3].id], True)
    return store


def cells(screen: pyte.Screen) -> list[list[tuple[object, ...]]]:
    """What stands in each cell; of a blank one only what is to be seen."""
    return [
        [
            (" ", cell.bg, cell.reverse)
            if cell.data == " "
            else (cell.data, cell.fg, cell.bg, cell.bold, cell.italics, cell.underscore, cell.reverse)
            for cell in (screen.buffer[y][x] for x in range(screen.columns))
        ]
        for y in range(screen.lines)
    ]


@pytest.mark.parametrize(("columns", "lines"), SIZES)
@pytest.mark.parametrize(
    ("theme", "terminal"),
    [
        (DARK, TRUE),
        (LIGHT, TRUE),
        (ANSI, TRUE),
        (ANSI, SIXTEEN),
        (DARK, {"TERM": "xterm-256color", "COLORTERM": ""}),
        (DARK, {**TRUE, "NO_COLOR": "1"}),
    ],
    ids=["dark", "light", "ansi", "ansi-16", "dark-256", "no-color"],
)
def test_the_app_settles_on_its_first_screen(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    columns: int,
    lines: int,
    theme: str,
    terminal: Mapping[str, str],
) -> None:
    for name, value in terminal.items():
        monkeypatch.setenv(name, value)
    store = fill(tmp_path, theme=theme)
    drawn = first_screen(store, Settings(theme=theme), columns, lines)
    store.close()
    assert drawn is not None
    first = pyte.Screen(columns, lines)
    pyte.Stream(first).feed(drawn)
    command = [sys.executable, "-m", "tui", "--home", str(tmp_path)]
    with PtySession(command, columns, lines, dict(terminal)) as session:
        session.until(lambda text: "j/k" in text)
        early = len(session.written)
        session.until(lambda _text: b"\x1b]22;" in session.written)  # the app asks for its pointer, and draws
        session.settle(0.5)
        assert cells(session.screen) == cells(first)
        # Nothing was written twice: what follows is modes, questions, and no text.
        assert b"Ferry" not in session.written[early:]


def opened(folder: Path) -> PtySession:
    return PtySession([sys.executable, "-m", "tui", "--home", str(folder)])


def ended(session: PtySession) -> int:
    """Reads until the program has ended; gives its status."""
    while session.read(10):
        pass
    return os.waitstatus_to_exitcode(os.waitpid(session.pid, 0)[1])


def test_keys_typed_before_the_app_is_there_are_not_lost(tmp_path: Path) -> None:
    fill(tmp_path).close()
    with opened(tmp_path) as session:
        session.until(lambda text: "j/k" in text)
        session.send(b"jjq")
        assert ended(session) == 0
        assert b"\x1b[?1049l" in session.written


@pytest.mark.parametrize(
    ("keys", "reached", "reading"),
    [
        pytest.param(b"j", 1, False, id="a-row-down"),
        pytest.param(b"jjjjk", 3, False, id="in-their-order"),
        pytest.param(b"\r", 0, True, id="open-the-first"),
        pytest.param(b"jj\r", 2, True, id="open-the-third"),
    ],
)
def test_keys_typed_at_the_first_screen_work_once_the_app_is_there(
    tmp_path: Path, keys: bytes, reached: int, reading: bool
) -> None:
    store = fill(tmp_path)
    wanted = store.stories(View(), limit=9)[reached]
    store.close()
    with opened(tmp_path) as session:
        session.until(lambda text: "●" in text)
        session.send(keys)
        number = wanted.title.split()[2]  # "Ferry pact 3 signed"

        def at_the_mark(text: str) -> bool:
            marked = [line[:40] for line in text.splitlines() if "▌" in line[:3]]
            there = bool(marked) and f"Ferry pact {number} " in marked[0]
            return there and wanted.source_title in marked[-1] and reading == ("Enter opens" not in text)

        session.until(at_the_mark)


@pytest.mark.parametrize(
    ("stop", "statuses"),
    [
        # CPython ends by the signal itself where it came within an ``exec``, as when a dataclass is made.
        (lambda s: s.send(b"\x03"), {130, -signal.SIGINT}),
        (lambda s: os.kill(s.pid, signal.SIGTERM), {-signal.SIGTERM}),
    ],
    ids=["ctrl-c", "sigterm"],
)
def test_the_terminal_is_given_back_when_it_ends_early(
    tmp_path: Path, stop: Callable[[PtySession], None], statuses: set[int]
) -> None:
    fill(tmp_path).close()
    # Textual is held up for good, so that the signal surely comes before the app.
    (tmp_path / "textual").mkdir()
    (tmp_path / "textual" / "__init__.py").write_text("import time\ntime.sleep(60)\n")
    command = [sys.executable, "-m", "tui", "--home", str(tmp_path)]
    with PtySession(command, env={"PYTHONPATH": f"{tmp_path}{os.pathsep}{Path.cwd()}"}) as session:
        before = termios.tcgetattr(session._fd)
        session.until(lambda text: "j/k" in text)
        assert termios.tcgetattr(session._fd) != before
        stop(session)
        assert ended(session) in statuses
        assert session.written.endswith(b"\x1b[?7h\x1b[?1049l\x1b[?25h")
        assert termios.tcgetattr(session._fd) == before


def test_a_failure_while_the_app_loads_is_said_on_the_terminal_as_it_was(tmp_path: Path) -> None:
    fill(tmp_path).close()
    (tmp_path / "textual.py").write_text('raise ImportError("no Textual")\n')
    command = [sys.executable, "-m", "tui", "--home", str(tmp_path)]
    with PtySession(command, env={"PYTHONPATH": f"{tmp_path}{os.pathsep}{Path.cwd()}"}) as session:
        assert ended(session) == 1
        left = session.written.index(b"\x1b[?1049l")
        assert b"no Textual" in session.written[left:]


def test_the_first_screen_needs_neither_textual_nor_its_like(tmp_path: Path) -> None:
    fill(tmp_path).close()
    looked = """
import sys
from pathlib import Path
from tui.config import load_settings
from tui.store import Store
from tui.ui.first_paint import first_screen
import tui.shell.screen
import tui.ui.terminal.early
folder = Path(sys.argv[1])
assert first_screen(Store.open(folder / "wireroom.db"), load_settings(folder / "no.toml"), 120, 40)
print(*sys.modules)
"""
    ran = subprocess.run(
        [sys.executable, "-c", looked, str(tmp_path)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **TRUE},
    )
    heavy = {"textual", "rich", "httpx", "asyncio", "feedparser", "lxml", "tui.model", "tui.desk", "tomllib"}
    assert not heavy & set(ran.stdout.split())


def test_nothing_is_drawn_early_where_the_app_alone_knows_what_to_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    empty = Store.open(tmp_path / "empty.db")
    assert first_screen(empty, Settings(), 120, 40) is None
    empty.close()
    store = fill(tmp_path)
    assert first_screen(store, Settings(), 30, 8) is None
    for name, value in SIXTEEN.items():
        monkeypatch.setenv(name, value)
    assert first_screen(store, Settings(), 120, 40) is None
    store.close()
