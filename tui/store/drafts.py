"""What the reader was writing: a draft for each comment that is answered, and the guest's name."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Mapping

LONGEST = 200_000  # characters
DRAFTS = 1_000  # those written longest ago give way


def draft(connection: sqlite3.Connection, thread: str, parent: str) -> str:
    """The draft of an answer to ``parent`` ("": of a comment at the top); "" where there is none."""
    row = connection.execute(
        "SELECT text FROM draft WHERE thread = ? AND parent = ?", (thread, parent)
    ).fetchone()
    return str(row[0]) if row else ""


def keep(connection: sqlite3.Connection, thread: str, parent: str, text: str) -> None:
    """Keeps a draft in place of the last one; "" drops it."""
    if not text:
        connection.execute("DELETE FROM draft WHERE thread = ? AND parent = ?", (thread, parent))
        return
    values = (thread, parent, text[:LONGEST], int(time.time()))
    connection.execute("REPLACE INTO draft VALUES (?, ?, ?, ?)", values)
    connection.execute(
        """DELETE FROM draft WHERE (thread, parent) IN
           (SELECT thread, parent FROM draft ORDER BY kept DESC LIMIT -1 OFFSET ?)""",
        (DRAFTS,),
    )


def guest_answers(connection: sqlite3.Connection, place: str) -> dict[str, str]:
    """What the reader answered as a guest at this place; {} where they were none."""
    row = connection.execute("SELECT json FROM guest WHERE place = ?", (place,)).fetchone()
    return {str(name): str(value) for name, value in json.loads(row[0]).items()} if row else {}


def keep_guest_answers(connection: sqlite3.Connection, place: str, answers: Mapping[str, str]) -> None:
    told = json.dumps(dict(answers), ensure_ascii=False)
    connection.execute("REPLACE INTO guest VALUES (?, ?)", (place, told))
