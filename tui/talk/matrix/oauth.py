"""Servers whose accounts live behind OAuth 2.0 (Client-Server API v1.15, "OAuth 2.0 API"; MSC2965)."""

from __future__ import annotations

from urllib.parse import urlsplit

from tui.failure import Failure
from tui.net.address import is_own
from tui.talk.answers import link
from tui.talk.matrix.homeserver import Homeserver

_PLACES = (
    "/_matrix/client/v1/auth_metadata",
    "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata",
)


async def account_page(home: Homeserver) -> str:
    """The page where the homeserver's accounts are made and kept; "" where it keeps them itself."""
    for place in _PLACES:
        try:
            metadata = await home.get(place)
        except Failure:
            continue
        page = link(metadata.get("account_management_uri")) or link(metadata.get("issuer"))
        if page and (is_own(urlsplit(home.base).hostname or "") or not is_own(urlsplit(page).hostname or "")):
            return page
    return ""
