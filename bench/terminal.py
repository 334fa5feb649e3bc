"""The screen in a pseudo-terminal of 120×40: first paint, bytes and time of a key press, memory.

``python -m bench.terminal [--stories N] [--presses N] [--feeds N] [--newsraft PATH]`` prints
three tables: wireroom's bytes; wireroom beside newsraft and newsboat, where they are found;
and wireroom while it refreshes ``--feeds`` sources. Times are to the last byte, and
``floor`` is a Textual app that does nothing but move a mark.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from bench.corpus import WORDS, fill
from bench.pty_session import Output, PtySession
from bench.refresh import server
from tui.articles.extract import article_from_story
from tui.store import Store, View

RUNS = 5
IDLE = 10.0  # seconds
NEWSBOAT_FEEDS = 100  # it takes the square of them: minutes for each start of a thousand
MANY = 100_000  # stories in the store whose memory is told
READ = 5  # the newest stories, which have their whole article stored
OPEN = b"\r"
LAST = b"\x1b[?2004h"  # among the last things Textual asks of the terminal, after our first screen
FLOOR = [sys.executable, "-m", "bench.floor"]


def app(home: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "tui", "--home", str(home), *more]


def filled(home: Path, stories: int) -> Path:
    """A home with that many stories; the newest have a long article stored."""
    home.mkdir()
    fill(home / "wireroom.db", stories)
    store = Store.open(home / "wireroom.db")
    paragraph = "".join(f"<p>{' '.join(WORDS)}. {' '.join(reversed(WORDS))}.</p>" for _ in range(40))
    for number, story in enumerate(store.stories(View(), limit=READ)):
        links = "".join(
            f'<p><a href="https://desk.example/{number}/{page}">Page {page}</a> of the paper.</p>'
            for page in range(4)
        )
        store.save_article(story.url, article_from_story(story, links + paragraph))
    store.close()
    return home


@dataclass
class Presses:
    """What presses of one key made a program write, and when the last byte came."""

    outputs: list[Output] = field(default_factory=list)

    @property
    def sizes(self) -> list[int]:
        return [len(output.data) for output in self.outputs]

    @property
    def mean(self) -> float:
        return statistics.mean(self.sizes)

    def time(self, share: float = 0.5) -> float:
        """Milliseconds within which that share of the presses was answered."""
        times = sorted(output.seconds for output in self.outputs if output.data) or [0.0]
        return 1000 * times[min(len(times) - 1, int(len(times) * share))]

    def told(self) -> str:
        return f"{self.mean:,.0f} | {statistics.median(self.sizes):,.0f} | {max(self.sizes):,}"


def press(session: PtySession, key: bytes, count: int, quiet: float = 0.08) -> Presses:
    return Presses([session.press(key, quiet) for _ in range(count)])


def ready(session: PtySession, mark: str = "●", last: bytes = LAST) -> int:
    """Waits for the first screen and until it has settled; gives the bytes it took."""
    session.until(lambda text: mark in text and last in session.written, 120.0)
    session.settle(1.0)
    return len(session.written)


def idle(session: PtySession) -> int:
    """Bytes that an untouched program writes in ten seconds, once settled."""
    session.settle(1.0)
    return len(session.read(IDLE))


# --- bytes ----------------------------------------------------------------------------


def byte_table(home: Path, count: int) -> Iterator[str]:
    yield "| wireroom writes | mean | median | most |"
    yield "|---|---:|---:|---:|"
    with PtySession(app(home)) as session:
        start = ready(session)
        yield f"| from start to settled | {start:,} | | |"
        yield f"| `j` on the wire, {count} times | {press(session, b'j', count).told()} |"
        session.press(b"g")
        session.press(b"=", 0.3)
        yield f"| `j`, one-line rows, {count} times | {press(session, b'j', count).told()} |"
        session.press(b"=", 0.3)
        session.press(b"g", 0.3)
        yield f"| opening an article | {len(session.press(OPEN, 0.5).data):,} | | |"
        yield f"| `space`, a page down in it | {press(session, b' ', 4).told()} |"
        session.press(b"g", 0.3)
        yield f"| `j`, a line down in it | {press(session, b'j', 20).told()} |"
        session.press(b"g", 0.3)
        session.press(b"]")
        yield f"| `]`, the next link | {press(session, b']', 2).told()} |"
        yield f"| ten idle seconds, article open | {idle(session):,} | | |"
        session.press(b"c", 0.5)
        yield f"| ten idle seconds, in the room | {idle(session):,} | | |"
    with PtySession(app(home)) as session:
        ready(session)
        yield f"| ten idle seconds on the wire | {idle(session):,} | | |"
    with PtySession(app(home, "--slow")) as session:
        yield f"| from start to settled, `--slow` | {ready(session):,} | | |"
        yield f"| `j`, `--slow`, {count} times | {press(session, b'j', count).told()} |"


# --- beside others --------------------------------------------------------------------


@dataclass(frozen=True)
class Program:
    """Something to start in the terminal; ``mark`` stands on its first useful screen."""

    name: str
    command: list[str]
    mark: str
    env: dict[str, str] = field(default_factory=dict)

    def session(self) -> PtySession:
        return PtySession(self.command, env=self.env)

    def first_paint(self) -> float:
        with self.session() as session:
            return session.until(lambda text: self.mark in text, 120.0)


def peers(folder: Path, feeds: int, newsraft: str | None) -> Iterator[Program]:
    """The readers found here, having fetched the bench's feeds; each shows its list of feeds.

    Newsboat has ``NEWSBOAT_FEEDS`` of them at most.
    """
    listed, empty, threads = folder / "urls", folder / "empty", folder / "newsboat.config"
    fewer = folder / "newsboat-urls"
    few = min(feeds, NEWSBOAT_FEEDS)
    empty.write_text("")
    threads.write_text("reload-threads 64\n")
    env = {"HOME": str(folder)}
    found: list[tuple[Program, list[str]]] = []
    if newsraft:
        command = [newsraft, "-f", str(listed), "-c", str(empty), "-d", str(folder / "newsraft.db")]
        found.append((Program("newsraft", command, "Desk ", env), ["-e", "reload-all"]))
    if newsboat := shutil.which("newsboat"):
        command = [newsboat, "-u", str(fewer), "-C", str(threads), "-c", str(folder / "newsboat.db")]
        found.append((Program(f"newsboat, {few} feeds", command, "Desk ", env), ["-x", "reload"]))
    with server(feeds, 0.0) as url:
        for path, count in ((listed, feeds), (fewer, few)):
            path.write_text("".join(f"{url}/feed/{n}\n" for n in range(count)))
        for program, reload in found:
            everything = {**os.environ, **env}
            subprocess.run([*program.command, *reload], env=everything, check=True, capture_output=True)
            yield program


def peer_table(programs: Sequence[Program], count: int) -> Iterator[str]:
    paints: dict[str, list[float]] = {program.name: [] for program in programs}
    pressed: dict[str, Presses] = {}
    memory: dict[str, float] = {}
    for _ in range(RUNS):  # in turn, so that a slow moment of the machine meets all
        for program in programs:
            paints[program.name].append(program.first_paint())
    for program in programs:
        with program.session() as session:
            ready(session, program.mark, b"")
            pressed[program.name] = press(session, b"j", count)
            memory[program.name] = session.memory()
    own = programs[0].name
    yield "| | first paint | wireroom is | `j`, bytes | `j`, median | wireroom is | memory |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for program in programs:
        name = program.name
        paint, moved = statistics.median(paints[name]), pressed[name].time()
        ratios = ["", ""]
        if name != own:
            ratios = [
                f"{statistics.median(paints[own]) / paint:.2f} ×",
                f"{pressed[own].time() / moved:.2f} ×",
            ]
        yield (
            f"| {name} | {paint * 1000:.0f} ms | {ratios[0]} | {pressed[name].mean:.0f} "
            f"| {moved:.1f} ms | {ratios[1]} | {memory[name]:.0f} MiB |"
        )


# --- while it refreshes ---------------------------------------------------------------


def refresh_table(folder: Path, feeds: int) -> Iterator[str]:
    home, listed = folder / "refreshing", folder / "refreshing-urls"
    with server(feeds, 0.0) as url:
        listed.write_text("\n".join(f"{url}/feed/{n}" for n in range(feeds)) + "\n")
        for command in (["import", str(listed)], ["refresh"]):
            subprocess.run([*app(home), *command], check=True, capture_output=True)
        with PtySession(app(home)) as session:
            ready(session)
            calm = [moved(session) for _ in range(40)]
            began, written = start_refresh(session, url), len(session.written)
            while refreshing(session):
                session.read(1.0)
            seconds, written = time.perf_counter() - began, len(session.written) - written
            busy = []
            start_refresh(session, url)
            while refreshing(session):
                busy.append(moved(session))
            session.settle(7.0)  # how it went stands there for six seconds
            after = idle(session)
    yield f"| {feeds:,} sources, all changed | {seconds:.1f} s |"
    yield "|---|---:|"
    yield f"| bytes a second with no key pressed | {written / seconds:,.0f} |"
    for name, times in (("idle", calm), ("refreshing", busy)):
        yield f"| `j` until its mark has moved, {name}: median | {statistics.median(times) * 1000:.1f} ms |"
        yield f"| 95 of 100 | {sorted(times)[int(len(times) * 0.95)] * 1000:.1f} ms |"
    yield f"| ten idle seconds afterwards | {after:,} bytes |"


def start_refresh(session: PtySession, url: str) -> float:
    """Gives every feed a new entry and has all of them refreshed; when it began."""
    urlopen(f"{url}/change/100").close()
    began = time.perf_counter()
    session.send(b"R")
    while not refreshing(session):
        session.read(1.0)
    return began


def refreshing(session: PtySession) -> bool:
    return "⟳" in session.screen.display[0]


def moved(session: PtySession) -> float:
    """Seconds from a press of ``j`` until the cursor's mark stands elsewhere."""
    before, began = marks(session), time.perf_counter()
    session.send(b"j")
    while marks(session) == before:
        if time.perf_counter() - began > 10:
            raise TimeoutError("no mark moved:\n" + session.text())
        session.read(0.5)
    return time.perf_counter() - began


def marks(session: PtySession) -> list[str]:
    """What stands where the wire's marks and first letters are."""
    return ["".join(session.screen.buffer[y][x].data for x in range(1, 12)) for y in range(40)]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--stories", type=int, default=30_000)
    arguments.add_argument("--presses", type=int, default=100)
    arguments.add_argument("--feeds", type=int, default=1000)
    arguments.add_argument("--newsraft", default=shutil.which("newsraft"), metavar="PATH")
    chosen = arguments.parse_args()
    with TemporaryDirectory(prefix="wireroom-bench-") as name:
        folder = Path(name)
        home = filled(folder / "some", chosen.stories)
        many = filled(folder / "many", MANY)
        print(*byte_table(home, chosen.presses), sep="\n", flush=True)
        print(
            f"\nwireroom with {chosen.stories:,} and {MANY:,} stories, others with {chosen.feeds:,} feeds:\n"
        )
        programs = [
            Program("wireroom", app(home), "●"),
            Program(f"wireroom, {MANY:,}", app(many), "●"),
            Program("floor", FLOOR, "line 1"),
            *peers(folder, chosen.feeds, chosen.newsraft),
        ]
        print(*peer_table(programs, chosen.presses), sep="\n", flush=True)
        print()
        print(*refresh_table(folder, chosen.feeds), sep="\n")


if __name__ == "__main__":
    main()
