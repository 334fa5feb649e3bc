"""Synapse, the Matrix homeserver, in a virtual environment of its own in the cache folder.

``python -m tests.servers.synapse_install`` makes it and prints where; tests ask
``program()`` and are skipped where it gives None.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

VERSION = "1.163.2"


def _folder() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "wireroom-tests" / f"synapse-{VERSION}-python{sys.version_info[0]}.{sys.version_info[1]}"


def program() -> Path | None:
    """The Python that has Synapse, or None where nobody has installed it."""
    found = _folder() / "bin" / "python"
    return found if (_folder() / "bin" / "synapse_homeserver").exists() else None


def missing() -> str:
    """Why Synapse can't be started here; "" when it can."""
    return "" if program() else "Synapse is not here: run `python -m tests.servers.synapse_install`"


def install() -> Path:
    """Installs Synapse from the package index with pip: wheels alone, no Debian package; gives its Python."""
    found = program()
    if found is None:
        venv.create(_folder(), with_pip=True, clear=True)
        pip = [str(_folder() / "bin" / "python"), "-m", "pip", "install", "--quiet", "--only-binary", ":all:"]
        subprocess.run([*pip, "--disable-pip-version-check", f"matrix-synapse=={VERSION}"], check=True)
        found = program()
    assert found is not None
    return found


if __name__ == "__main__":
    print(install())
