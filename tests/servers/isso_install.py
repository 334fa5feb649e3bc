"""Isso, the comment server, in a virtual environment of its own in the cache folder.

``python -m tests.servers.isso_install`` makes it and prints where; tests ask
``program()`` and are skipped where it gives None.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

VERSION = "0.14.0"


def _folder() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "wireroom-tests" / f"isso-{VERSION}-python{sys.version_info[0]}.{sys.version_info[1]}"


def program() -> Path | None:
    """Isso's command, or None where nobody has installed it."""
    found = _folder() / "bin" / "isso"
    return found if found.exists() else None


def missing() -> str:
    """Why Isso can't be started here; "" when it can."""
    return "" if program() else "Isso is not here: run `python -m tests.servers.isso_install`"


def install() -> Path:
    """Installs Isso from the package index with pip; gives its command."""
    found = program()
    if found is None:
        venv.create(_folder(), with_pip=True, clear=True)
        pip = [str(_folder() / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, "--disable-pip-version-check", f"isso=={VERSION}"], check=True)
        found = program()
    assert found is not None
    return found


if __name__ == "__main__":
    print(install())
