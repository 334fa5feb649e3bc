"""The homeservers that the client keeps its contract with, each started once for the session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import need
from tests.servers import synapse_install
from tests.servers.synapse import Synapse
from tui.newsroom import Newsroom


@pytest.fixture(scope="session")
def synapse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synapse]:
    """A real Synapse."""
    need(synapse_install.missing())
    with Synapse(tmp_path_factory.mktemp("synapse")) as server:
        yield server


@pytest.fixture(scope="session")
def newsroom() -> Iterator[Newsroom]:
    """The embedded newsroom's own homeserver, whose readers take their time to answer."""
    with Newsroom(answered_after=3600.0) as site:
        yield site


HOMESERVERS = ("synapse", "newsroom")
"""Fixtures with a ``url``: a homeserver where whoever comes may register, guests look in, and
nothing is limited. Whatever stands here is held to ``test_contract.py``."""


@pytest.fixture(scope="session", params=HOMESERVERS)
def homeserver(request: pytest.FixtureRequest) -> str:
    """The address of a homeserver."""
    url: str = request.getfixturevalue(request.param).url
    return url
