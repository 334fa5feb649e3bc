"""The recipes of docs/RECIPES.md, as printed."""

from __future__ import annotations

import re
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs" / "RECIPES.md"
_RECIPE = re.compile(r"<!-- recipe: (?P<name>[a-z0-9-]+) -->\n```[a-z]+\n(?P<text>.*?)^```$", re.M | re.S)


def recipes() -> dict[str, str]:
    """Each block's text by its name."""
    return {found["name"]: found["text"] for found in _RECIPE.finditer(DOCUMENT.read_text(encoding="utf-8"))}
