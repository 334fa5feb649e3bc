"""What is on its way to a service: shown at once, confirmed or taken back when it answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui.locale import _
from tui.model import Comment, Failure, Thread
from tui.ui.writing.own import Edit, Own, Vote, laid_over
from tui.ui.writing.piece import Piece

if TYPE_CHECKING:
    from tui.desk import Desk

ON_ITS_WAY = "on its way "  # how the ids begin of comments that have none yet


class StandsThere(Failure):
    """What is to be sent stands there already, in the same words."""

    code = "stands-there"


class Outbox:
    """Sends, and knows what of the reader's own each thread shows. ``changed`` is called when that changes.

    Nothing is sent twice by itself: after a failure that leaves open whether a comment has
    arrived, the thread is read again before it goes out once more.
    """

    def __init__(self, desk: Desk, changed: Callable[[], None]) -> None:
        self._desk = desk
        self._part = desk.taking_part
        self._changed = changed
        self._own: dict[str, Own] = {}
        self._under_way: dict[tuple[str, str], str] = {}  # thread and place, and what is done there
        self._in_doubt: set[tuple[str, str]] = set()
        self._names: dict[str, str] = {}  # the ids that comments had while they were on their way
        self._number = 0

    def own(self, thread: Thread) -> Own:
        """What of the reader's own lies over this thread."""
        return self._own.get(thread.id, Own())

    def is_sending(self, piece: Piece) -> bool:
        """Whether this is on its way."""
        return (piece.thread.id, piece.place) in self._under_way

    @property
    def busy(self) -> bool:
        """Whether anything written is on its way."""
        return bool(self._under_way)

    def known_as(self, comment: str) -> str:
        """A comment's id now, where it had another while it was on its way."""
        return self._names.get(comment, comment)

    def note(self, thread: Thread, comment: Comment) -> str:
        """What there is to say of a comment that is on its way, "" of others."""
        if comment.id.startswith(ON_ITS_WAY):
            return _("sending …")
        return self._under_way.get((thread.id, f"edit {comment.id}"), "")

    def vote_of(self, thread: Thread, comment: Comment) -> int:
        """How the reader has voted for a comment in this session."""
        vote = self.own(thread).votes.get(comment.id)
        return vote.value if vote else 0

    # --- writing --------------------------------------------------------------------

    async def post(
        self,
        piece: Piece,
        text: str,
        guest: Mapping[str, str],
        names: Sequence[str],
        *,
        repeats: bool = False,
    ) -> Comment:
        """Writes a comment, and gives it as it stands there.

        Raises ``Failure``; ``StandsThere`` where it ``repeats`` one unknowingly.
        ``names`` are what the service may call the author; the first is shown meanwhile.
        """
        from tui.talk.markup import blocks_of_writing
        from tui.talk.participant import Writing

        thread, at = piece.thread, (piece.thread.id, piece.place)
        self._number += 1
        name = f"{ON_ITS_WAY}{self._number}"
        self._under_way[at] = name
        try:
            blocks = await asyncio.to_thread(blocks_of_writing, text, thread.provider)
            shown = Comment(name, next(iter(names), ""), blocks, piece.parent, datetime.now(UTC))
            if not repeats:
                await self._check(laid_over(thread, self.own(thread)), shown, names)
            self._lay(thread, written={**self.own(thread).written, name: shown})
            comment = await self._arrived(thread, shown, names) if at in self._in_doubt else None
            if comment is None:
                writing = Writing(text, piece.parent, guest)
                comment = (await asyncio.wrap_future(self._part.post(thread, writing))).comment
        except Failure as failure:
            self._doubt(at, failure)
            self._end(at)
            self._lay(thread, written=_without(self.own(thread).written, name))
            raise
        self._part.keep_draft(thread.id, piece.place, "")
        self._names[name] = comment.id
        self._end(at)
        self._in_doubt.discard(at)
        self._lay(thread, written={**_without(self.own(thread).written, name), comment.id: comment})
        return comment

    async def edit(self, piece: Piece, text: str) -> Comment:
        """Gives one's comment another text, and gives it as it stands there. Raises ``Failure``."""
        from tui.talk.markup import blocks_of_writing

        assert piece.edits is not None
        thread, comment, at = piece.thread, piece.edits, (piece.thread.id, piece.place)
        self._under_way[at] = _("sending …")
        blocks = await asyncio.to_thread(blocks_of_writing, text, thread.provider)
        before = self.own(thread).edits
        self._lay(thread, edits={**before, comment.id: Edit(replace(comment, blocks=blocks))})
        try:
            edited = await asyncio.wrap_future(self._part.edit(thread, comment.id, text))
        except Failure:
            self._end(at)
            self._lay(thread, edits=before)
            raise
        self._end(at)
        edits = {**self.own(thread).edits, comment.id: Edit(edited, datetime.now(UTC))}
        self._lay(thread, edits=edits)
        return edited

    async def vote(self, thread: Thread, comment: Comment, value: int) -> None:
        """Votes, shown at once; the same vote again takes it back. Raises ``Failure``."""
        before = self.own(thread).votes
        had = self.vote_of(thread, comment)
        value = 0 if had == value else value
        vote = Vote(value, (comment.score or 0) + value - had)
        self._lay(thread, votes={**before, comment.id: vote})
        try:
            score = await asyncio.wrap_future(self._part.vote(thread, comment.id, value))
        except Failure:
            self._lay(thread, votes=before)
            raise
        score = vote.score if score is None else score
        vote = Vote(value, score, datetime.now(UTC))
        self._lay(thread, votes={**self.own(thread).votes, comment.id: vote})

    # --- what is known --------------------------------------------------------------

    def _lay(self, thread: Thread, **own: object) -> None:
        self._own[thread.id] = replace(self.own(thread), **own)  # type: ignore[arg-type]
        self._changed()

    def _end(self, at: tuple[str, str]) -> None:
        self._under_way.pop(at, None)

    def _doubt(self, at: tuple[str, str], failure: Failure) -> None:
        from tui.talk.participant import Refused, WrongLogin

        if isinstance(failure, Refused | WrongLogin | StandsThere):
            self._in_doubt.discard(at)
        else:
            self._in_doubt.add(at)

    async def _check(self, thread: Thread, shown: Comment, names: Sequence[str]) -> None:
        """Raises ``StandsThere`` where the thread has the comment."""
        if await asyncio.to_thread(same_comment, thread, shown, names):
            raise StandsThere(
                _("You have written this here already, in the same words."),
                _("Send it again if you mean to."),
            )

    async def _arrived(self, thread: Thread, shown: Comment, names: Sequence[str]) -> Comment | None:
        """The comment as it stands in the thread, read again; None where it has not arrived."""
        from tui.talk.provider import ThreadRef

        fresh = await asyncio.wrap_future(self._desk.discussing.thread_at(ThreadRef.of(thread)))
        return await asyncio.to_thread(same_comment, fresh, shown, names)


def same_comment(thread: Thread, shown: Comment, names: Sequence[str]) -> Comment | None:
    """The comment in a thread that says the same under one of ``names``; None if none does.

    Where it stands is no matter: services move answers that are too deep for them.
    """
    from tui.talk.markup import words_of

    words = words_of(shown.blocks)
    theirs = (one for one in thread.comments if one.author in names)
    return next((one for one in theirs if words_of(one.blocks) == words), None)


def _without(comments: Mapping[str, Comment], name: str) -> dict[str, Comment]:
    return {id_: comment for id_, comment in comments.items() if id_ != name}
