"""Taking part: what a provider adds to ``Provider`` where readers can write.

What of it a service has is said by its capabilities; the method of one that is
not declared is never called. Everything sent goes through ``Client.send``, which
sends it to this address alone, over https or to this machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from tui.failure import Failure
from tui.talk.provider import Provider, ThreadRef

if TYPE_CHECKING:
    from tui.model import Comment, Identity
    from tui.net.client import Client


class WrongLogin(Failure):
    """The service knows no such name with such a password, or no longer."""

    code = "wrong-login"


class Refused(Failure):
    """The service does not take what was written, and says why: closed, too long, a duplicate …"""

    code = "refused"


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a form. ``secret``: it is typed unseen, and kept nowhere but with the credentials.

    ``hidden``: nobody is asked; its ``value`` goes back to the service as it is.
    """

    name: str
    title: str
    secret: bool = False
    required: bool = True
    value: str = field(default="", repr=False)  # what stands there at first
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """What a service asks of a reader. Without questions it is done in the browser, at ``url``.

    ``note`` is one sentence on what to do (where a password comes from); ``url`` the
    page where that is done, "" where nothing need be.
    """

    questions: tuple[Question, ...] = ()
    note: str = ""
    url: str = ""


class NextForm(Failure):
    """A log-in that goes on: ``form`` is to be answered now, to the same ``log_in``."""

    code = "next-form"

    def __init__(self, sentence: str, form: Form) -> None:
        super().__init__(sentence, form.note)
        self.form = form


@dataclass(frozen=True, slots=True)
class Login:
    """A reader's account at a service, and what proves it.

    ``origin`` ("https://host", or below it where a host has several) is where it was
    made, and the only place that ``secrets`` go to.
    """

    identity: Identity
    origin: str
    secrets: Mapping[str, str] = field(repr=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class Writing:
    """A comment to be. ``text`` is as the service wants it typed; ``guest`` answers its guest form.

    ``parent`` is the id of the comment that it answers, "" at the top of a thread.
    """

    text: str
    parent: str = ""
    guest: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Posted:
    """What the service made of a writing: ``comment.pending`` if it waits for approval.

    ``key`` lets a guest edit it later, where the service gives one: a secret.
    """

    comment: Comment
    key: str = field(repr=False, default="")


@runtime_checkable
class Participant(Provider, Protocol):
    """A provider that readers can write through.

    Each form is made from the thread alone, without a request. Every other method
    raises ``Failure``: ``WrongLogin``, ``Refused``, or what the connection's is called.
    """

    def origin(self, ref: ThreadRef) -> str:
        """Where a thread's accounts are: "https://host", or below it where a host has several."""
        ...

    def log_in_form(self, origin: str) -> Form: ...

    async def log_in(self, client: Client, origin: str, answers: Mapping[str, str]) -> Login:
        """The account that these answers prove. Raises ``NextForm`` where they lead to more questions."""
        ...

    async def log_out(self, client: Client, login: Login) -> None:
        """Makes the secrets worthless at the service, where it can be told to."""
        ...

    def register_form(self, origin: str) -> Form: ...

    async def register(self, client: Client, origin: str, answers: Mapping[str, str]) -> Login | str:
        """A new account; or a sentence on what is left to do (confirm by mail, wait for approval)."""
        ...

    def guest_form(self, origin: str) -> Form: ...

    async def post(self, client: Client, ref: ThreadRef, writing: Writing, login: Login | None) -> Posted:
        """Writes a comment; without ``login`` as a guest."""
        ...

    async def edit(
        self, client: Client, ref: ThreadRef, comment: str, text: str, login: Login | None, key: str
    ) -> Posted:
        """One's own comment with another text. ``key``: what ``Posted`` gave, "" for an account's."""
        ...

    async def vote(
        self, client: Client, ref: ThreadRef, comment: str, value: int, login: Login | None
    ) -> int | None:
        """Votes 1, 0 (takes it back) or -1; gives the new score, if it is told."""
        ...

    async def report(
        self, client: Client, ref: ThreadRef, comment: str, reason: str, login: Login | None
    ) -> None:
        """Tells the service's moderators of a comment."""
        ...
