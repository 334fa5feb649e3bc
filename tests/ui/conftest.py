"""A desk on a store in a folder of its own, and a site to read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.scratch import new_store
from tests.ui.pages import Site
from tui.config import Settings, home
from tui.desk import Desk


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as served:
        yield served


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    new_store(tmp_path / "wireroom.db")
    opened = Desk.open(home(str(tmp_path)), Settings())
    yield opened
    opened.close()
