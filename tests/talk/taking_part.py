"""A reader at a desk of their own, for tests of who takes part: from an article's page to its thread."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from tests.talk.services import story
from tui.config import Settings, home
from tui.desk import Desk
from tui.model import Failure, Thread


def desk_at(folder: Path) -> Desk:
    return Desk.open(home(str(folder)), Settings())


def thread_of(desk: Desk, url: str) -> Thread:
    """The discussion of the article at an address, found from what its page says."""
    article = desk.open_url(url).result()
    thread = desk.thread(story(url=url), article).result()
    assert thread is not None
    return thread


def failing(future: Future[Any]) -> Failure:
    """The failure of what must fail, in one sentence that names the service."""
    with pytest.raises(Failure) as failed:
        future.result()
    assert "127.0.0.1" in failed.value.sentence
    assert "\n" not in failed.value.sentence
    assert failed.value.sentence[-1] in ".!?"
    return failed.value
