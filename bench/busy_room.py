"""A room where 200 messages a second are said, open on the screen in a pseudo-terminal of 120×40.

``python -m bench.busy_room [--seconds S] [--rate N] [--presses N]`` prints, beside the same room
while nothing is said, how soon a key is answered and how much is written. The app is the real
one on a store of its own; its chat is fed a real timeline of 20,000 messages, ten times a
second as a session does, by a thread of the app.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.corpus import WORDS
from bench.pty_session import PtySession
from bench.terminal import filled, ready
from tests.ui.chats.stand_in import ROOM, StandInChat, StandInLive

ALLOWED = 50.0  # milliseconds, for 95 of 100 keys
SYNC = 0.1  # seconds between two syncs of a busy room
KEPT = 20_000  # messages of the timeline
USERS = 20
STORIES = 200
SIZE = (120, 40)
MARK = "▌"
GIVEN_UP = 5.0  # seconds


# --- the app --------------------------------------------------------------------------


class BusyChat(StandInChat):
    """A chat whose timeline is a session's, and grows by itself once it is open."""

    def __init__(self) -> None:
        from tui.talk.matrix.folding import Folded
        from tui.talk.matrix.room_state import RoomState
        from tui.talk.matrix.timeline import Timeline

        super().__init__()
        self._timeline = Timeline(Folded(RoomState(ROOM.id, ROOM.homeserver), "@ana:news.example"))
        self._said = 0
        self.opened = threading.Event()
        self.say(KEPT)

    def open(self) -> Any:
        self.opened.set()
        return super().open()

    def say(self, count: int) -> None:
        """Says so many messages more."""
        from tui.talk.matrix.joined import LARGEST
        from tui.talk.matrix.timeline import rows_of

        numbers = range(self._said, self._said + count)
        self._said += count
        self._timeline.append(rows_of([_event(n) for n in numbers], f"t{self._said}", limited=False))
        self._timeline.trim(KEPT, LARGEST)
        self.view = self._timeline.view()


def _event(number: int) -> Any:
    from tui.talk.matrix.event import event

    words = " ".join((WORDS * 2)[number % 40 :][: 3 + number * 7 % 20])
    return event(
        {
            "event_id": f"${number}",
            "type": "m.room.message",
            "sender": f"@reader{number % USERS}:news.example",
            "origin_server_ts": 1_795_000_000_000 + 5 * number,
            "content": {"msgtype": "m.text", "body": f"Remark {number}: {words}."},
        }
    )


def run_app(folder: str, rate: int) -> None:
    """The app on a store in ``folder``, its only chat getting ``rate`` messages a second."""
    from tui.config import home
    from tui.desk import Desk
    from tui.events import ChatsMoved
    from tui.ui.app import run

    desk = Desk.open(home(folder))
    chat = BusyChat()
    live: Any = StandInLive(chat)
    desk.live = live

    def talk() -> None:
        chat.opened.wait()
        started, said = time.perf_counter(), 0
        while rate:
            time.sleep(SYNC)
            due = int((time.perf_counter() - started) * rate) - said
            said += due
            chat.say(due)
            desk._listeners.emit(ChatsMoved(frozenset({ROOM.id})))

    threading.Thread(target=talk, daemon=True).start()
    run(desk)


# --- measuring ------------------------------------------------------------------------


@dataclass(frozen=True)
class Measured:
    """Milliseconds from each key to the row its mark moves to; bytes written and processor, by the second."""

    keys: list[float]
    written: float
    busy: float  # shares of a core

    def at(self, share: float) -> float:
        return sorted(self.keys)[min(len(self.keys) - 1, int(len(self.keys) * share))]


def marked(session: PtySession, columns: slice) -> list[int]:
    """The rows in which a cursor's mark stands between these columns."""
    return [y for y, row in enumerate(session.screen.display) if MARK in row[columns]]


def answered(session: PtySession, key: bytes, columns: slice) -> float:
    """Milliseconds until a key has moved the mark."""
    before = marked(session, columns)
    started = time.perf_counter()
    session.send(key)
    while time.perf_counter() - started < GIVEN_UP:
        data = session.receive(0.2)
        came = time.perf_counter()
        session.take(data)
        if marked(session, columns) != before:
            return 1000 * (came - started)
    raise TimeoutError(f"{key!r} moves nothing:\n{session.text()}")


def measure(
    session: PtySession, keys: tuple[bytes, bytes], columns: slice, presses: int, seconds: float
) -> Measured:
    """Presses two keys by turns, spread over ``seconds``."""
    for _ in range(4):
        session.read(0.2)
    before, spent, started = len(session.written), processor(session.pid), time.perf_counter()
    times = []
    for press in range(presses):
        times.append(answered(session, keys[press % 2], columns))
        until = started + (press + 1) * seconds / presses
        while (left := until - time.perf_counter()) > 0:
            session.read(min(left, 0.05))
    lasted = time.perf_counter() - started
    return Measured(
        times, (len(session.written) - before) / lasted, (processor(session.pid) - spent) / lasted
    )


def processor(pid: int) -> float:
    """Seconds that a process has worked (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measured(home: Path, rate: int, presses: int, seconds: float) -> Iterator[tuple[str, Measured]]:
    command = [sys.executable, "-m", "bench.busy_room", "--app", str(home), "--rate", str(rate)]
    with PtySession(command, *SIZE) as session:
        ready(session)
        session.press(b"\r", 0.5)
        session.press(b"C", 0.5)
        session.send(b"\r")
        session.until(lambda text: "Remark" in text)
        room, wire = slice(SIZE[0] - 31, None), slice(0, 40)
        yield "in the chat, at its end and back", measure(session, (b"k", b"G"), room, presses, seconds)
        session.send(b"kkk")
        yield "in the chat, further up", measure(session, (b"k", b"j"), room, presses, seconds)
        session.send(b"G")
        session.send(b"\t")
        yield "on the wire, the chat beside", measure(session, (b"j", b"k"), wire, presses, seconds)


def table(rate: int, presses: int, seconds: float) -> Iterator[str]:
    yield (
        f"| {rate} messages a second, {presses} keys each"
        f" | median | 95 of 100 | of {ALLOWED:.0f} ms | silent | kB/s | of a core |"
    )
    yield "|---|---:|---:|---:|---:|---:|---:|"
    with TemporaryDirectory(prefix="wireroom-bench-") as folder:
        home = filled(Path(folder) / "home", STORIES)
        silent = dict(measured(home, 0, presses, min(seconds, presses * 0.1)))
        for name, busy in measured(home, rate, presses, seconds):
            against = silent[name].at(0.95)
            yield (
                f"| {name} | {statistics.median(busy.keys):.1f} ms | {busy.at(0.95):.1f} ms"
                f" | {busy.at(0.95) / ALLOWED:.2f} × | {against:.1f} ms"
                f" | {busy.written / 1000:.1f} | {busy.busy:.0%} |"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--app", metavar="HOME", help=argparse.SUPPRESS)
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--presses", type=int, default=100)
    arguments = parser.parse_args()
    if arguments.app:
        run_app(arguments.app, arguments.rate)
        return
    for line in table(arguments.rate, arguments.presses, arguments.seconds):
        print(line, flush=True)


if __name__ == "__main__":
    main()
