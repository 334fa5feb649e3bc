"""The three looks: dark, light, and the terminal's own 16 colours.

Every widget takes its colours from these variables and from nothing else:

``$ink`` text, ``$ink-muted`` what has been read, ``$ink-faint`` what stands
beside the news, ``$accent`` the one accent, ``$link`` what leads elsewhere,
``$frame`` an unlit frame, ``$bar`` the two bars, ``$alert`` what went wrong,
``$name-1`` … ``$name-4`` people. ``$muted-style`` and ``$faint-style`` are text
styles: the 16-colour look has no grey that every palette can show, so it dims.
"""

from __future__ import annotations

from textual.theme import Theme

DARK = "wireroom-dark"
LIGHT = "wireroom-light"
ANSI = "wireroom-ansi"


def _theme(name: str, *, dark: bool, **colours: str) -> Theme:
    variables = {key.replace("_", "-"): value for key, value in colours.items()}
    variables |= {
        "muted-style": "none",
        "faint-style": "none",
        "scrollbar": colours["frame"],
        "scrollbar-background": colours["ground"],
        "input-cursor-background": colours["ink"],
        "input-cursor-foreground": colours["ground"],
        "block-cursor-background": colours["bar"],
        "block-cursor-foreground": colours["accent"],
    }
    return Theme(
        name=name,
        dark=dark,
        primary=colours["accent"],
        secondary=colours["link"],
        accent=colours["accent"],
        warning=colours["accent"],
        error=colours["alert"],
        success=colours["name_3"],
        foreground=colours["ink"],
        background=colours["ground"],
        surface=colours["ground"],
        panel=colours["bar"],
        variables=variables,
    )


def themes() -> tuple[Theme, ...]:
    """The themes to register, the default first."""
    dark = _theme(
        DARK,
        dark=True,
        ground="#14181b",
        bar="#1c2226",
        bar_ink="#8b8f8e",
        ink="#d5d8d6",
        ink_muted="#979b9a",
        ink_faint="#7a7f80",
        frame="#363c40",
        accent="#e7a33d",
        link="#6aa5a9",
        alert="#d9695f",
        name_1="#6aa5a9",
        name_2="#e7a33d",
        name_3="#8fb573",
        name_4="#d9695f",
    )
    light = _theme(
        LIGHT,
        dark=False,
        ground="#f7f4ee",
        bar="#ece7dc",
        bar_ink="#66645e",
        ink="#24282a",
        ink_muted="#5f6261",
        ink_faint="#757571",
        frame="#cfccc4",
        accent="#a7570f",
        link="#2b6f77",
        alert="#a8322a",
        name_1="#2b6f77",
        name_2="#a7570f",
        name_3="#4b7a2b",
        name_4="#a8322a",
    )
    return dark, light, _ansi()


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
            "ground": "ansi_default",
            "bar": "ansi_default",
            "bar-ink": "ansi_default",
            "ink": "ansi_default",
            "ink-muted": "ansi_default",
            "ink-faint": "ansi_default",
            "frame": "ansi_bright_black",
            "link": "ansi_cyan",
            "alert": "ansi_red",
            "name-1": "ansi_cyan",
            "name-2": "ansi_yellow",
            "name-3": "ansi_green",
            "name-4": "ansi_red",
            "muted-style": "dim",
            "faint-style": "dim",
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
