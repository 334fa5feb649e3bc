"""The first screen, drawn before Textual is there, is the one that the app settles on."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyte
import pytest

from bench.pty_session import PtySession
from tui.config import Settings
from tui.model import Entry
from tui.store import Fetched, Store
from tui.ui.first_paint import first_screen
from tui.ui.palettes import ANSI, DARK, LIGHT

SIZES = [(120, 40), (80, 24), (60, 20)]
TRUE = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
SIXTEEN = {"TERM": "xterm-16color", "COLORTERM": ""}
FRESH = 60  # stories: more than a page


def fill(folder: Path, *, theme: str = DARK) -> Store:
    """A store with read, starred and commented stories of three days, in sections, one source failing."""
    (folder / "settings.toml").write_text(f'theme = "{theme}"\n')
    store = Store.open(folder / "wireroom.db")
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
        store.merge([Fetched(source.id, entries, now, due=now + timedelta(days=365), failure=failure)])
    from tui.store import View

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
        session.settle(1.0)
        assert cells(session.screen) == cells(first)
        # Nothing was written twice: what follows is modes, questions, and no text.
        assert b"Ferry" not in session.written[early:]
