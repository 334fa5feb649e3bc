"""The links and cards of the open article, and the one that the reader has chosen. No Textual here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tui.articles.lines import Line, Link, Segment

LINK_LINES = 6  # that a link or card takes at most


class Links:
    """Links in the order of the page, numbered as their marks say."""

    def __init__(self) -> None:
        self._links: Sequence[Link] = ()
        self._chosen = -1

    def show(self, links: Sequence[Link], *, keep: bool) -> None:
        """Takes the links of another layout; the chosen one stays chosen if ``keep``."""
        self._links = links
        if not keep or self._chosen >= len(links):
            self._chosen = -1

    def __iter__(self) -> Iterator[Link]:
        return iter(self._links)

    def __len__(self) -> int:
        return len(self._links)

    @property
    def chosen(self) -> Link | None:
        return self._links[self._chosen] if self._chosen >= 0 else None

    def step(self, step: int, top: int) -> Link | None:
        """Chooses the next one, beginning with those from line ``top`` on."""
        if not self._links:
            return None
        if self._chosen < 0:
            self._chosen = next((n for n, link in enumerate(self._links) if link.line >= top), 0)
        else:
            self._chosen = (self._chosen + step) % len(self._links)
        return self.chosen

    def choose(self, number: int) -> Link | None:
        """Chooses the link with this number; None, and none chosen, where there is no such link."""
        self._chosen = next((n for n, link in enumerate(self._links) if link.number == number), -1)
        return self.chosen

    def marked(self, number: int, line: Line) -> Sequence[Segment]:
        """The segments of line ``number``, the chosen link's in a role of their own."""
        link = self.chosen
        if link is None or not link.line <= number < link.line + LINK_LINES:
            return line.segments
        return [
            replace(segment, role=f"{segment.role} chosen") if segment.href == link.url else segment
            for segment in line.segments
        ]
