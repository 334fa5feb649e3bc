"""Where accounts and their secrets are kept: a file for one pair of eyes, or the keyring."""

from __future__ import annotations

import os
import stat
import threading
import traceback
from pathlib import Path

import pytest

from tui.failure import Failure
from tui.model import Identity
from tui.talk.accounts import FILE, Accounts
from tui.talk.participant import Login
from tui.talk.private_file import Exposed, read_private, write_private

SECRET = "correct horse battery"


class Ring:
    """A keyring that keeps what it is given, for as long as it is ``open``."""

    def __init__(self, *, is_open: bool = True) -> None:
        self.is_open = is_open
        self.kept: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self.kept.get(name) if self.is_open else None

    def set(self, name: str, secret: str) -> bool:
        if self.is_open:
            self.kept[name] = secret
        return self.is_open

    def delete(self, name: str) -> bool:
        if self.is_open:
            self.kept.pop(name, None)
        return self.is_open


def login(host: str = "quay.example", user: str = "ada", secret: str = SECRET) -> Login:
    identity = Identity("wordpress", host, user, "Ада")
    return Login(identity, f"https://{host}/wp-json", {"user": user, "password": secret})


def shut(folder: Path) -> Accounts:
    """The accounts in a folder, where no keyring answers."""
    return Accounts(folder, Ring(is_open=False))


def test_without_a_keyring_secrets_are_in_a_file_for_its_owner_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        account = shut(tmp_path).keep(login())
    finally:
        os.umask(old)
    assert account.kept == "file"
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == [FILE]
    reopened = shut(tmp_path)
    assert reopened.all() == [account]
    assert reopened.login(account) == login()


def test_with_a_keyring_the_file_has_no_secret(tmp_path: Path) -> None:
    ring = Ring()
    account = Accounts(tmp_path, ring).keep(login())
    assert account.kept == "keyring"
    assert SECRET not in (tmp_path / FILE).read_text()
    assert [SECRET in secret for secret in ring.kept.values()] == [True]
    reopened = Accounts(tmp_path, ring)
    assert reopened.login(account) == login()
    ring.is_open = False
    assert reopened.all() == [account]
    assert reopened.login(account) is None
    with pytest.raises(Failure, match=r"still in it"):
        reopened.forget(account)
    assert reopened.all() == [account]
    ring.is_open = True
    reopened.forget(account)
    assert (reopened.all(), ring.kept) == ([], {})


def test_logging_in_again_replaces_and_other_places_stay(tmp_path: Path) -> None:
    accounts = shut(tmp_path)
    accounts.keep(login("harbour.example"))
    accounts.keep(login(user="eva"))
    ada = accounts.keep(login())
    assert [one.origin for one in accounts.all()] == [
        "https://harbour.example/wp-json",
        "https://quay.example/wp-json",
    ]
    assert accounts.at("wordpress", ada.origin) == ada
    assert accounts.at("lemmy", ada.origin) is None
    assert accounts.at("wordpress", "https://quay.example") is None
    accounts.forget(ada)
    assert [one.identity.host for one in accounts.all()] == ["harbour.example"]
    assert accounts.login(ada) is None
    assert SECRET not in accounts.path.read_text().replace(SECRET, "", 1)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_file_that_others_get_at_is_not_read(tmp_path: Path, mode: int) -> None:
    accounts = shut(tmp_path)
    account = accounts.keep(login())
    accounts.all()  # what is known of it does not hide that it changed
    accounts.path.chmod(mode)
    for act in (accounts.all, lambda: accounts.login(account), lambda: accounts.keep(login("b.example"))):
        with pytest.raises(Exposed, match=r"others on this machine") as failed:
            act()
        assert "chmod 600" in failed.value.next_step
    accounts.path.chmod(0o600)
    assert accounts.all() == [account]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    shut(tmp_path).keep(login())
    elsewhere = tmp_path / "elsewhere.json"
    (tmp_path / FILE).rename(elsewhere)
    (tmp_path / FILE).symlink_to(elsewhere)
    with pytest.raises(Failure, match=r"can't be read"):
        shut(tmp_path).all()


@pytest.mark.parametrize(
    "content",
    [b"{", b"\xff", b"7", b'["x"]', b'[{"provider": "x"}]', b"[" * 100_000, b'{"a": 1}'],
    ids=lambda content: repr(content[:12]),
)
def test_a_damaged_file_is_said_without_quoting_it(tmp_path: Path, content: bytes) -> None:
    write_private(tmp_path / FILE, content)
    with pytest.raises(Failure, match=r"does not hold accounts"):
        shut(tmp_path).all()
    assert (tmp_path / FILE).read_bytes() == content


def test_a_damaged_secret_is_not_in_a_traceback(tmp_path: Path) -> None:
    account = shut(tmp_path).keep(login())
    damaged = shut(tmp_path).path.read_bytes()[:-3]
    write_private(tmp_path / FILE, damaged)
    with pytest.raises(Failure) as failed:
        shut(tmp_path).login(account)
    told = "".join(traceback.format_exception(failed.value))
    assert "does not hold accounts" in told
    assert SECRET not in told
    assert SECRET not in f"{login()!r} {account!r}"


def test_what_can_not_be_written_leaves_what_was(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    write_private(path, b"old")
    with pytest.raises(Failure, match=r"can't be written"):
        write_private(path / "below", b"new")
    assert read_private(path) == b"old"
    assert read_private(tmp_path / "nothing") == b""
    with pytest.raises(Exposed):
        read_private(tmp_path)  # a folder


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    def keep(number: int) -> None:
        shut(tmp_path).keep(login(f"h{number}.example"))

    threads = [threading.Thread(target=keep, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {one.identity.host for one in shut(tmp_path).all()} == {f"h{n}.example" for n in range(12)}
