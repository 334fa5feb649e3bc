"""What a story tells, as terms that another telling of the same event would have too.

Words stand for themselves by their beginnings, so that their endings do not matter;
scripts written without spaces are taken by pairs of characters. Title and lead only.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from unicodedata import decimal, is_normalized, normalize
from zlib import crc32

from tui.text import plain_from_html

LEAD = 400  # characters of a story's beginning that are looked at
MOST_TERMS = 96  # of one story
_HTML = 3_000  # characters of its page's beginning that the lead is looked for in
_STEM = 6  # letters of a word that tell it from others
_STEM_INFLECTED = 5  # the same outside ASCII, where most languages inflect more
_REMEMBERED = 20_000  # words whose terms are not worked out again
_SHORT = 3  # letters of a word that is likely to be a particle
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3041-\u30ff\u3105-\u312f\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003fffd"
)
_TERM = re.compile(rf"\d+(?:[.,:]\d+)*|[^\W\d_{_UNSPACED}][^\W_{_UNSPACED}]*|[{_UNSPACED}]+")
_TERM_ASCII = re.compile(r"\d+(?:[.,:]\d+)*|[a-z][a-z0-9]*")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_THOUSANDS = re.compile(r",(?=\d{3}(?!\d))")


# A term is a hash of what it says, but for its two low bits, which are its kind.
WORD, NUMBER, PAIR, SHORT = range(4)  # PAIR: of characters; SHORT: likely to be a particle
KIND = 3


@dataclass(frozen=True, slots=True)
class Signature:
    """The terms of a story's title, and of title and lead together."""

    title: frozenset[int]
    text: frozenset[int]

    def __bytes__(self) -> bytes:
        """32-bit numbers: how many terms the title has, its terms, the lead's others."""
        return array("I", (len(self.title), *sorted(self.title), *sorted(self.text - self.title))).tobytes()

    @classmethod
    def from_bytes(cls, kept: bytes) -> Signature:
        """What ``bytes()`` made; an empty one for anything else."""
        if len(kept) % 4 or not kept:
            return cls(frozenset(), frozenset())
        count, *terms = array("I", kept)
        return cls(frozenset(terms[:count]), frozenset(terms))


def signature(title: str, summary: str, html: str) -> Signature:
    """The signature of a story; its lead is the summary, or the beginning of its text."""
    lead = summary or plain_from_html(html[:_HTML], LEAD)
    found = dict.fromkeys(_terms(title[:LEAD]))
    in_title = len(found)
    found.update(dict.fromkeys(_terms(lead[:LEAD])))
    terms = list(found)[:MOST_TERMS]
    return Signature(frozenset(terms[:in_title]), frozenset(terms))


def _terms(text: str) -> Iterable[int]:
    if text.isascii():
        return map(_term, _TERM_ASCII.findall(text.lower()))
    if not is_normalized("NFKC", text):
        text = normalize("NFKC", text)
    words = _TERM.findall(text.casefold())
    return chain.from_iterable(map(_parts, words)) if _IS_UNSPACED.search(text) else map(_term, words)


def _parts(word: str) -> Iterable[int]:
    if not _IS_UNSPACED.match(word):
        return (_term(word),)
    return map(_pair, (word[place : place + 2] for place in range(max(len(word) - 1, 1))))


@lru_cache(maxsize=_REMEMBERED)
def _term(word: str) -> int:
    if word[0].isdecimal():
        return _hashed(_number(word), NUMBER)
    if len(word) > 4 and word.startswith("ال"):
        word = word[2:]  # the Arabic article is written as part of the word
    return _hashed(
        word[: _STEM if word.isascii() else _STEM_INFLECTED], SHORT if len(word) <= _SHORT else WORD
    )


@lru_cache(maxsize=_REMEMBERED)
def _pair(signs: str) -> int:
    return _hashed(signs, PAIR)


def _number(word: str) -> str:
    """A number as written elsewhere: other digits, with or without marks between thousands."""
    if not word.isascii():
        word = "".join(str(decimal(sign, sign)) for sign in word)
    return _THOUSANDS.sub("", word).replace(",", ".")


def _hashed(word: str, kind: int) -> int:
    return crc32(word.encode("utf-8", "replace")) & ~3 | kind
