"""What a failure is. A module of its own, so that saying one costs nothing."""

from __future__ import annotations


class Failure(Exception):
    """What went wrong, said to a person: one sentence and a next step.

    ``sentence`` is complete and names the thing (an address, a file);
    ``next_step`` is what the reader can do, or "". ``code`` is a stable word
    for JSON and the store.
    """

    code = "failure"

    def __init__(self, sentence: str, next_step: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.next_step = next_step

    @property
    def words(self) -> str:
        """The sentence and the next step, on one line."""
        return f"{self.sentence} {self.next_step}".strip()
