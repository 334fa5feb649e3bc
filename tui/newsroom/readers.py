"""Readers of ours: who has an account here, and who answers whoever writes."""

from __future__ import annotations

import hmac
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import scrypt
from secrets import token_bytes
from zlib import crc32

from tui.newsroom.press import Dispatch, Posted

SHORTEST_PASSWORD = 8
MOST_ACCOUNTS = 10_000
HOW_TO_REGISTER = (
    f"Take any name that is free and a password of {SHORTEST_PASSWORD} characters or more:"
    " it is yours from then on."
)

_SAID = {
    "en": (
        "You put it better than the council did.",
        "I would like to see that in the minutes.",
        "My brother works on the boats, and he says the same.",
        "Two winters ago I would have disagreed.",
    ),
    "ru": (
        "Вот и я об этом, только короче.",
        "Интересно, что ответит порт.",
        "Спросите тех, кто ездит каждый день.",
    ),
    "ar": ("هذا ما قلته في الاجتماع أيضًا.", "لننتظر ما سيقوله المجلس.", "سؤال في محله."),
    "ja": ("同感です。", "市議会の答えを聞きたいですね。", "毎朝乗る身としては大事な点です。"),
}
_REGULARS = {"en": "mira", "ru": "Ана", "ar": "ليلى", "ja": "港の人"}


@dataclass
class Accounts:
    """Who may write under a name, in the discussions and in the chats, for as long as the site runs.

    Names that differ in letter case alone are one.
    """

    _kept: dict[str, tuple[bytes, bytes]] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def admits(self, name: str, password: str) -> bool:
        """Whether the password is the name's; the first one given for a free name becomes it."""
        return self.register(name, password) or self.proves(name, password)

    def register(self, name: str, password: str) -> bool:
        """Gives a name that is free to whoever brings this password; False if it is not."""
        name = name.casefold()
        with self._lock:
            if name in self._kept or len(self._kept) >= MOST_ACCOUNTS:
                return False
            salt = token_bytes(16)
            self._kept[name] = salt, _hashed(password, salt)
            return True

    def proves(self, name: str, password: str) -> bool:
        """Whether the password is the name's."""
        with self._lock:
            salt, wanted = self._kept.get(name.casefold(), (b"", b""))
        return hmac.compare_digest(wanted, _hashed(password, salt))

    def reserve(self, name: str) -> None:
        """Keeps a name for nobody: it has no password."""
        with self._lock:
            self._kept[name.casefold()] = b"", b""


def _hashed(password: str, salt: bytes) -> bytes:
    return scrypt(password.encode(), salt=salt, n=2**12, r=8, p=1)


def answer_to(one: Dispatch, posted: Posted) -> tuple[str, str]:
    """Who answers a comment, and with what: somebody of the thread other than its author."""
    names = list(dict.fromkeys(said.author for said in one.comments if said.author != posted.author))
    return answer(names, one.desk.language, f"{posted.id}{posted.text}")


def answer(names: Sequence[str], language: str, said: str) -> tuple[str, str]:
    """One of the names, and what it says to something that was said; a regular of ours without a name."""
    language = language if language in _SAID else "en"
    chosen = crc32(said.encode())
    names = names or [_REGULARS[language]]
    return names[chosen % len(names)], _SAID[language][chosen % len(_SAID[language])]
