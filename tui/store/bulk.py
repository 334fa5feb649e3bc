"""Many rows in one statement.

Every step of a statement lets go of the interpreter's lock and waits to have it
again, and whoever parses meanwhile gives it up only every few milliseconds. So a
batch is written in tens of statements, not in ten thousands.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any

# Rows in one statement. Few sizes, so that each statement is prepared once.
_SIZES = (256, 64, 16, 4, 1)


def write(connection: sqlite3.Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Runs a statement on all the rows; ``{rows}`` in it stands for their VALUES."""
    done = 0
    for size in _SIZES:
        while len(rows) - done >= size:
            some = rows[done : done + size]
            connection.execute(
                statement.format(rows=_values(size, len(some[0]))), tuple(chain.from_iterable(some))
            )
            done += size


@cache
def _values(count: int, width: int) -> str:
    row = f"({','.join('?' * width)})"
    return f"VALUES {','.join([row] * count)}"
