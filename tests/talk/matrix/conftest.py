"""The homeservers that the client keeps its contract with, each started once for the session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.conftest import need
from tests.servers import synapse_install
from tests.servers.synapse import Synapse


@contextmanager
def synapse(folder: Path) -> Iterator[str]:
    """A real Synapse."""
    need(synapse_install.missing())
    with Synapse(folder) as server:
        yield server.url


HOMESERVERS: tuple[Callable[[Path], AbstractContextManager[str]], ...] = (synapse,)
"""Each gives the address of an empty homeserver where whoever comes may register, guests look
in, and nothing is limited. Whatever stands here is held to ``test_contract.py``."""


@pytest.fixture(scope="session", params=HOMESERVERS, ids=lambda one: one.__name__)
def homeserver(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a homeserver."""
    with request.param(tmp_path_factory.mktemp(request.param.__name__)) as url:
        yield url
