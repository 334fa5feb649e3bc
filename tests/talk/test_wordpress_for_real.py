"""Taking part on a real WordPress: from the article's page to what its editor sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.servers.processes import free_port
from tests.servers.wordpress import ADMIN, PASSWORD, WordPress
from tests.talk.conversation import text
from tests.talk.taking_part import desk_at, failing, thread_of
from tui.desk import Desk
from tui.model import Identity, Thread
from tui.net.failures import TooManyRequests, Unreachable
from tui.talk.participant import Refused, Writing, WrongLogin
from tui.talk.wordpress_login import APP_ID

pytestmark = pytest.mark.server

LONG = "".join(
    f"<p>The first boat left at dawn on day {n}, and its number was noted.</p>" for n in range(1, 9)
)
GUEST = {"author": "Ева", "email": "eva@reader.example"}


@pytest.fixture
def site(wordpress_site: WordPress) -> Iterator[WordPress]:
    """Readers' first comments are published at once; nobody has just written."""
    wordpress_site.set_option("comment_previously_approved", "")
    wordpress_site.let_time_pass()
    yield wordpress_site
    wordpress_site.set_option("comment_previously_approved", "1")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = desk_at(tmp_path)
    yield opened
    opened.close()


def new_thread(desk: Desk, site: WordPress, **more: str) -> tuple[int, Thread]:
    post = site.post("A pact", LONG, **more)
    return post["id"], thread_of(desk, post["link"])


def log_in(desk: Desk, site: WordPress, thread: Thread, user: str) -> Identity:
    password = site.application_password(user, f"wireroom for {user}", APP_ID)
    form = desk.taking_part.log_in_form(thread)
    assert [(one.name, one.secret) for one in form.questions] == [("user", False), ("password", True)]
    return desk.taking_part.log_in(thread, {"user": user, "password": password}).result()


def on_server(site: WordPress, post: int) -> list[tuple[str, str, str, int]]:
    return [
        (one["author_name"], one["content"]["raw"], one["status"], one["parent"])
        for one in site.comments_of(post)
    ]


def test_from_the_page_to_a_reply_and_out_again(desk: Desk, site: WordPress) -> None:
    post = site.post("A pact", LONG)
    first = site.comment(post["id"], "mira", "Who pays?")
    second = site.comment(post["id"], "oleg", "The north.", parent=first)
    site.let_time_pass()
    thread = thread_of(desk, post["link"])
    assert [(one.author, one.parent) for one in thread.comments] == [("mira", ""), ("oleg", str(first))]
    assert desk.taking_part.account(thread) is None

    identity = log_in(desk, site, thread, "ada")
    assert (identity.name, identity.host) == ("ada", site.url.removeprefix("http://"))
    assert desk.taking_part.account(thread) == identity
    assert desk.taking_part.accounts() == [identity]

    posted = desk.taking_part.post(thread, Writing("Nobody — <b>никто</b>.")).result()
    assert (posted.comment.pending, posted.comment.author, text(posted.comment)) == (
        False,
        "ada",
        "Nobody — никто.",
    )
    site.let_time_pass()
    reply = desk.taking_part.post(thread, Writing("All of it?", str(second))).result()
    assert on_server(site, post["id"])[2:] == [
        ("ada", "Nobody — <b>никто</b>.", "approved", 0),
        ("ada", "All of it?", "approved", second),
    ]
    fresh = thread_of(desk, post["link"])
    assert {posted.comment.id, reply.comment.id} <= {one.id for one in fresh.comments}

    assert site.application_passwords("ada") == ["wireroom for ada"]
    desk.taking_part.log_out(identity).result()
    assert site.application_passwords("ada") == []
    assert desk.taking_part.accounts() == []
    assert desk.taking_part.account(thread) is None


def test_an_editor_edits_and_a_password_of_another_program_stays(desk: Desk, site: WordPress) -> None:
    number, thread = new_thread(desk, site)
    password = site.application_password(ADMIN, "a phone")
    identity = desk.taking_part.log_in(thread, {"user": ADMIN, "password": password}).result()
    posted = desk.taking_part.post(thread, Writing("To be conected.")).result()
    assert desk.taking_part.may_edit(thread, posted.comment)
    edited = desk.taking_part.edit(thread, posted.comment.id, "Corrected.").result()
    assert (edited.id, text(edited)) == (posted.comment.id, "Corrected.")
    assert [told for _name, told, _status, _parent in on_server(site, number)] == ["Corrected."]
    desk.taking_part.log_out(identity).result()
    assert "a phone" in site.application_passwords(ADMIN)


def test_the_forms_pages_are_there(desk: Desk, site: WordPress) -> None:
    _number, thread = new_thread(desk, site)
    with httpx.Client(follow_redirects=True, timeout=30) as browser:
        browser.get(f"{site.url}/wp-login.php")
        browser.post(f"{site.url}/wp-login.php", data={"log": ADMIN, "pwd": PASSWORD})
        made = browser.get(desk.taking_part.log_in_form(thread).url)
        assert made.status_code == 200
        assert "auth-app-card" in made.text
        assert 'value="wireroom"' in made.text
        assert "notice-error" not in made.text
        register = browser.get(desk.taking_part.register_form(thread).url)
        assert "wp-login.php" in str(register.url)
    assert desk.taking_part.register_form(thread).url in desk.taking_part.register(thread, {}).result()


def test_a_wrong_password_is_said(desk: Desk, site: WordPress) -> None:
    _number, thread = new_thread(desk, site)
    site.application_password("ada")
    for user, password in (("ada", "abcd efgh ijkl mnop"), ("nobody", "x"), ("ада:", "ключ"), ("", "")):
        answers = {"user": user, "password": password}
        failure = failing(desk.taking_part.log_in(thread, answers))
        assert isinstance(failure, WrongLogin)
    assert desk.taking_part.accounts() == []


def test_refusals_are_the_sites_own_reasons_and_keep_the_draft(desk: Desk, site: WordPress) -> None:
    closed_number, closed = new_thread(desk, site, comment_status="closed")
    number, thread = new_thread(desk, site)
    log_in(desk, site, thread, "ada")

    def refused(where: Thread, words: str, reason: str) -> None:
        failure = failing(desk.taking_part.post(where, Writing(words)))
        assert isinstance(failure, Refused)
        assert reason in failure.sentence
        assert desk.taking_part.draft(where.id) == words

    assert closed.closed
    refused(closed, "Anyone?", "comments are closed")
    refused(thread, "x" * 70_000, "exceeds maximum length")
    posted = desk.taking_part.post(thread, Writing("Who pays?")).result()
    assert desk.taking_part.draft(thread.id) == ""
    refused(thread, "Who pays?", "Duplicate comment")
    refused(thread, "And who does not?", "too quickly")
    assert desk.taking_part.may_edit(thread, posted.comment)
    failure = failing(desk.taking_part.edit(thread, posted.comment.id, "Who paid?"))
    assert "not allowed to edit" in failure.sentence  # a reader may not, on most sites
    assert on_server(site, closed_number) == []
    assert len(on_server(site, number)) == 1


def test_what_waits_for_approval_says_so(desk: Desk, site: WordPress) -> None:
    number, thread = new_thread(desk, site)
    site.set_option("comment_previously_approved", "1")
    log_in(desk, site, thread, "newcomer")
    posted = desk.taking_part.post(thread, Writing("My first words here.")).result()
    assert posted.comment.pending
    assert on_server(site, number) == [("newcomer", "My first words here.", "hold", 0)]


def test_an_account_that_is_revoked_there_says_so(desk: Desk, site: WordPress) -> None:
    number, thread = new_thread(desk, site)
    log_in(desk, site, thread, "oleg")
    site.revoke("oleg")
    assert isinstance(failing(desk.taking_part.post(thread, Writing("Still here?"))), WrongLogin)
    assert desk.taking_part.draft(thread.id) == "Still here?"
    assert on_server(site, number) == []


def test_guests_write_through_the_sites_own_form(desk: Desk, site: WordPress) -> None:
    number, thread = new_thread(desk, site)
    parent = site.comment(number, "mira", "Who pays?")
    site.let_time_pass()
    posted = desk.taking_part.post(thread, Writing("The north.", str(parent), GUEST)).result()
    assert (posted.comment.author, posted.comment.parent) == ("Ева", str(parent))
    assert not posted.comment.pending
    assert on_server(site, number)[1:] == [("Ева", "The north.", "approved", parent)]
    assert posted.comment in thread_of(desk, thread.url).comments
    assert desk.taking_part.guest_answers(thread) == GUEST
    assert not desk.taking_part.may_edit(thread, posted.comment)

    assert isinstance(
        failing(desk.taking_part.post(thread, Writing("Too soon.", guest=GUEST))), TooManyRequests
    )


def test_a_guest_waits_for_approval_and_is_told_what_lacks(desk: Desk, site: WordPress) -> None:
    number, thread = new_thread(desk, site)
    failure = failing(desk.taking_part.post(thread, Writing("No name.")))
    assert failure.sentence.endswith("Please fill the required fields.")
    _closed_number, closed = new_thread(desk, site, comment_status="closed")
    assert "comments are closed" in failing(desk.taking_part.post(closed, Writing("?", "", GUEST))).sentence
    site.set_option("comment_moderation", "1")
    try:
        posted = desk.taking_part.post(thread, Writing("One & two.\n\nThree.", guest=GUEST)).result()
    finally:
        site.set_option("comment_moderation", "")
    assert posted.comment.pending
    assert text(posted.comment) == "One & two. Three."
    assert [one[2] for one in on_server(site, number)] == ["hold"]


def test_a_server_that_is_down_keeps_the_draft(desk: Desk, site: WordPress) -> None:
    _number, thread = new_thread(desk, site)
    down = replace(thread, id=thread.id.replace(site.url, f"http://127.0.0.1:{free_port()}"))
    failure = failing(desk.taking_part.post(down, Writing("Anyone?", guest=GUEST)))
    assert isinstance(failure, Unreachable)
    assert desk.taking_part.draft(down.id) == "Anyone?"
