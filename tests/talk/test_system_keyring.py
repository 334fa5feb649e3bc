"""The system's keyring: a real one where it is, and every way of not getting an answer."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import need
from tests.talk.wordpress_service import WordPressService
from tui.talk.participant import Form, Question
from tui.talk.system_keyring import SERVICE, SystemKeyring

UNLOCKED = "printf pw | gnome-keyring-daemon --unlock --components=secrets --daemonize"
LOCKED = "gnome-keyring-daemon --start --components=secrets"
FORM = Form((Question("user", ""), Question("password", "")))


class Backend:
    """What the ``keyring`` package finds: ``set_password`` and its kin."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, secret: str) -> None:
        self.kept[service, name] = secret

    def delete_password(self, service: str, name: str) -> None:
        del self.kept[service, name]


def test_what_is_kept_is_given_and_forgotten() -> None:
    backend = Backend()
    ring = SystemKeyring(find=lambda: backend)
    assert ring.get("a") is None
    assert ring.set("a", "secret")
    assert backend.kept == {(SERVICE, "a"): "secret"}
    assert ring.get("a") == "secret"
    assert ring.delete("a")
    assert ring.delete("a")
    assert backend.kept == {}


def test_no_keyring_keeps_nothing() -> None:
    ring = SystemKeyring(find=lambda: None)
    assert (ring.get("a"), ring.set("a", "secret"), ring.delete("a")) == (None, False, False)


def test_one_that_fails_or_forgets_keeps_nothing() -> None:
    class Failing(Backend):
        def set_password(self, service: str, name: str, secret: str) -> None:
            raise RuntimeError(secret)

    class Forgetful(Backend):
        def set_password(self, service: str, name: str, secret: str) -> None:
            pass

    for backend in (Failing(), Forgetful()):
        assert SystemKeyring(find=lambda found=backend: found).set("a", "secret") is False  # type: ignore[misc]


def test_one_that_is_locked_is_asked_no_more_until_it_answers() -> None:
    asked: list[str] = []
    unlocked = threading.Event()

    class Locked(Backend):
        def get_password(self, service: str, name: str) -> str | None:
            asked.append(name)
            unlocked.wait(20)
            return "answer"

    ring = SystemKeyring(patience=0.01, find=Locked)
    assert ring.get("a") is None
    assert (ring.get("b"), ring.set("c", "secret"), ring.delete("d")) == (None, False, False)
    assert asked == ["a"]
    [waiting] = [thread for thread in threading.enumerate() if thread.name == "wireroom-keyring"]
    unlocked.set()
    waiting.join(20)
    assert any(ring.get("b") == "answer" for _attempt in range(1_000))  # it has little patience


def missing() -> str:
    """Why there is no keyring here to be tried; "" when there is."""
    lacking = [name for name in ("dbus-run-session", "gnome-keyring-daemon") if not shutil.which(name)]
    if lacking:
        return f"the keyring needs Debian's packages gnome-keyring and dbus: {', '.join(lacking)} not found"
    if importlib.util.find_spec("keyring") is None:
        return "the package keyring is not here: install wireroom[keyring]"
    return ""


def on_a_desktop(folder: Path, started: str, *commands: str, answers: str = "") -> list[str]:
    """What wireroom prints to some commands in a session of its own, whose keyring is started so."""
    need(missing())
    lines = "\n".join([f"{started} >/dev/null", *(f"{sys.executable} -m tui {one}" for one in commands)])
    environment: dict[str, Any] = {**os.environ, "HOME": str(folder), "WIREROOM_HOME": str(folder / "home")}
    for name in ("PYTHON_KEYRING_BACKEND", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "DISPLAY", "WAYLAND_DISPLAY"):
        environment.pop(name, None)
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", lines],
        input=answers,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.server
@pytest.mark.parametrize(("started", "kept"), [(UNLOCKED, "keyring"), (LOCKED, "file")])
def test_a_real_keyring_takes_the_secret_and_a_locked_one_does_not(
    tmp_path: Path, started: str, kept: str
) -> None:
    with WordPressService() as service:
        proof = service.proof(FORM)
        answers = "".join(f"{answer}\n" for answer in proof.values())
        told = on_a_desktop(
            tmp_path, started, f"login wordpress {service.url}", "accounts --json", answers=answers
        )
        assert json.loads(told[1])["kept"] == kept
        content = (tmp_path / "home" / "accounts.json").read_text()
        assert (proof["password"] in content) == (kept == "file")
        # The next session finds it there: what it proves itself with is revoked.
        assert on_a_desktop(tmp_path, started, "logout wordpress", "accounts") == [
            f"Logged out at {service.url.removeprefix('http://')}."
        ]
        assert service.tokens == set()
