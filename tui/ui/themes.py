"""The three looks: dark, light, and the terminal's own 16 colours.

Every widget takes its colours from these variables and from nothing else:

``$ink`` text, ``$ink-muted`` what has been read, ``$ink-faint`` what stands
beside the news, ``$accent`` the one accent, ``$link`` what leads elsewhere,
``$frame`` an unlit frame, ``$bar`` the two bars, ``$alert`` what went wrong,
``$name-1`` … ``$name-4`` people. ``$muted-style`` and ``$faint-style`` are text
styles: the 16-colour look has no grey that every palette can show, so it dims.
"""

from __future__ import annotations

from collections.abc import Mapping

from textual.theme import Theme

from tui.ui.palettes import ANSI, DARK, LIGHT, PALETTES


def _theme(name: str, *, dark: bool, colours: Mapping[str, str]) -> Theme:
    return Theme(
        name=name,
        dark=dark,
        primary=colours["accent"],
        secondary=colours["link"],
        accent=colours["accent"],
        warning=colours["accent"],
        error=colours["alert"],
        success=colours["name-3"],
        foreground=colours["ink"],
        background=colours["ground"],
        surface=colours["ground"],
        panel=colours["bar"],
        variables={
            **colours,
            "scrollbar": colours["frame"],
            "scrollbar-background": colours["ground"],
            "input-cursor-background": colours["ink"],
            "input-cursor-foreground": colours["ground"],
            "block-cursor-background": colours["bar"],
            "block-cursor-foreground": colours["accent"],
        },
    )


def themes() -> tuple[Theme, ...]:
    """The themes to register, the default first."""
    dark = _theme(DARK, dark=True, colours=PALETTES[DARK])
    return dark, _theme(LIGHT, dark=False, colours=PALETTES[LIGHT]), _ansi()


def _ansi() -> Theme:
    return Theme(
        name=ANSI,
        ansi=True,
        dark=True,
        primary="ansi_yellow",
        secondary="ansi_cyan",
        accent="ansi_yellow",
        warning="ansi_yellow",
        error="ansi_red",
        success="ansi_green",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        variables={
            **PALETTES[ANSI],
            "ansi-background": "ansi_default",
            "ansi-foreground": "ansi_default",
            "border": "ansi_yellow",
            "border-blurred": "ansi_bright_black",
            "block-cursor-foreground": "ansi_yellow",
            "block-cursor-background": "ansi_default",
            "block-cursor-text-style": "bold",
            "input-cursor-background": "ansi_default",
            "input-cursor-foreground": "ansi_default",
            "input-cursor-text-style": "reverse",
            "input-selection-background": "ansi_cyan",
            "input-selection-foreground": "ansi_black",
            "screen-selection-background": "ansi_cyan",
            "screen-selection-foreground": "ansi_black",
        },
    )
