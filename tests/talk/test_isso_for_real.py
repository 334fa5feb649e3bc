"""Taking part in a real Isso: from the article's page to what the server itself tells."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import need
from tests.servers import isso_install
from tests.servers.isso import Isso
from tests.talk.conversation import text
from tests.talk.taking_part import desk_at, failing, thread_of
from tests.ui.pages import Site
from tui.desk import Desk
from tui.model import Thread
from tui.net.failures import Unreachable
from tui.talk.participant import Refused, Writing
from tui.talk.provider import Capability

pytestmark = pytest.mark.server

GUEST = {"author": "Ада", "email": "ada@reader.example", "website": ""}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = desk_at(tmp_path / "home")
    yield opened
    opened.close()


@contextmanager
def talk(desk: Desk, folder: Path, **how: bool) -> Iterator[tuple[Isso, Thread]]:
    """A new server, and the thread of a page that has it."""
    need(isso_install.missing())
    with Isso(folder, **how) as server, Site() as site:
        server.comment("/pact", "mira", "Who pays?")
        site.article("/pact", "The pact", *["The two cities signed it after a long night of talks. " * 3] * 5)
        kind, body = site.pages["/pact"]
        site.pages["/pact"] = (kind, body.replace(b"</body>", server.embedded().encode() + b"</body>"))
        yield server, thread_of(desk, f"{site.url}/pact")


def test_from_the_page_to_a_reply_below_the_top_one(desk: Desk, tmp_path: Path) -> None:
    with talk(desk, tmp_path) as (server, thread):
        taking_part = desk.taking_part
        assert Capability.GUESTS in taking_part.can(thread)
        assert Capability.LOG_IN not in taking_part.can(thread)
        assert taking_part.guest_answers(thread) == {}
        top = taking_part.post(thread, Writing("The *north* — север.", guest=GUEST)).result().comment
        assert (top.author, top.parent, text(top), top.pending) == ("Ада", "", "The north — север.", False)
        reply = taking_part.post(thread, Writing("All of it?", "1", GUEST)).result().comment
        nested = taking_part.post(thread, Writing("Half of it.", reply.id, GUEST)).result().comment
        assert (reply.parent, nested.parent) == ("1", "1")  # it nests one level deep

        told = server.comments("/pact")
        assert [(one["author"], one["text"]) for one in told[1:]] == [("Ада", "The *north* — север.")]
        assert [one["text"] for one in told[0]["replies"]] == ["All of it?", "Half of it."]
        fresh = thread_of(desk, thread.url)
        assert [one.id for one in fresh.comments] == ["1", reply.id, nested.id, top.id]
        assert taking_part.guest_answers(thread) == GUEST


def test_ones_own_comment_is_edited_again_and_again_and_nobody_elses(desk: Desk, tmp_path: Path) -> None:
    with talk(desk, tmp_path) as (server, thread):
        taking_part = desk.taking_part
        mine = taking_part.post(thread, Writing("To be conected.", guest=GUEST)).result().comment
        assert [taking_part.may_edit(thread, one) for one in (mine, thread.comments[0])] == [True, False]
        for words in ("Corrected.", "Corrected again."):
            edited = taking_part.edit(thread, mine.id, words).result()
            assert (edited.id, text(edited), edited.edited) == (mine.id, words, True)
        assert server.comments("/pact")[1]["text"] == "Corrected again."
        assert "no longer be edited" in failing(taking_part.edit(thread, "1", "I was wrong.")).sentence
        assert server.comments("/pact")[0]["text"] == "Who pays?"


def test_a_vote_counts_once(desk: Desk, tmp_path: Path) -> None:
    with talk(desk, tmp_path) as (server, thread):
        server.many("/pact", "oleg", ["From another house."])
        assert desk.taking_part.vote(thread, "2", 1).result() == 1
        for value, reason in ((-1, "voted on it already"), (1, "voted on it already"), (0, "taken back")):
            assert reason in failing(desk.taking_part.vote(thread, "2", value)).sentence
        assert "your own" in failing(desk.taking_part.vote(thread, "1", 1)).sentence
        assert "no such comment" in failing(desk.taking_part.vote(thread, "999", 1)).sentence
        assert [one["likes"] for one in server.comments("/pact")] == [0, 1]


def test_what_waits_for_approval_says_so(desk: Desk, tmp_path: Path) -> None:
    with talk(desk, tmp_path, moderated=True) as (server, thread):
        posted = desk.taking_part.post(thread, Writing("My first words here.", guest=GUEST)).result()
        assert posted.comment.pending
        assert server.comments("/pact") == []


def test_refusals_are_the_servers_own_reasons_and_keep_the_draft(desk: Desk, tmp_path: Path) -> None:
    def refused(writing: Writing, reason: str) -> None:
        failure = failing(desk.taking_part.post(thread, writing))
        assert isinstance(failure, Refused)
        assert reason in failure.sentence
        assert desk.taking_part.draft(thread.id, writing.parent) == writing.text

    with talk(desk, tmp_path, guarded=True) as (server, thread):
        refused(Writing("x" * 70_000, guest=GUEST), "too long (maximum length: 65535)")
        refused(Writing("x", guest=GUEST), "too short (minimum length: 3)")
        refused(Writing("A site.", guest={**GUEST, "website": "///"}), "no web address")
        refused(Writing("Me again.", guest=GUEST), "more than 1 discussions")
        refused(Writing("I answer myself.", "1", GUEST), "while it can be edited")
        server.many("/pact", "oleg", ["From another house."])
        refused(Writing("Too soon.", "2", GUEST), "too fast")
        assert [one["replies"] for one in server.comments("/pact")] == [[], []]


def test_a_server_that_goes_down_keeps_the_draft(desk: Desk, tmp_path: Path) -> None:
    with talk(desk, tmp_path) as (server, thread):
        server.__exit__(None, None, None)
        failure = failing(desk.taking_part.post(thread, Writing("Anyone?", "1", GUEST)))
    assert isinstance(failure, Unreachable)
    assert desk.taking_part.draft(thread.id, "1") == "Anyone?"


def test_nobody_has_an_account_there(desk: Desk, tmp_path: Path) -> None:
    with talk(desk, tmp_path) as (_server, thread):
        assert failing(desk.taking_part.log_in(thread, {})).next_step == "Write under a name of your own."
