"""Picture files on disk, as many as fit; those not looked at for longest go first."""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

MOST_BYTES = 64 * 2**20
_UNFINISHED = ".part"


class PictureCache:
    """Files under ``folder`` named by their addresses; at most ``most`` bytes of them.

    A disk that is full or not to be written to is a cache that keeps nothing.
    """

    def __init__(self, folder: Path, most: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most = most

    def get(self, url: str) -> bytes | None:
        """The picture as it came from ``url``, or None."""
        path = self._path(url)
        with suppress(OSError):
            data = path.read_bytes()
            os.utime(path)
            return data
        return None

    def put(self, url: str, data: bytes) -> None:
        """Keeps a picture, and drops others where it needs their place."""
        if len(data) > self._most:
            return
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Under another name first: a half-written file is never taken for a picture.
            with NamedTemporaryFile(dir=self._folder, suffix=_UNFINISHED, delete=False) as file:
                file.write(data)
            os.replace(file.name, self._path(url))
            self._sweep()

    def _path(self, url: str) -> Path:
        return self._folder / sha256(url.encode("utf-8", "replace")).hexdigest()

    def _sweep(self) -> None:
        """Oldest use first, until the rest fits."""
        files = [(entry.stat().st_mtime_ns, entry) for entry in os.scandir(self._folder) if entry.is_file()]
        total = sum(entry.stat().st_size for _, entry in files)
        for _used, entry in sorted(files, key=lambda file: file[0]):
            if total <= self._most:
                return
            total -= entry.stat().st_size
            os.unlink(entry.path)
