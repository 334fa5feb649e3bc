"""Thins what the screen writes: a cell that shows already what it should is not written again.

Textual repaints whole widgets and sets and resets colours for every run of text.
Over a slow line most of that is waste. ``Thinning`` keeps what the terminal
shows, reads what Textual means to write (cursor positions, SGR, text), and lets
only the difference through. What it can't be sure of (characters whose width
terminals disagree on, sequences it doesn't know) goes through whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tui.ui.terminal.pen import PLAIN, RESET, Pen, change, on_blank, pen

_TOKEN = re.compile(
    r"\x1b\[(?P<sgr>[0-9;]*)m"
    r"|\x1b\[(?P<row>[0-9]+);(?P<column>[0-9]+)H"
    r"|\x1b\]8;(?P<link>[^\x07\x1b]*)\x1b\\"
    r"|(?P<passed>\x1bP(?:[^\x1b]|\x1b\x1b)*\x1b\\)"  # to the terminal that tmux runs in
    r"|(?P<lines>\n+)"
    r"|(?P<text>[^\x00-\x1f\x7f]+)"
    r"|(?P<other>\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b.|[\x00-\x1f\x7f])",
    re.DOTALL,
)
# One cell wide everywhere: Latin, Greek, Cyrillic, dashes and quotes, arrows, box drawing, shapes.
_SURE = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2015\u2018-\u2027\u2030-\u203a"
    "\u2190-\u21ff\u2500-\u25ff\u2605\u2606\u27f3\u23ce]*"
)
# Cells of a picture in kitty's protocol: a placeholder and two marks each.
_PICTURE = re.compile("(?:\U0010eeee[\u0300-\u07ff]{2})+")
_BEGIN, _END = FRAME_MARKS = ("\x1b[?2026h", "\x1b[?2026l")  # synchronised output, as Textual writes it
_WHOLE_FRAME = 512  # bytes; a smaller frame needs no synchronised update around it
_BRIDGE = 3  # equal cells that are cheaper written than stepped over


def _cell_len(text: str) -> int:
    """As Textual counts, whose positions these are."""
    from rich.cells import cell_len

    return cell_len(text)


Cell = tuple[str, Pen] | None  # None: what stands there is not known


def controls(data: str) -> str:
    """What of ``data`` draws nothing: modes, questions, the title; all that is left of a dropped frame."""
    return "".join(token[0] for token in _TOKEN.finditer(data) if token.lastgroup in ("other", "passed"))


class Thinning:
    """``thin`` gives what is left to write. ``forget`` makes it write everything once more."""

    def __init__(self) -> None:
        self._rows: dict[int, list[Cell]] = {}
        self._held: Pen = PLAIN  # the terminal's pen
        self._pen: Pen = PLAIN  # Textual's
        self._codes = ""
        self._link = ""
        self._at = (0, 0)  # where Textual thinks the cursor is: column, row
        self._cursor: tuple[int, int] | None = None  # where it is
        self._out: list[str] = []
        self._frame: list[str] | None = None
        self.holding = False

    def hold(self) -> None:
        """Writes nothing of what is drawn until ``release``; it has to be drawn again then."""
        self.holding = True

    def release(self) -> None:
        """Ends ``hold``."""
        self.holding = False

    def forget(self) -> None:
        """Trusts nothing that the terminal shows."""
        self._rows.clear()
        self._cursor = None

    def thin(self, data: str) -> str:
        """What of ``data`` has to be written."""
        if data == _BEGIN:
            self._frame = []
            return ""
        if data == _END:
            return self._end_frame()
        if self.holding:
            return controls(data)
        for token in _TOKEN.finditer(data):
            self._take(token)
        written = "".join(self._out)
        self._out.clear()
        if self._frame is None:
            return written
        self._frame.append(written)
        return ""

    def _end_frame(self) -> str:
        written, self._frame = "".join(self._frame or ()), None
        return f"{_BEGIN}{written}{_END}" if len(written) > _WHOLE_FRAME else written

    def _take(self, token: re.Match[str]) -> None:
        kind, value = token.lastgroup, token[0]
        if kind == "text":
            self._text(value)
        elif kind == "sgr":
            codes = token["sgr"]
            self._codes = codes if codes in ("", "0") or not self._codes else f"{self._codes};{codes}"
            self._codes = "" if self._codes in ("", "0") else self._codes
            self._pen = pen(self._codes, self._link)
        elif kind == "column":
            self._at = (int(token["column"]) - 1, int(token["row"]) - 1)
        elif kind == "link":
            self._link = "" if token["link"] == ";" else token["link"]
            self._pen = pen(self._codes, self._link)
        elif kind == "lines":
            self._at = (0, self._at[1] + len(value))
        else:
            self._other(value)

    def _other(self, sequence: str) -> None:
        if self._held != PLAIN:
            self._out.append(RESET)
            self._held = PLAIN
        self._out.append(sequence)
        if sequence.startswith(("\x1b[?1049", "\x1b[2J", "\x1bc")):
            self.forget()
        elif sequence[-1] not in "hlmnpuqt\x07\\":
            self._cursor = None

    # --- text --------------------------------------------------------------------

    def _text(self, text: str) -> None:
        x, y = self._at
        cells: Sequence[str] = text
        sure = bool(_SURE.fullmatch(text))
        if not sure and _PICTURE.fullmatch(text):
            cells, sure = [text[at : at + 3] for at in range(0, len(text), 3)], True
        width = len(cells) if sure else _cell_len(text)
        self._at = (x + width, y)
        row = self._rows.setdefault(y, [])
        if len(row) < x + width:
            row.extend([None] * (x + width - len(row)))
        if not sure:
            self._write(x, y, text, width, self._pen)
            row[x : x + width] = [None] * width
            self._cursor = None
            return
        blank = on_blank(self._pen)
        wanted: list[Cell] = [(c, blank if c == " " else self._pen) for c in cells]
        if None in row:
            self._write(x, y, text, width, blank if text.isspace() else self._pen)
        elif row[x : x + width] != wanted:
            self._write_changes(x, y, cells, row[x : x + width], wanted)
        row[x : x + width] = wanted

    def _write_changes(
        self, x: int, y: int, cells: Sequence[str], shown: list[Cell], wanted: list[Cell]
    ) -> None:
        differ = [i for i, (now, then) in enumerate(zip(shown, wanted, strict=True)) if now != then]
        start = last = differ[0]
        for i in [*differ[1:], len(cells) + _BRIDGE + 2]:
            if i - last <= _BRIDGE + 1:
                last = i
                continue
            part = "".join(cells[start : last + 1])
            blank = on_blank(self._pen) if part.isspace() else self._pen
            self._write(x + start, y, part, last + 1 - start, blank)
            start = last = i

    def _write(self, x: int, y: int, text: str, width: int, wanted: Pen) -> None:
        self._move(x, y)
        if wanted is not self._pen and on_blank(self._held) == wanted:
            wanted = self._held  # spaces: the pen's ink is not to be seen on them
        if wanted != self._held:
            self._out.append(change(self._held, wanted))
            self._held = wanted._replace(link="")
        if wanted.link:
            text = f"\x1b]8;{wanted.link}\x1b\\{text}\x1b]8;;\x1b\\"
        self._out.append(text)
        self._cursor = (x + width, y)

    def _move(self, x: int, y: int) -> None:
        if self._cursor == (x, y):
            return
        if self._cursor is None:
            self._out.append(f"\x1b[{y + 1};{x + 1}H")
            return
        column, row = self._cursor
        if row == y and x > column:
            step = x - column
            self._out.append(f"\x1b[{step}C" if step > 1 else "\x1b[C")
        elif y == row + 1 and x == column - 1:
            self._out.append("\x1b[B\b")
        else:
            self._out.append(f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H")
