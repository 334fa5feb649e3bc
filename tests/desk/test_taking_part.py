"""Who takes part from a desk: where secrets go and stay, and what becomes of a draft."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from rich.traceback import Traceback

from tests.talk.conversation import text
from tests.talk.isso_service import IssoService
from tests.talk.lemmy_service import LemmyService
from tests.talk.participant_service import NAME, ParticipantService
from tests.talk.services import LobstersService, Remark
from tests.talk.taking_part import desk_at, failing
from tests.talk.wordpress_service import WordPressService
from tui.desk import Desk
from tui.model import Comment, Failure, Identity, Thread
from tui.net.failures import BadAnswer, NotPrivate, Unreachable
from tui.talk.participant import Refused, Writing, WrongLogin
from tui.talk.provider import Capability

TALK = [Remark(1), Remark(2, 1, author="oleg")]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = desk_at(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def service() -> Iterator[WordPressService]:
    with WordPressService() as served:
        served.remarks = TALK
        yield served


def thread_in(service: ParticipantService) -> Thread:
    """The thread as the desk has it once it was found; nothing is asked for it."""
    about, article = service.announced()
    [ref] = service.provider().find(about, article)
    return Thread(ref.url, ref.provider, ref.title, ref.page)


def log_in(desk: Desk, service: WordPressService) -> Identity:
    thread = thread_in(service)
    return desk.taking_part.log_in(thread, service.proof(desk.taking_part.log_in_form(thread))).result()


def test_an_account_is_there_after_a_restart(desk: Desk, service: WordPressService, tmp_path: Path) -> None:
    thread = thread_in(service)
    assert desk.taking_part.account(thread) is None
    identity = log_in(desk, service)
    assert desk.taking_part.account(thread) == identity
    desk.close()
    again = desk_at(tmp_path)
    assert again.taking_part.account(thread) == identity
    assert again.taking_part.accounts() == [identity]
    posted = again.taking_part.post(thread, Writing("The north.")).result()
    assert again.taking_part.may_edit(thread, posted.comment)
    theirs = Comment("2", "oleg", (), author_id="71")
    earlier = Comment("9", NAME, (), author_id=identity.user)
    assert [again.taking_part.may_edit(thread, one) for one in (theirs, earlier)] == [False, True]
    again.close()


def test_secrets_are_with_the_accounts_and_nowhere_else(
    desk: Desk, service: WordPressService, tmp_path: Path
) -> None:
    log_in(desk, service)
    thread = thread_in(service)
    desk.taking_part.post(thread, Writing("The north.")).result()
    service.ruling = "closed"
    failing(desk.taking_part.post(thread, Writing("The south.")))
    [token] = service.tokens
    desk.close()
    having = [path.name for path in tmp_path.rglob("*") if path.is_file() and token in _content(path)]
    assert having == ["accounts.json"]


def _content(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def test_an_account_of_one_site_is_shown_to_no_other(desk: Desk, service: WordPressService) -> None:
    log_in(desk, service)
    with WordPressService() as other:
        other.remarks = TALK
        assert desk.taking_part.account(thread_in(other)) is None
        failing(desk.taking_part.post(thread_in(other), Writing("The north.")))
        assert other.requests
        assert not any("authorization" in request.headers for request in other.requests)


def test_a_redirect_to_another_host_gets_nothing(desk: Desk, service: WordPressService) -> None:
    log_in(desk, service)
    with WordPressService() as other:
        service.forced = (307, b"", {"Location": f"{other.url}/index.php?rest_route=/wp/v2/comments"})
        failure = failing(desk.taking_part.post(thread_in(service), Writing("The north.")))
        assert isinstance(failure, BadAnswer)
        assert other.asked == []
    assert desk.taking_part.draft(thread_in(service).id) == "The north."


def test_nothing_goes_where_others_read_along(desk: Desk) -> None:
    thread = Thread("http://quay.example/wp-json/#posts/7", "wordpress", "", "")
    with pytest.raises(NotPrivate):
        desk.taking_part.log_in(thread, {"user": "ada", "password": "x"}).result()
    with pytest.raises(NotPrivate):
        desk.taking_part.post(thread, Writing("The north.", guest={"author": "Ada"})).result()
    assert desk.taking_part.accounts() == []


def test_logging_out_forgets_even_where_the_server_is_down(desk: Desk, service: WordPressService) -> None:
    identity = log_in(desk, service)
    service.close()
    assert isinstance(failing(desk.taking_part.log_out(identity)), Unreachable)
    assert desk.taking_part.accounts() == []
    assert "password" not in desk.taking_part.accounts_file.read_text()
    desk.taking_part.log_out(identity).result()  # nobody is left to log out


def test_no_crash_shows_a_secret(desk: Desk, service: WordPressService) -> None:
    """Textual draws a crash with the variables of every frame."""
    thread = thread_in(service)
    log_in(desk, service)
    answers = desk.taking_part.log_in(thread, {"user": "nobody", "password": "secret-of-ada\udcff"})
    service.forced = (418, b"secret-of-ada", {})
    for future in (answers, desk.taking_part.post(thread, Writing("The south."))):
        error = failing(future)
        drawn = StringIO()
        told = Traceback.from_exception(type(error), error, error.__traceback__, show_locals=True)
        Console(file=drawn, width=400).print(told)
        assert error.sentence in drawn.getvalue()
        assert "secret-" not in drawn.getvalue()


def test_accounts_that_others_can_read_are_not_used(desk: Desk, service: WordPressService) -> None:
    log_in(desk, service)
    before = len(service.requests)
    desk.taking_part.accounts_file.chmod(0o644)
    assert desk.taking_part.account(thread_in(service)) is None
    with pytest.raises(Failure, match=r"others on this machine"):
        desk.taking_part.post(thread_in(service), Writing("The north.")).result()
    with pytest.raises(Failure, match=r"others on this machine"):
        desk.taking_part.accounts()
    assert len(service.requests) == before


def test_a_revoked_account_is_said_and_the_draft_kept(desk: Desk, service: WordPressService) -> None:
    log_in(desk, service)
    service.tokens.clear()
    thread = thread_in(service)
    assert isinstance(failing(desk.taking_part.post(thread, Writing("The north.", "1"))), WrongLogin)
    assert desk.taking_part.draft(thread.id, "1") == "The north."


def test_drafts_are_kept_across_restarts_and_by_what_they_answer(desk: Desk, tmp_path: Path) -> None:
    desk.taking_part.keep_draft("t", "", "Who *pays*? Кто?")
    desk.taking_part.keep_draft("t", "7", "The north.")
    desk.taking_part.keep_draft("t", "8", "Gone.")
    desk.taking_part.keep_draft("t", "8", "")
    for _restart in range(2):
        taking_part = desk.taking_part
        drafts = [taking_part.draft("t"), taking_part.draft("t", "7"), taking_part.draft("t", "8")]
        assert drafts == ["Who *pays*? Кто?", "The north.", ""]
        assert taking_part.draft("u") == ""
        desk.close()
        desk = desk_at(tmp_path)
    desk.close()


def test_a_draft_goes_when_it_is_posted_and_stays_when_it_is_not(
    desk: Desk, service: WordPressService
) -> None:
    log_in(desk, service)
    thread = thread_in(service)
    service.ruling = "closed"
    assert isinstance(failing(desk.taking_part.post(thread, Writing("The north."))), Refused)
    assert desk.taking_part.draft(thread.id) == "The north."
    service.ruling = ""
    desk.taking_part.post(thread, Writing("The north.")).result()
    assert desk.taking_part.draft(thread.id) == ""


def test_what_was_begun_meanwhile_is_not_lost(desk: Desk, service: WordPressService) -> None:
    log_in(desk, service)
    thread = thread_in(service)
    sent = desk.taking_part.post(thread, Writing("The north."))
    desk.taking_part.keep_draft(thread.id, "", "And another thing")
    sent.result()
    assert desk.taking_part.draft(thread.id) == "And another thing"


def test_a_guest_is_remembered_and_may_edit_until_the_end(desk: Desk, tmp_path: Path) -> None:
    with IssoService() as service:
        service.remarks = TALK
        thread = thread_in(service)
        guest = {"author": NAME, "email": "", "website": ""}
        posted = desk.taking_part.post(thread, Writing("The north.", "", guest)).result()
        assert desk.taking_part.may_edit(thread, posted.comment)
        assert not desk.taking_part.may_edit(thread, Comment("1", "mira", (), author_id="hash-mira"))
        for words in ("The south.", "The west."):
            assert text(desk.taking_part.edit(thread, posted.comment.id, words).result()) == words
        desk.close()
        again = desk_at(tmp_path)
        assert dict(again.taking_part.guest_answers(thread)) == guest
        assert not again.taking_part.may_edit(thread, posted.comment)
        again.close()


def test_only_what_is_declared_can_be_done(desk: Desk) -> None:
    with LobstersService() as lobsters, LemmyService() as lemmy, IssoService() as isso:
        reading = Thread(f"{lobsters.url}/s/abc123.json", "lobsters", "", "")
        assert desk.taking_part.can(reading) == frozenset()
        assert desk.taking_part.account(reading) is None
        with pytest.raises(Failure, match=r"lobsters"):
            desk.taking_part.post(reading, Writing("?"))
        assert Capability.VOTE in desk.taking_part.can(Thread(f"{lemmy.url}/api", "lemmy", "", ""))
        assert Capability.GUESTS in desk.taking_part.can(thread_in(isso))
        assert desk.taking_part.can(Thread("x", "of an older version", "", "")) == frozenset()
        assert isso.asked == lemmy.asked == lobsters.asked == []
