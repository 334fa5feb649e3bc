"""What every test may ask for: a real WordPress, the word that nothing is skipped, and where tests run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.servers import wordpress

# A terminal's size is what the terminal says: readline, which pytest imports, tells its workers another.
for name in ("COLUMNS", "LINES"):
    os.environ.pop(name, None)
# Wireroom is started some two hundred times: compiled anew each time, it takes twice as long.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# No test leaves anything in the keyring of whoever runs it; commands inherit this.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
# The same examples each time, so that a newcomer's run says what ours said; WIREROOM_WILD looks for new ones.
settings.register_profile("same", derandomize=True)
if not os.environ.get("WIREROOM_WILD"):
    settings.load_profile("same")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """No worker for one named file, which is done sooner than a worker is up; else two for each core.

    A worker waits for servers, terminals and programs for more than half of its time.
    """
    named = [Path(argument.partition("::")[0]) for argument in config.args]
    return 0 if len(named) == 1 and named[0].is_file() else 2 * (os.cpu_count() or 1)


@pytest.hookimpl(tryfirst=True)  # before xdist looks for groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests on one real server share a worker: a session's WordPress is started once, and its Synapse."""
    for item in items:
        if item.get_closest_marker("server"):
            shared = "wordpress" if "wordpress_site" in getattr(item, "fixturenames", ()) else ""
            item.add_marker(pytest.mark.xdist_group(shared or item.path.parent.name + item.path.stem))


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
