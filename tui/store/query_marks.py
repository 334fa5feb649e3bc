"""A pattern for the words of a query in a text as it is shown, to mark them there."""

from __future__ import annotations

import re
from functools import cache

from tui.store.query import Query, Words, words
from tui.store.search_text import bare, folded, is_unspaced, tokens

_BLOCKS = (
    *(range(0xC0, 0x250), range(0x370, 0x460), range(0x5D0, 0x5EB), range(0x621, 0x6D4)),
    *(range(0x1E00, 0x2000), range(0xFF01, 0xFF9E)),
)
_POINTS = "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]*"  # marks that are folded away
_BETWEEN = r"[\W_]{1,20}"  # between two words of a phrase; a row may end there


def pattern(query: Query | None, *columns: str) -> re.Pattern[str] | None:
    """Finds the query's wanted words of these columns, "" for those of any; None if it has none."""
    if query is None:
        return None
    wanted = [one for one in words(query) if one.column in columns]
    found = [pattern for pattern in map(_words, wanted) if pattern]
    return re.compile("|".join(dict.fromkeys(found)), re.IGNORECASE) if found else None


def _words(wanted: Words) -> str:
    """One word or phrase, at the beginning of words where the script parts them."""
    said = tokens(wanted.text)
    if not said:
        return ""
    text = ""
    for before, token in zip(["", *said], said, strict=False):
        if before:
            text += r"\s?" if is_unspaced(before) or is_unspaced(token) else _BETWEEN
        text += "".join(_like(one) for one in token)
    begins = "" if is_unspaced(said[0]) else r"(?<![^\W_])"
    alone = wanted.whole or len(wanted.text) == 1
    return begins + text + (r"(?![^\W_])" if alone and not is_unspaced(said[-1]) else "")


def _like(character: str) -> str:
    """All characters that the index takes for this one, with the marks that it drops."""
    alike = _alike().get(character, "")
    one = f"[{re.escape(character)}{re.escape(alike)}]" if alike else re.escape(character)
    return one if character.isdigit() or is_unspaced(character) else one + _POINTS


@cache
def _alike() -> dict[str, str]:
    found: dict[str, str] = {}
    for code in (code for block in _BLOCKS for code in block):
        base = bare(folded(chr(code)))
        if len(base) == 1 and base != chr(code):
            found[base] = found.get(base, "") + chr(code)
    return found
