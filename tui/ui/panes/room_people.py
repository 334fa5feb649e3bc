"""Who in a thread is the story's author, who started the thread, and who is the reader. No Textual here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from tui.locale import _
from tui.model import Comment, Identity, Thread


@dataclass(frozen=True, slots=True)
class People:
    """Those that are marked: names and ids, in small letters."""

    author: str = ""
    starter: str = ""
    starter_id: str = ""
    reader: frozenset[str] = frozenset()

    def is_reader(self, comment: Comment) -> bool:
        """Whether the reader wrote it."""
        return bool(_known(comment) & self.reader)

    def roles(self, comment: Comment) -> list[str]:
        """What a comment's author is here, a word each."""
        known = _known(comment)
        told = [_("you")] if self.is_reader(comment) else []
        if self.author in known:
            told.append(_("author"))
        if self._started(comment):
            told.append(_("OP"))
        return told

    def _started(self, comment: Comment) -> bool:
        """By the ids where both are told: a name may be another's too."""
        if self.starter_id and comment.author_id:
            return comment.author_id.casefold() == self.starter_id
        return bool(self.starter) and comment.author.casefold() == self.starter


def _known(comment: Comment) -> set[str]:
    """What a comment's author is known by."""
    return {comment.author.casefold(), comment.author_id.casefold()} - {""}


def people_of(thread: Thread | None, author: str, identities: Iterable[Identity]) -> People:
    """The people of a thread about a story by ``author``, for a reader with these identities."""
    if thread is None:
        return People()
    here = {thread.provider} | _hosts(thread.url) | _hosts(thread.id)
    mine = [one for one in identities if one.provider in here and one.host.lower() in here]
    return People(
        author.casefold(),
        thread.starter.casefold(),
        thread.starter_id.casefold(),
        frozenset({name.casefold() for one in mine for name in (one.user, one.name)} - {""}),
    )


def _hosts(url: str) -> set[str]:
    """The host of an address, with its port and without."""
    try:
        parts = urlsplit(url)
        return {parts.netloc.rpartition("@")[2].lower(), (parts.hostname or "").lower()} - {""}
    except ValueError:
        return set()
