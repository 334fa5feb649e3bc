"""The reader's own editor for a text, in the terminal that the app has left for it."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from tui.locale import _
from tui.model import Failure
from tui.text import clean, clean_lines

_KNOWN = ("editor", "nano", "vi")  # where neither VISUAL nor EDITOR says


class EditorFailed(Failure):
    """The reader's editor did not start, or gave up."""

    code = "editor-failed"


def edited(text: str, limit: int) -> str:
    """The text as it is when the editor ends, at most ``limit`` characters of it.

    Blocks until then. The text is in a file for its owner's eyes alone, in a folder of its own,
    and both are gone afterwards. Raises ``EditorFailed``.
    """
    command = _command()
    with tempfile.TemporaryDirectory(prefix="wireroom-") as folder:
        file = Path(folder) / "comment.md"
        file.touch(0o600)
        file.write_text(text, encoding="utf-8")
        with _interrupts_left_to_it():
            try:
                status = subprocess.run([*command, str(file)], check=False).returncode
            except OSError as error:
                raise _failed(command[0], clean(error.strerror or str(error), 120)) from error
        if status:
            raise _failed(command[0], _("it ended with {status}").format(status=status))
        return clean_lines(file.read_bytes()[: 4 * limit].decode("utf-8", "replace"), limit)


def _command() -> list[str]:
    for name in ("VISUAL", "EDITOR"):
        chosen = os.environ.get(name, "").strip()
        if chosen:
            try:
                return shlex.split(chosen)
            except ValueError as error:
                raise _failed(chosen, _("{name} can't be read").format(name=name)) from error
    found = next(filter(shutil.which, _KNOWN), "")
    if not found:
        raise EditorFailed(_("There is no editor here."), _("Set EDITOR to one."))
    return [found]


def _failed(command: str, reason: str) -> EditorFailed:
    return EditorFailed(
        _("The editor {command} failed: {reason}.").format(command=clean(command, 80), reason=reason),
        _("The text is as it was; set EDITOR to another."),
    )


@contextmanager
def _interrupts_left_to_it() -> Iterator[None]:
    """Ctrl-C is for whoever has the terminal. A handler, not SIG_IGN: that the editor would inherit."""

    def nothing(_number: int, _frame: FrameType | None) -> None:
        pass

    before = signal.signal(signal.SIGINT, nothing)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)
