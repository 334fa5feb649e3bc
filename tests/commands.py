"""Running wireroom as a person at a prompt does: a process of its own, a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Result:
    """What a command said and how it ended."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]


@dataclass(frozen=True)
class Prompt:
    """A shell prompt with WIREROOM_HOME set to ``home``."""

    home: Path

    def __call__(self, *arguments: str, stdin: bytes = b"", **environment: str) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "tui", *arguments],
            input=stdin,
            capture_output=True,
            timeout=60,
            check=False,
            env={**os.environ, "WIREROOM_HOME": str(self.home), "PYTHONUTF8": "1", **environment},
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())
