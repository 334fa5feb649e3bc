"""Calling a reader who looks elsewhere: what a terminal is told, or a command of the reader's.

``sequences`` is what to write to a terminal; it works over SSH, since the terminal at the
reader's own desk reads it. ``run_command`` runs a program. No Textual here: what runs without
the screen calls its reader too.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from tui.failure import Failure
from tui.locale import _
from tui.text import clean

LONGEST_TITLE, LONGEST_BODY = 100, 240  # characters
COMMAND_TIME = 5.0  # seconds that a command may take

_BELL = "\a"
_ST = "\x1b\\"
_DEAF = ("", "dumb", "linux")  # terminals that would draw what they are told


class NoticeFailed(Failure):
    """The reader's own command did not do its work."""

    code = "notice-failed"


@dataclass(frozen=True, slots=True)
class Notice:
    """A line to call with, and one that says more. ``notice`` makes one of any text."""

    title: str
    body: str = ""


def notice(title: str, body: str = "") -> Notice:
    """A notice of texts from outside: cleaned, each one line, cut where it is too long."""
    return Notice(clean(title, LONGEST_TITLE), clean(body, LONGEST_BODY))


def sequences(told: Notice, ways: Sequence[str], environ: Mapping[str, str] = os.environ) -> str:
    """What tells a terminal of a notice, "" where none of the ``ways`` (``tui.config.NOTICE_WAYS``) does.

    "bell" is BEL; "osc9" iTerm2's, ConEmu's and many others'; "osc777" rxvt's, foot's and VTE's;
    "osc99" kitty's desktop notifications. Inside tmux all but the bell are handed through to the
    terminal, which tmux does where its ``allow-passthrough`` is on.
    """
    if environ.get("TERM", "") in _DEAF:
        ways = [way for way in ways if way == "bell" and environ.get("TERM") == "linux"]
    told_in = {"osc9": _osc9, "osc777": _osc777, "osc99": _osc99}
    written = []
    for way in dict.fromkeys(ways):
        if way == "bell":
            written.append(_BELL)
        elif way in told_in:
            data = told_in[way](told)
            written.append(_through_tmux(data) if environ.get("TMUX") else data)
    return "".join(written)


def _osc9(told: Notice) -> str:
    words = ": ".join(filter(None, (told.title, told.body)))
    if re.match(r"\d+(;|$)", words):  # ConEmu's other commands: "4;3" is a progress bar
        words = f"wireroom: {words}"
    return f"\x1b]9;{words}{_BELL}"


def _osc777(told: Notice) -> str:
    # A semicolon parts the fields, and there is no way to write one in them.
    title, body = (text.replace(";", ",") for text in (told.title, told.body))
    return f"\x1b]777;notify;{title};{body}{_BELL}"


def _osc99(told: Notice) -> str:
    name = f"wireroom-{crc32(f'{told.title} {told.body}'.encode()):08x}"
    title = f"\x1b]99;i={name}:d={0 if told.body else 1}:p=title;{told.title}{_ST}"
    return title + (f"\x1b]99;i={name}:d=1:p=body;{told.body}{_ST}" if told.body else "")


def _through_tmux(data: str) -> str:
    """Wrapped so that tmux hands it on to its own terminal (tmux(1), ``allow-passthrough``)."""
    return f"\x1bPtmux;{data.replace(chr(27), chr(27) * 2)}{_ST}"


def arguments(command: Sequence[str], told: Notice) -> list[str]:
    """The command with the words in the place of "{title}" and "{body}".

    An argument that is nothing but words never looks like an option.
    """
    words = {"{title}": told.title, "{body}": told.body}

    def filled(argument: str) -> str:
        found = re.sub(r"\{(?:title|body)\}", lambda place: words[place[0]], argument)
        return f" {found}" if found.startswith("-") and not argument.startswith("-") else found

    program, *rest = command
    return [program, *map(filled, rest)]


def run_command(command: Sequence[str], told: Notice, seconds: float = COMMAND_TIME) -> None:
    """Runs the reader's command, without a shell; its standard input has the title and the body, a line each.

    What it prints is thrown away. Blocks until it ends, at most so many seconds: then it and
    what it started are killed. Raises ``NoticeFailed``.
    """
    import signal
    import subprocess

    name = clean(os.path.basename(command[0]), 60)
    try:
        process = subprocess.Popen(
            arguments(command, told),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        reason = clean(getattr(error, "strerror", "") or str(error), 120)
        raise _failed(name, reason) from error
    try:
        process.communicate(f"{told.title}\n{told.body}\n".encode(), timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise _failed(name, _("it took longer than {n:.0f} seconds").format(n=seconds)) from None
    if process.returncode:
        raise _failed(name, _("it ended with {status}").format(status=process.returncode))


def _failed(name: str, reason: str) -> NoticeFailed:
    return NoticeFailed(
        _("The notices' command {name} failed: {reason}.").format(name=name, reason=reason),
        _("Mend [notices] command in the settings."),
    )
