"""``wireroom login``, ``logout`` and ``accounts``: on a terminal and from standard input."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from tests.commands import Prompt, Result
from tests.talk.isso_service import IssoService
from tests.talk.lemmy_service import LemmyService
from tests.talk.participant_service import NAME, PASSWORD
from tests.talk.wordpress_service import WordPressService
from tests.ui.pages import Site
from tui.cli import main
from tui.newsroom import Newsroom
from tui.talk.participant import Form, Question

FORM = Form((Question("user", ""), Question("password", "")))


@pytest.fixture
def service() -> Iterator[WordPressService]:
    with WordPressService() as served:
        yield served


class Here:
    """A prompt whose commands run in this process."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._patch = patch
        self._capture = capture

    def __call__(self, *arguments: str, stdin: bytes = b"") -> Result:
        self._patch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin), "utf-8"))
        try:
            status = main(["--home", str(self.home), *arguments])
        except SystemExit as done:
            status = int(done.code or 0)
        return Result(status, *self._capture.readouterr())


@pytest.fixture
def prompt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(tmp_path, monkeypatch, capsys)


def lines(service: WordPressService) -> bytes:
    """What is typed to log in."""
    return "".join(f"{answer}\n" for answer in service.proof(FORM).values()).encode()


def test_in_and_out_again_from_standard_input(tmp_path: Path, service: WordPressService) -> None:
    prompt = Prompt(tmp_path)
    nobody = prompt("accounts")
    assert (nobody.status, nobody.out) == (0, "")
    assert "logged in nowhere" in nobody.err

    host = service.url.removeprefix("http://")
    done = prompt("login", "wordpress", service.url, stdin=lines(service))
    assert (done.status, done.out) == (0, f"You are {NAME} at {host}.\n")
    assert "profile" in done.err
    assert f"{service.url}/wp-admin/authorize-application.php" in done.err
    assert f"Its password is in {prompt.home / 'accounts.json'}" in done.err

    listed = prompt("accounts")
    assert listed.out == f"WordPress · {host} · {NAME}\n"
    told = prompt("accounts", "--json").objects
    assert told == [
        {
            "provider": "wordpress",
            "origin": service.place,
            "host": host,
            "user": "70",
            "name": NAME,
            "kept": "file",
        }
    ]
    [token] = service.tokens
    assert token not in done.out + done.err + listed.out + listed.err + str(told)

    out = prompt("logout", "wordpress")
    assert (out.status, out.out) == (0, f"Logged out at {host}.\n")
    assert service.tokens == set()
    again = prompt("logout", "wordpress")
    assert (again.status, again.out) == (1, "")
    assert "not logged in" in again.err


def test_on_a_terminal_the_secret_is_not_shown(tmp_path: Path, service: WordPressService) -> None:
    outer, inner = pty.openpty()
    command = [sys.executable, "-m", "tui", "login", "wordpress", service.url]
    environment = {**os.environ, "WIREROOM_HOME": str(tmp_path)}
    user, password = service.proof(FORM).values()
    with subprocess.Popen(
        command, stdin=inner, stdout=inner, stderr=inner, env=environment, start_new_session=True
    ) as process:
        os.close(inner)
        seen = b""
        for ask, typed in ((b"User name: ", user), (b"Application password: ", password)):
            while not seen.endswith(ask):
                seen += os.read(outer, 1000)
            os.write(outer, f"{typed}\n".encode())
        try:
            while more := os.read(outer, 1000):
                seen += more
        except OSError:  # Linux: nobody is at the other end any more
            pass
        os.close(outer)
    assert process.returncode == 0
    assert f"You are {NAME} at" in seen.decode()
    assert password not in seen.decode()


def test_a_page_says_where_its_accounts_are(prompt: Here, service: WordPressService) -> None:
    with Site() as site:
        site.article("/pact", "The pact", *["The cities signed it after a long night of talks. " * 3] * 4)
        kind, page = site.pages["/pact"]
        links = f"<link rel='https://api.w.org/' href='{service.url}/index.php?rest_route=/'>"
        links += f"<link rel=shortlink href='{service.url}/?p=7'>"
        site.pages["/pact"] = (kind, page.replace(b"</head>", links.encode() + b"</head>"))
        done = prompt("login", "wordpress", f"{site.url}/pact", stdin=lines(service))
        assert done.status == 0, done.err
        assert f"{service.url}/wp-admin/authorize-application.php" in done.err
        assert [one["origin"] for one in prompt("accounts", "--json").objects] == [service.place]


def test_a_first_page_that_leads_to_another_site_is_not_followed(
    prompt: Here, service: WordPressService
) -> None:
    with Site() as site:
        link = f"<link rel='https://api.w.org/' href='{service.url}/index.php?rest_route=/'>"
        site.pages["/"] = ("text/html", f"<title>The Quay</title>{link}".encode())
        done = prompt("login", "wordpress", site.url, stdin=lines(service))
        assert (done.status, done.out) == (1, "")
        assert "are kept at" in done.err
        assert service.asked == []


def test_the_newsroom_of_the_demo_takes_any_name(prompt: Here) -> None:
    with Newsroom() as newsroom:
        story = f"{newsroom.url}{newsroom.stories[0].path}"
        done = prompt("login", "wordpress", story, stdin=b"ada\nharbour-lights\n")
        assert done.status == 0, done.err
        taken = prompt("login", "wordpress", story, stdin=b"ada\nanother-password\n")
        assert (taken.status, taken.out) == (1, "")
        assert "knows no such user" in taken.err
        assert len(prompt("accounts").out.splitlines()) == 1


def test_two_places_of_a_service_are_told_apart(prompt: Here, service: WordPressService) -> None:
    with WordPressService() as other:
        for one in (service, other):
            assert prompt("login", "wordpress", one.url, stdin=lines(one)).status == 0
        unclear = prompt("logout", "wordpress")
        assert unclear.status == 1
        assert "several" in unclear.err
        assert prompt("logout", "wordpress", other.url).status == 0
        assert (len(service.tokens), other.tokens) == (1, set())


def test_a_service_with_a_site_of_its_own_needs_no_address(prompt: Here) -> None:
    with LemmyService() as lemmy:
        (prompt.home / "settings.toml").write_text(f'[sites]\nlemmy = "{lemmy.url}"\n')
        done = prompt("login", "lemmy", stdin=f"{NAME}\n{PASSWORD}\n".encode())
        assert done.status == 0, done.err
        assert [one["user"] for one in prompt("accounts", "--json").objects] == [NAME]


def test_a_log_out_that_the_service_does_not_hear_of_says_so(prompt: Here, service: WordPressService) -> None:
    assert prompt("login", "wordpress", service.url, stdin=lines(service)).status == 0
    service.close()
    done = prompt("logout", "wordpress")
    assert (done.status, done.out) == (1, "")
    assert "is forgotten here, but the service was not told" in done.err
    assert prompt("accounts").out == ""


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("isso", "http://127.0.0.1:9/"), 1, "It has no accounts: write under a name"),
        (("hackernews",), 1, "Take part in the browser"),
        (("twitter",), 1, "One can log in to: wordpress, lemmy"),
        (("mastodon", "https://social.example"), 1, "under [sites] in"),
        (("wordpress",), 2, "wireroom login wordpress https://"),
        (("wordpress", "http://127.0.0.1:9/"), 1, "127.0.0.1"),
        ((), 2, "PROVIDER"),
    ],
)
def test_where_one_can_not_log_in_says_what_to_do(
    prompt: Here, arguments: tuple[str, ...], status: int, told: str
) -> None:
    done = prompt("login", *arguments, stdin=b"ada\nx\n")
    assert (done.status, done.out) == (status, "")
    assert told in done.err


def test_wrong_and_missing_answers_are_said(prompt: Here, service: WordPressService) -> None:
    wrong = prompt("login", "wordpress", service.url, stdin=b"ada\nwrong\n")
    assert (wrong.status, wrong.out) == (1, "")
    assert "knows no such user" in wrong.err
    missing = prompt("login", "wordpress", service.url, stdin=b"ada\n")
    assert (missing.status, missing.out) == (1, "")
    assert "“Application password” is not answered" in missing.err
    with IssoService() as isso:
        lost = prompt("login", "wordpress", isso.url, stdin=b"ada\nx\n")
        assert lost.status == 1
    assert prompt("accounts").out == ""


def test_accounts_that_others_can_read_are_not_listed(prompt: Here, service: WordPressService) -> None:
    assert prompt("login", "wordpress", service.url, stdin=lines(service)).status == 0
    (prompt.home / "accounts.json").chmod(0o644)
    listed = prompt("accounts")
    assert (listed.status, listed.out) == (1, "")
    assert "chmod 600" in listed.err
