"""feedparser's own example documents, fetched from its source distribution and never kept here.

``python -m tests.feedparser_corpus`` puts them into the cache folder and prints
where; tests ask ``corpus()`` and are skipped where it gives None.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

MISSING = (
    "feedparser's example documents are not here: run `python -m tests.feedparser_corpus`, "
    "or name their folder in WIREROOM_FEEDPARSER_TESTS"
)
_HEADER = re.compile(rb"^Header:[ \t]*([^:\r\n]+):(.+)$", re.MULTILINE)
MAX_MEMBER = 8 * 2**20


@dataclass(frozen=True)
class Document:
    """One example, with the HTTP headers that its comment says it is served with."""

    path: Path
    data: bytes
    headers: dict[str, str]

    @property
    def content_type(self) -> str | None:
        return self.headers.get("content-type")

    @property
    def url(self) -> str:
        return self.headers.get("content-location", "")


def corpus() -> Path | None:
    """The folder of the example documents, or None where nobody has fetched them."""
    named = os.environ.get("WIREROOM_FEEDPARSER_TESTS")
    folder = Path(named) if named else _folder()
    return folder if (folder / "wellformed").is_dir() else None


def documents(folder: Path) -> Iterator[Document]:
    """Every example document under ``folder``, in the order of their names."""
    for path in sorted(folder.rglob("*.xml")):
        data = path.read_bytes()
        headers = {
            name.decode("utf-8", "replace").strip().lower(): value.decode("utf-8", "replace").strip()
            for name, value in _HEADER.findall(data)
        }
        yield Document(path, data, headers)


def _folder() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "wireroom-tests" / f"feedparser-{version('feedparser')}"


def fetch() -> Path:
    """Downloads feedparser's source distribution with pip and unpacks its examples; gives their folder."""
    found = corpus()
    if found:
        return found
    target = _folder()
    with tempfile.TemporaryDirectory() as scratch:
        requirement = f"feedparser=={version('feedparser')}"
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--no-binary",
            "feedparser",
        ]
        subprocess.run([*command, "--dest", scratch, requirement], check=True)
        archive = next(Path(scratch).glob("feedparser-*.tar.gz"))
        unpack(archive, target)
    return target


def unpack(archive: Path, target: Path) -> None:
    """Writes the plain files under ``tests/`` of a source distribution into ``target``, nothing else."""
    with tarfile.open(archive) as tar:
        for member in tar:
            parts = Path(member.name).parts[1:]
            if not member.isfile() or parts[:1] != ("tests",) or ".." in parts or member.size > MAX_MEMBER:
                continue
            content = tar.extractfile(member)
            if content is None:
                continue
            path = target.joinpath(*parts[1:])
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.read())


if __name__ == "__main__":
    print(fetch())
