"""What the terminal answers about itself, taken out of what is typed.

Asked is its name (XTVERSION, ``CSI > q``; the answer is ``DCS > | name ST``).
Nothing waits for it: a terminal that does not answer is one that is not known.
Textual's parser would read the answer as keys.
"""

from __future__ import annotations

import re

QUESTION = "\x1b[>q"
_ANSWER = re.compile(r"\x1bP>\|([^\x1b\x07]{0,200})(?:\x1b\\|\x07)")
_BEGUN = re.compile(r"\x1b(?:P(?:>(?:\|[^\x1b\x07]{0,200}\x1b?)?)?)?$")


class Answers:
    """``take`` gives what is left for the keyboard, ``name`` what the terminal called itself, "" so far."""

    def __init__(self) -> None:
        self.name = ""
        self._asked = False
        self._held = ""

    def asked(self) -> None:
        """From now on an answer may come."""
        self._asked = True

    def take(self, text: str) -> str:
        """The text without answers. A piece that may be the beginning of one is held back."""
        if not self._asked:
            return text
        text, self._held = self._held + text, ""
        answer = _ANSWER.search(text)
        if answer:
            self.name = answer[1]
            text = text[: answer.start()] + text[answer.end() :]
        # A lone ESC is the key, or Textual's matter; once there is a name, no other answer is due.
        begun = None if self.name else _BEGUN.search(text)
        if begun and begun.end() - begun.start() > 1:
            self._held = text[begun.start() :]
            text = text[: begun.start()]
        return text

    def let_go(self) -> str:
        """What was held back: nothing followed in time, so it was typed."""
        held, self._held = self._held, ""
        return held
