"""Hands a link to the reader's browser, as one argument and nothing else."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass

from tui.locale import _
from tui.text import safe_url


@dataclass(frozen=True, slots=True)
class Launch:
    """Whether a browser was started, and the sentence to say."""

    opened: bool
    sentence: str


def open_link(url: str) -> str:
    """Opens a web address and gives the sentence to say; without a display, the address itself."""
    return launch(url).sentence


def launch(url: str) -> Launch:
    """Opens a web address; without a display, the sentence has the address itself."""
    link = safe_url(url)
    if not link:
        return Launch(False, _("That link is no web address, so it stays closed."))
    command = _opener()
    if not command:
        return Launch(False, _("No display here. The link: {link}").format(link=link))
    try:
        subprocess.Popen(
            [*command, link],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return Launch(False, _("The browser did not start. The link: {link}").format(link=link))
    return Launch(True, _("Opened in the browser."))


def _opener() -> list[str]:
    """The program that takes a link, or [] where there is none to show it."""
    if sys.platform == "darwin":
        return ["open"]
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return []
    chosen = os.environ.get("BROWSER", "").split(os.pathsep)[0].replace("%s", "")
    words = shlex.split(chosen)
    if words and shutil.which(words[0]):
        return words
    return ["xdg-open"] if shutil.which("xdg-open") else []
