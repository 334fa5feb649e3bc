"""The one door for text from outside, and how wide text is in a terminal.

``clean`` and ``clean_lines`` give text that can be drawn as plain content: no
control characters or escape sequences (ECMA-48), no bidi embeddings or overrides
and no isolates left open (UAX #9), no piles of combining marks, a bounded length.
Both are idempotent. The rest measures, cuts and wraps by terminal cells.
"""

from __future__ import annotations

import re
from functools import cache
from unicodedata import bidirectional, category

TYPE_CHECKING = False  # ``typing`` costs a prompt command more than all of this
if TYPE_CHECKING:
    from typing import Literal

MOST_MARKS = 8  # combining marks and joiners in a row
LONGEST_URL = 4096

# What follows is compiled when it is first needed: together it takes as long as starting Python.
_LETTERS = " -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u203a"
"""Letters and signs, none of which is a combining mark, and each of which takes one cell."""


@cache
def _few() -> re.Pattern[str]:
    return re.compile(f"[{_LETTERS}]*")


@cache
def _maybe_mark() -> re.Pattern[str]:
    """Nothing outside these letters can be a combining mark, so most text of the
    commonest scripts is known to be clean by two searches written in C."""
    return re.compile(
        "[^\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u058f\u05d0-\u05ea\u0620-\u064a"
        "\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u2bff\u3001-\u3029\u3041-\u3096\u30a0-\u30ff"
        "\u3400-\u9fff\uac00-\ud7a3\uff01-\uff60]"
    )


@cache
def _escapes() -> re.Pattern[str]:
    return re.compile(
        r"\x1b\[[0-?]*[ -/]*[@-~]?"  # CSI
        r"|\x1b[\]PX^_][^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\|\x9c)"  # OSC, DCS, SOS, PM, APC, when closed
        r"|\x1b[ -/]*[0-~]?"  # what is left of them, and the two-character ones
        r"|\x9b[0-?]*[ -/]*[@-~]?"  # CSI as one C1 character
    )


@cache
def _newlines() -> re.Pattern[str]:
    return re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")


@cache
def _dropped() -> tuple[dict[int, None], re.Pattern[str]]:
    """The characters that are dropped, for ``str.translate``, and a pattern that finds one."""
    dropped = [
        *range(0x09),
        *range(0x0E, 0x1C),
        0x1F,
        *range(0x7F, 0x85),
        *range(0x86, 0xA0),
        0xAD,  # soft hyphen
        *(0x115F, 0x1160, 0x3164, 0xFFA0),  # Hangul fillers: letters that show nothing
        *range(0x17B4, 0x17B6),
        *range(0x180B, 0x180F),
        0x200B,
        *range(0x202A, 0x202F),  # embeddings and overrides, with their end
        *range(0x2060, 0x2066),
        *range(0x206A, 0x2070),
        *range(0xD800, 0xE000),
        *range(0xFDD0, 0xFDF0),
        0xFE0F,  # makes a sign an emoji, of one cell in this terminal and of two in that one
        0xFEFF,
        *range(0xFFF0, 0xFFFC),
        *(plane << 16 | end for plane in range(17) for end in (0xFFFE, 0xFFFF)),
        *range(0x1BCA0, 0x1BCA4),
        *range(0x1D173, 0x1D17B),
        *range(0xE0000, 0xE0080),  # tags
    ]
    return dict.fromkeys(dropped), re.compile(f"[{''.join(map(re.escape, map(chr, dropped)))}]")


@cache
def _isolates() -> re.Pattern[str]:
    return re.compile("[\u2066-\u2069]")


_JOINERS = "\u200c\u200d"
_INLINE = frozenset("a abbr acronym b bdi bdo big cite code del em font i ins kbd mark q s small span strike "
                    "strong sub sup time tt u var wbr".split())  # fmt: skip


@cache
def _url() -> re.Pattern[str]:
    return re.compile(r"https?://[^\s<>\"`\\^{}|]+", re.I)


def clean(text: str, limit: int = 10_000) -> str:
    """The text as one harmless line of at most ``limit`` characters, white space folded."""
    if len(text) <= limit and _is_clean(text):
        if "  " not in text and text[:1] != " " and text[-1:] != " ":
            return text
        return " ".join(text.split())
    words = " ".join(_harmless(text[: 4 * limit]).split())
    return " ".join(_few_marks(_closed(_cut(words, limit))).split())


def _is_clean(text: str) -> bool:
    """Whether nothing in a text can need mending, found in the cheapest way; False where that is not sure."""
    if text.isascii():
        return text.isprintable()
    return bool(_few().fullmatch(text)) or (text.isprintable() and not _maybe_mark().search(text))


def clean_lines(text: str, limit: int = 1_000_000) -> str:
    """The text, harmless, with its line breaks; tabs become four spaces."""
    safe = _cut(_harmless(text[: 4 * limit]).replace("\t", "    "), limit)
    lines = (_few_marks(_closed(line)).replace("\xa0", " ").rstrip() for line in safe.split("\n"))
    return "\n".join(lines).strip("\n")


def _harmless(text: str) -> str:
    if "\x1b" in text or "\x9b" in text:
        text = _escapes().sub("", text)
    text = _newlines().sub("\n", text)
    dropped, any_dropped = _dropped()
    return text.translate(dropped) if any_dropped.search(text) else text


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: max(limit - 1, 0)].rstrip() + "…"


def _closed(line: str) -> str:
    """The line without isolates that are not closed in it (UAX #9 §2.4, BD9)."""
    if not _isolates().search(line):
        return line
    characters = list(line)
    opened: list[int] = []
    for place, character in enumerate(characters):
        if character in "\u2066\u2067\u2068":
            opened.append(place)
        elif character == "\u2069":
            if opened:
                opened.pop()
            else:
                characters[place] = ""
    for place in opened:
        characters[place] = ""
    return "".join(characters)


def _few_marks(line: str) -> str:
    """The line with at most ``MOST_MARKS`` marks or joiners in a row."""
    if _few().fullmatch(line) or not _maybe_mark().search(line):
        return line
    kept: list[str] = []
    run = 0
    for character in line:
        run = run + 1 if character in _JOINERS or category(character) in ("Mn", "Me") else 0
        if run <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)


@cache
def _tag() -> re.Pattern[str]:
    return re.compile(
        r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|</?([a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*|/)?>|<[!?][^<>]*>",
        re.S | re.I,
    )


def plain_from_html(html: str, limit: int = 500) -> str:
    """A title's or summary's text without its tags and entities, cleaned. No parser: for short texts."""
    return clean(without_tags(html, 40 * limit), limit)


def without_tags(html: str, limit: int) -> str:
    """The text without its tags and entities, as it came: not cleaned, and so not to be shown.

    At most ``limit`` characters of markup are read.
    """
    if "<" in html or "&" in html:
        from html import unescape

        return unescape(_tag().sub(_between, html[:limit]))
    return html


def _between(tag: re.Match[str]) -> str:
    return "" if (tag[2] or "").lower() in _INLINE else " "


def safe_url(url: str) -> str:
    """The address if it is http or https and printable, spaces escaped; else ""."""
    url = url.strip().replace(" ", "%20")
    fits = len(url) <= LONGEST_URL and url.isprintable() and _url().fullmatch(url)
    return url if fits else ""


def direction(text: str) -> Literal["ltr", "rtl"]:
    """The direction of the first strong character outside isolates (UAX #9 P2, P3)."""
    depth = 0
    for character in text:
        kind = bidirectional(character)
        if kind in ("LRI", "RLI", "FSI"):
            depth += 1
        elif kind == "PDI":
            depth = max(depth - 1, 0)
        elif depth == 0 and kind in ("R", "AL"):
            return "rtl"
        elif depth == 0 and kind == "L":
            return "ltr"
    return "ltr"


# --- cells ------------------------------------------------------------------------

# What needs no table of widths: letters, arrows, boxes and the marks we draw ourselves.
_DRAWN = re.compile(f"[{_LETTERS}\u2190-\u21ff\u23ce\u2500-\u259f\u25b2\u25cf\u2605\u27f3\u2913]*")


_ONE_CELL = "\u0531-\u0556\u0561-\u0586\u05d0-\u05ea\u0620-\u063f\u0641-\u064a\u0671-\u06d3"
_TWO_CELLS = "\u3001-\u3029\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60"


@cache
def _wide_and_known() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Letters of two cells, and texts of letters whose cells are known.

    The table of all the others takes longer to import than starting Python does.
    """
    return re.compile(f"[{_TWO_CELLS}]"), re.compile(f"[{_LETTERS}{_ONE_CELL}{_TWO_CELLS}]*")


def cells(text: str) -> int:
    """How many terminal cells the text takes (UAX #11, emoji sequences as one)."""
    if text.isascii() or _DRAWN.fullmatch(text):
        return len(text)
    wide, known = _wide_and_known()
    if known.fullmatch(text):
        return len(text) + len(wide.findall(text))
    from wcwidth import wcswidth, wcwidth

    width = wcswidth(text)
    return width if width >= 0 else sum(max(wcwidth(character), 0) for character in text)


def fit(text: str, width: int) -> str:
    """The text cut to ``width`` cells, with "…" where something is missing."""
    if cells(text) <= width:
        return text
    return split_at(text, width - 1)[0].rstrip() + "…" if width > 0 else ""


def split_at(text: str, width: int) -> tuple[str, str]:
    """The longest beginning of at most ``width`` cells, and the rest; no cluster is parted."""
    if text.isascii():
        return text[: max(width, 0)], text[max(width, 0) :]
    used = end = 0
    for cluster in _clusters(text):
        size = cells(cluster)
        if used + size > width:
            break
        used += size
        end += len(cluster)
    return text[:end], text[end:]


def _clusters(text: str) -> list[str]:
    """Characters with the marks and joined characters that belong to them (UAX #29, near enough)."""
    clusters: list[str] = []
    joined = False
    for character in text:
        belongs = clusters and (joined or character in _JOINERS or category(character) in ("Mn", "Me"))
        if belongs or (clusters and "\U0001f3fb" <= character <= "\U0001f3ff"):
            clusters[-1] += character
        else:
            clusters.append(character)
        joined = character == "\u200d"
    return clusters


_WIDE = (
    "\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff"
    "\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd"
)
_CLOSERS = "、。，．・：；！？」』）］｝〉》】〕’”…ー々ゞ゚"
_OPENERS = "「『（［｛〈《【〔‘“"
_FIRST_WIDE = _WIDE[0]


@cache
def _words() -> re.Pattern[str]:
    return re.compile(r"[^\S\n]+|\S+")


@cache
def _wide_units() -> re.Pattern[str]:
    """What may not be parted: a word, or one wide character with the punctuation that
    belongs to it (JIS X 4051's line-start and line-end prohibitions, the common ones)."""
    return re.compile(rf"[^\S\n]+|[{_OPENERS}]*[{_WIDE}][{_CLOSERS}]*|[^\s{_WIDE}]+")


def units(text: str) -> list[str]:
    """The text in parts between which a line may break; runs of white space are parts."""
    pattern = _wide_units() if text and max(text) >= _FIRST_WIDE else _words()
    return pattern.findall(text)


def wrap(text: str, width: int, max_lines: int | None = None) -> list[str]:
    """The text in lines of at most ``width`` cells; the last one ends in "…" where more follows."""
    lines: list[str] = []
    line, used = "", 0
    for unit in units(text):
        size = cells(unit)
        if used + size > width and not unit.isspace():
            if line.strip():
                lines.append(line.rstrip())
                line, used = "", 0
            while size > width > 0:
                head, unit = split_at(unit, width)
                if not head:  # a wide character in a column of one cell
                    head, unit = unit[:1], unit[1:]
                lines.append(head)
                size = cells(unit)
        if unit.isspace() and not line:
            continue
        line += unit
        used += size
        if max_lines is not None and len(lines) > max_lines:
            break
    if line.strip():
        lines.append(line.rstrip())
    if max_lines is not None and len(lines) > max_lines:
        lines = [*lines[: max_lines - 1], fit(f"{lines[max_lines - 1]}  …", width)]
        lines[-1] = lines[-1].replace("  …", "…")
    return lines or [""]
