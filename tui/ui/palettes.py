"""The colours of the three looks, as plain text: what is drawn before Textual is there needs them too.

A colour is "#rrggbb", or one of the terminal's own 16 as Textual names it
("ansi_yellow"). ``muted-style`` and ``faint-style`` are text styles.
"""

from __future__ import annotations

from collections.abc import Mapping

DARK = "wireroom-dark"
LIGHT = "wireroom-light"
ANSI = "wireroom-ansi"

PALETTES: Mapping[str, Mapping[str, str]] = {
    DARK: {
        "ground": "#14181b",
        "bar": "#1c2226",
        "bar-ink": "#8b8f8e",
        "ink": "#d5d8d6",
        "ink-muted": "#979b9a",
        "ink-faint": "#7a7f80",
        "frame": "#363c40",
        "accent": "#e7a33d",
        "link": "#6aa5a9",
        "alert": "#d9695f",
        "name-1": "#6aa5a9",
        "name-2": "#e7a33d",
        "name-3": "#8fb573",
        "name-4": "#d9695f",
        "muted-style": "none",
        "faint-style": "none",
    },
    LIGHT: {
        "ground": "#f7f4ee",
        "bar": "#ece7dc",
        "bar-ink": "#66645e",
        "ink": "#24282a",
        "ink-muted": "#5f6261",
        "ink-faint": "#757571",
        "frame": "#cfccc4",
        "accent": "#a7570f",
        "link": "#2b6f77",
        "alert": "#a8322a",
        "name-1": "#2b6f77",
        "name-2": "#a7570f",
        "name-3": "#4b7a2b",
        "name-4": "#a8322a",
        "muted-style": "none",
        "faint-style": "none",
    },
    ANSI: {
        "ground": "ansi_default",
        "bar": "ansi_default",
        "bar-ink": "ansi_default",
        "ink": "ansi_default",
        "ink-muted": "ansi_default",
        "ink-faint": "ansi_default",
        "frame": "ansi_bright_black",
        "accent": "ansi_yellow",
        "link": "ansi_cyan",
        "alert": "ansi_red",
        "name-1": "ansi_cyan",
        "name-2": "ansi_yellow",
        "name-3": "ansi_green",
        "name-4": "ansi_red",
        "muted-style": "dim",
        "faint-style": "dim",
    },
}
