"""Who the reader is where he looks: "ada@news.example", for the top line. No Textual here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.text import clean

if TYPE_CHECKING:
    from tui.model import Identity


def signed(account: Identity | None) -> str:
    """An account in a word, "" for none."""
    if account is None:
        return ""
    name = account.user if account.provider == "matrix" else account.name or account.user
    return clean(f"{name.removeprefix('@').partition(':')[0]}@{account.host}", 60)
