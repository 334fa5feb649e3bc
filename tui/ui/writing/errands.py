"""The forms that the room opens, each with what it does: log in, register, log out, report."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tui.locale import _
from tui.model import Comment, Identity, Thread
from tui.talk.participant import Form, Question
from tui.text import clean
from tui.ui.writing.form import Errand

if TYPE_CHECKING:
    from tui.desk.taking_part import TakingPart


def host_of(thread: Thread) -> str:
    """The host of a thread, to be told."""
    return clean(urlsplit(thread.url or thread.id).hostname or thread.provider, 60)


def name_of(identity: Identity) -> str:
    """What an account is called, to be told."""
    return clean(identity.name or identity.user, 60)


def log_in(
    part: TakingPart, thread: Thread, done: Callable[[Identity], None], other: Callable[[], None] | None
) -> Errand:
    """Asks who the reader is where the thread is; ``other`` opens the form to register."""

    def ask(answers: object) -> Future[Identity]:
        return part.log_in(thread, answers)  # type: ignore[arg-type]

    title = _("Log in to {host}").format(host=host_of(thread))
    return Errand(title, part.log_in_form(thread), _("log in"), ask, done, other=other)


def register(
    part: TakingPart,
    thread: Thread,
    done: Callable[[Identity | str], None],
    other: Callable[[], None] | None,
) -> Errand:
    """Makes an account where the thread is; ``other`` opens the form to log in."""

    def ask(answers: object) -> Future[Identity | str]:
        return part.register(thread, answers)  # type: ignore[arg-type]

    title = _("Register at {host}").format(host=host_of(thread))
    return Errand(title, part.register_form(thread), _("register"), ask, done, other=other)


def log_out(part: TakingPart, thread: Thread, identity: Identity, done: Callable[[object], None]) -> Errand:
    """Offers to forget an account."""

    def ask(_answers: object) -> Future[None]:
        return part.log_out(identity)

    note = _("You are {name} here. Logging out forgets the password on this machine; drafts stay.")
    form = Form(note=note.format(name=name_of(identity)))
    return Errand(_("Logged in at {host}").format(host=host_of(thread)), form, _("log out"), ask, done)


def report(part: TakingPart, thread: Thread, comment: Comment, done: Callable[[object], None]) -> Errand:
    """Asks why a comment is to be reported, and whether it is meant."""

    def ask(answers: object) -> Future[None]:
        return part.report(thread, comment.id, answers["reason"])  # type: ignore[index]

    name = clean(comment.author, 60) or _("(no name)")
    note = _("The moderators of {host} will read the reason.").format(host=host_of(thread))
    form = Form((Question("reason", _("What is wrong with it")),), note)
    sure = _("This reports {name}'s comment to {host}: ⏎ once more does it, esc leaves.")
    title = _("Report {name}'s comment").format(name=name)
    return Errand(title, form, _("report"), ask, done, sure.format(name=name, host=host_of(thread)))
