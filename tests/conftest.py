"""What every test may ask for: a real WordPress, and the word that nothing is skipped."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.servers import wordpress

# No test leaves anything in the keyring of whoever runs it; commands inherit this.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
# The same examples each time, so that a newcomer's run says what ours said; WIREROOM_WILD looks for new ones.
settings.register_profile("same", derandomize=True)
if not os.environ.get("WIREROOM_WILD"):
    settings.load_profile("same")


def need(reason: str) -> None:
    """Skips for ``reason``; where nothing may be skipped (.ci/run), fails for it."""
    if not reason:
        return
    if os.environ.get("WIREROOM_NO_SKIPS"):
        pytest.fail(f"{reason}, and nothing may be skipped here")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def wordpress_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[wordpress.WordPress]:
    """A WordPress of its own for the test session."""
    need(wordpress.missing())
    with wordpress.WordPress(tmp_path_factory.mktemp("wordpress")) as site:
        yield site
