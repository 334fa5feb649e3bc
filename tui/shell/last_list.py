"""The list that ``wireroom open N`` means: the ids of the stories last shown with numbers at a home."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # importing ``typing`` would cost as much as keeping a list
if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 1000  # numbers that are kept
_NAME = "last-list"


def keep(store: str, ids: Sequence[str]) -> None:
    """Keeps the ids beside the store at ``store``; nothing, silently, where its folder cannot be written."""
    path = os.path.join(os.path.dirname(store), _NAME)
    new = f"{path}.{os.getpid()}"
    try:
        with open(new, "w", encoding="ascii") as file:
            file.write("\n".join(ids[:LONGEST]))
        os.replace(new, path)
    except OSError:
        return


def kept(store: str) -> list[str]:
    """The ids, the first one's number being 1; [] where no list was shown yet."""
    try:
        with open(os.path.join(os.path.dirname(store), _NAME), encoding="ascii") as file:
            ids = file.read(LONGEST * 24).split("\n")
    except (OSError, ValueError):
        return []
    return ids if all(id_.isdecimal() for id_ in ids) else []
