"""Texts as they stand in the search index, and in what is asked of it: what is read alike is alike.

A run of Chinese, Japanese or Korean characters has no spaces to part it into
words, so each such character is a word of its own, in the index as in the query,
where a run becomes a phrase. Texts are in compatibility form (UAX #15, NFKC), so
that full-width letters and half-width kana are found too. The index's own tokenizer
(unicode61) folds case and Latin diacritics; the rest is folded here: ё is е, points,
harakat and tatweel are nothing, Greek has no accents, forms of alef are alef.
"""

from __future__ import annotations

import re
from itertools import pairwise
from unicodedata import category, is_normalized, normalize

_CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3041-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U0003fffd"
)
_ONE = re.compile(f"[{_CJK}]")
_RUN = re.compile(f"[{_CJK}]+")
_PARTED_RUN = re.compile(f"[{_CJK}](?:[ \n]+[{_CJK}])+")
_NO_TEXT = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_TOKEN = re.compile(r"[^\W_]+")
_GREEK = (*range(0x370, 0x400), *range(0x1F00, 0x2000))
_NOTHING = (
    *(*range(0x300, 0x370), *range(0x591, 0x5BE), 0x5BF, 0x5C1, 0x5C2, 0x5C4, 0x5C5, 0x5C7, 0x640),
    *(*range(0x610, 0x61B), *range(0x64B, 0x660), 0x670, *range(0x6D6, 0x6DD), *range(0x6DF, 0x6E9)),
)
_LETTERS = (
    *zip("ёЁςأإآٱىةؤئکی", "еЕσاااايهويكي", strict=True),
    *zip("øØłŁđĐðÐı", "oOlLdDdDi", strict=True),
    *(("ß", "ss"), ("ẞ", "ss"), ("æ", "ae"), ("Æ", "ae"), ("œ", "oe"), ("Œ", "oe"), ("þ", "th"), ("Þ", "th")),
)
_ALIKE: dict[int, str] = {
    **{code: normalize("NFD", chr(code))[0] for code in _GREEK},
    **dict.fromkeys(_NOTHING, ""),
    **{ord(one): other for one, other in _LETTERS},
}
_FOLDED = re.compile("[" + "".join(chr(code) for code in sorted(_ALIKE) if _ALIKE[code] != chr(code)) + "]")


def folded(text: str) -> str:
    """The text without the differences that a reader does not type, but for case and Latin diacritics."""
    if text.isascii():
        return text
    if not is_normalized("NFKC", text):
        text = normalize("NFKC", text)
    return _FOLDED.sub(lambda one: _ALIKE[ord(one[0])], text)


def parted(text: str) -> str:
    """The text as it is given to the index."""
    return text if text.isascii() else _apart(folded(text))


def _apart(text: str) -> str:
    return _RUN.sub(lambda run: f" {'  '.join(run[0])} ", text)


def runs_in_pairs(text: str) -> list[str]:
    """Each run of characters of an unspaced script in a parted text, as the pairs that overlap in it."""
    if text.isascii():
        return []
    return [" ".join(map("".join, pairwise(run.split()))) for run in _PARTED_RUN.findall(text)]


def pairs(text: str) -> list[str]:
    """The pairs in a run of characters of an unspaced script; [] for any other text."""
    run = folded(text)
    if len(run) < 2 or not all(map(is_unspaced, run)):
        return []
    return [first + second for first, second in pairwise(run)]


def tokens(text: str) -> list[str]:
    """The index's words in a text that is looked for, as they stand in the index."""
    return _TOKEN.findall(bare(_apart(folded(_NO_TEXT.sub(" ", text)))))


def is_unspaced(character: str) -> bool:
    """Whether a character is of a script that has no spaces between words: a word of its own in the index."""
    return _ONE.match(character) is not None


def is_parted_by_marks(text: str) -> bool:
    """Whether vowel signs or tones stand in the text, which part the index's words (as in Thai or Hindi)."""
    return not text.isascii() and any(category(one).startswith("M") for one in folded(text))


def bare(text: str) -> str:
    """Folded text in small letters, without Latin diacritics."""
    return text.lower() if text.isascii() else text.lower().translate(_BARE)


class _Bare(dict[int, str]):
    """Characters without Latin diacritics, each looked up once."""

    def __missing__(self, code: int) -> str:
        first = normalize("NFD", chr(code))[0]
        self[code] = found = first if "a" <= first <= "z" else chr(code)
        return found


_BARE = _Bare()
