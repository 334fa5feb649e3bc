"""The room in a pseudo-terminal of 160×40: a thread of 10,000 comments, its first screen and its keys.

``python -m bench.room [--comments N] [--presses N]`` prints a table. The first screen
is timed from the moment when the service begins to send its answer, which holds the
whole thread; keys are pressed in a stored thread of as many comments, of 5 to 54 words each,
of which one in ``NEW`` is new since the last visit.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.corpus import WORDS
from bench.pty_session import PtySession
from bench.terminal import Presses, press, ready
from tests.talk.services import STORY_URL, HackerNewsService, Remark
from tui.articles.extract import article_from_story
from tui.model import Comment, Entry, Paragraph, Span, Thread
from tui.store import Fetched, Store, View, Visit
from tui.store.visits import comment_key
from tui.talk.thread_order import in_thread_order

RUNS = 5
NEW = 50
SIZE = (160, 40)


def words(number: int) -> str:
    """What a comment says: 5 to 54 words."""
    return " ".join((WORDS * 2)[: 5 + number * 7 % 50])


class Prepared(HackerNewsService):
    """Answers with bytes made before, and notes when it began to."""

    def __init__(self, count: int) -> None:
        super().__init__()
        link = '<a href="https://desk.example/">the report</a>'
        self.remarks = [
            Remark(n, n // 3 if n % 4 else 0, html=f"Remark {n}. {words(n)} {link}.<p>No.")
            for n in range(1, count + 1)
        ]
        self._thread = json.dumps(super().answer("/api/v1/items/900", {})[0]).encode()
        self.began = 0.0

    def answer(self, path: str, query: dict[str, str]) -> tuple[object, dict[str, str]]:
        if "/items/" not in path:
            return super().answer(path, query)
        self.began = time.perf_counter()
        return self._thread, {"Content-Type": "application/json"}

    @property
    def size(self) -> int:
        return len(self._thread)


def made(home: Path, service: HackerNewsService, count: int) -> list[str]:
    """A home with one story whose stored thread has that many comments; gives the command to open it."""
    home.mkdir()
    (home / "settings.toml").write_text(
        f'[sites]\nhackernews = "{service.url}"\nlobsters = "http://127.0.0.1:9"\nlemmy = "http://127.0.0.1:9"\n'
    )
    store = Store.open(home / "wireroom.db")
    source = store.add_source("http://127.0.0.1:9/feed", "Desk", store.add_section("World").id)
    now = datetime.now(UTC)
    entry = Entry("Ferry pact signed", url=STORY_URL, id="1", published=now, html="<p>The pact.</p>")
    store.merge([Fetched(source.id, (entry,), now, due=now + timedelta(days=1))])
    story = store.stories(View(), limit=1)[0]
    store.save_article(STORY_URL, article_from_story(story, "<p>The pact.</p>"))
    comments = [
        Comment(
            str(n),
            f"reader {n % 40}",
            (Paragraph((Span(words(n)),)),),
            str(n // 3) if n % 4 else "",
            score=n % 60,
        )
        for n in range(1, count)
    ]
    ordered = in_thread_order(comments)
    store.save_thread(STORY_URL, Thread("t", "comment feed", "T", STORY_URL, ordered, len(ordered)))
    seen = frozenset(comment_key(one.id) for n, one in enumerate(ordered) if n % NEW)
    store.keep_visit(Visit("t", now - timedelta(days=1), seen, True, len(ordered)))
    store.close()
    return [sys.executable, "-m", "tui", "--home", str(home)]


def first_screen(command: list[str], service: Prepared) -> float:
    """Milliseconds from the beginning of the answer to its first comment on the screen."""
    with PtySession(command, *SIZE) as session:
        ready(session, "Ferry")
        session.press(b"\r", 0.5)
        session.send(b"d")
        session.until(lambda text: "Remark 1." in text, 60.0)
        return 1000 * (time.perf_counter() - service.began)


def moving(command: list[str], key: bytes, count: int, first: bytes = b"") -> Presses:
    """Presses of a key in the room, after others."""
    with PtySession(command, *SIZE) as session:
        ready(session, "Ferry")
        session.press(b"\r", 1.0)
        session.press(b"c", 0.5)
        for one in first:
            session.press(bytes([one]), 0.5)
        return press(session, key, count)


def table(comments: int, presses: int) -> Iterator[str]:
    with TemporaryDirectory(prefix="wireroom-bench-") as folder, Prepared(comments) as served:
        assert isinstance(served, Prepared)
        command = made(Path(folder) / "home", served, comments)
        paints = [first_screen(command, served) for _ in range(RUNS)]
        keys = {
            "`j`": moving(command, b"j", presses),
            "`j`, best first": moving(command, b"j", presses, b"OO"),
            "`j`, newest first": moving(command, b"j", presses, b"O"),
            "`n`": moving(command, b"n", presses),
        }
    size = f"{served.size / 2**20:.1f} MiB"
    yield f"| a thread of {comments:,} comments ({size} in one answer) | median | most |"
    yield "|---|---:|---:|"
    yield f"| first screen after the answer | {statistics.median(paints):.0f} ms | {max(paints):.0f} ms |"
    for name, moved in keys.items():
        yield f"| {name}, bytes | {statistics.median(moved.sizes):,.0f} | {max(moved.sizes):,} |"
        yield f"| {name}, time | {moved.time():.1f} ms | {moved.time(1.0):.1f} ms |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=10_000)
    parser.add_argument("--presses", type=int, default=60)
    arguments = parser.parse_args()
    for line in table(arguments.comments, arguments.presses):
        print(line)


if __name__ == "__main__":
    main()
