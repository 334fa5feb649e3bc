"""Which way of drawing pictures this terminal knows."""

from __future__ import annotations

import struct
import sys
from collections.abc import Mapping
from contextlib import suppress

from tui.ui.pictures.drawing import Colours, Painter

CELL = (10, 20)  # pixels, where the terminal does not say
_LARGEST_CELL = 64  # pixels; more is a mistake
# Those that draw placeholders. WezTerm and Konsole know the protocol, but write placeholders as text.
_KITTY_TERMS = ("xterm-kitty", "xterm-ghostty")
_KITTY_NAMES = ("kitty", "ghostty")

_COLOURS = {"truecolor": Colours.TRUE, "256": Colours.PALETTE, "standard": Colours.SIXTEEN}


def painter(
    choice: str, colour_system: str | None, name: str, *, slow: bool, environ: Mapping[str, str]
) -> Painter | None:
    """How to draw: as the setting ``choice`` says, "auto" by what the terminal is. None: not at all.

    ``colour_system`` is Rich's word for its colours, ``name`` its own answer to
    XTVERSION. On a ``slow`` line the short escape sequences of 256 colours do.
    """
    colours = _COLOURS.get(colour_system or "")
    if colours is None or "NO_COLOR" in environ:
        return None
    enough = colours is not Colours.SIXTEEN  # for the number of a picture, told as a colour
    if enough and (choice == "kitty" or (choice != "blocks" and _draws_placeholders(name, environ))):
        from tui.ui.pictures.kitty import Kitty

        return Kitty(colours, _cell())
    from tui.ui.pictures.half_blocks import HalfBlocks

    return HalfBlocks(Colours.PALETTE if slow and colours is Colours.TRUE else colours)


def known(environ: Mapping[str, str]) -> bool:
    """Whether the environment tells already, so that the terminal need not be asked."""
    return _term(environ) in _KITTY_TERMS or "NO_COLOR" in environ


def _draws_placeholders(name: str, environ: Mapping[str, str]) -> bool:
    """By its answer or its TERM; KITTY_WINDOW_ID is inherited by what runs inside, tmux for one."""
    if name:
        return name.lower().startswith(_KITTY_NAMES)
    return _term(environ) in _KITTY_TERMS


def _term(environ: Mapping[str, str]) -> str:
    return environ.get("TERM", "")


def _cell() -> tuple[int, int]:
    """A cell's size in pixels."""
    with suppress(OSError, AttributeError, ValueError, ImportError):
        import fcntl
        import termios

        assert sys.__stderr__ is not None
        packed = fcntl.ioctl(sys.__stderr__.fileno(), termios.TIOCGWINSZ, bytes(8))
        lines, columns, width, height = struct.unpack("HHHH", packed)
        if lines and columns and width >= columns and height >= lines:
            return min(width // columns, _LARGEST_CELL), min(height // lines, _LARGEST_CELL)
    return CELL
