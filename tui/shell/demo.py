"""``wireroom demo``: the app on an embedded newsroom, in a home that is thrown away."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from tui.config import Home, Settings, home
from tui.desk import Desk
from tui.shell.output import can_draw, width
from tui.shell.story_lines import headline
from tui.store import View

NEW_STORY_EVERY = 20.0  # seconds between two stories of the demo
LOOK_EVERY = 10.0  # seconds between two refreshes of it
SHOWN = 20


def demo(arguments: Namespace) -> int:
    """Opens the demo; without a terminal to draw on, prints headlines and the top article."""
    from tui.newsroom import Newsroom

    on_screen = can_draw()
    rate = NEW_STORY_EVERY if on_screen else None
    with TemporaryDirectory(prefix="wireroom-demo-") as folder, Newsroom(rate=rate, chatter=True) as site:
        desk = Desk.open(_home(arguments, folder), Settings(slow="on" if arguments.slow else "auto"))
        try:
            desk.add(desk.discover(site.url).result())
            desk.refresh(everything=True).result()
            desk.compare()
            return _open(desk) if on_screen else _print(desk)
        finally:
            desk.close()


def _home(arguments: Namespace, folder: str) -> Home:
    base = Path(arguments.home) / "demo" if arguments.home else Path(folder)
    return home(str(base))


def _open(desk: Desk) -> int:
    from tui.ui.app import run

    return run(desk, every=LOOK_EVERY)


def _print(desk: Desk) -> int:
    from tui.articles.render import to_text

    stories = desk.store.stories(View(), limit=SHOWN)
    for story in stories:
        print(headline(story, width()))
    if stories:
        print()
        print(to_text(desk.open_article(stories[0]).result(), width()))
    return 0
