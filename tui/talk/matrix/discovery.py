"""Finding a homeserver from what a person types (Client-Server API, "Server discovery")."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tui.failure import Failure
from tui.net.address import is_own
from tui.net.failures import BadAddress
from tui.talk.answers import ask, fields, link
from tui.talk.matrix.errors import NotAHomeserver, not_a_homeserver
from tui.talk.matrix.homeserver import Homeserver
from tui.text import clean

if TYPE_CHECKING:
    from tui.net.client import Client

VERSIONS = "/_matrix/client/versions"


async def discover(client: Client, name: str) -> Homeserver:
    """The homeserver of a server name, an address or a user id ("example.org", "@mira:example.org").

    Its ``.well-known/matrix/client`` is asked first, then the name itself. Raises
    ``NotAHomeserver``, and what the connection's failure is called.
    """
    origin = origin_of(name)
    named = await _well_known(client, origin)
    if named:
        try:
            return await _checked(client, named)
        except NotAHomeserver:
            pass  # FAIL_ERROR in the specification; the name itself may still be one
    return await _checked(client, origin)


def origin_of(name: str) -> str:
    """The origin that a person means: https, unless http is said. Raises ``NotAHomeserver``."""
    typed = name.strip()
    if typed.startswith("@"):
        typed = typed.partition(":")[2]
    if "://" not in typed:
        typed = f"https://{typed}"
    try:
        parts = urlsplit(typed)
        named = bool(parts.hostname) and parts.scheme in ("https", "http") and "@" not in parts.netloc
    except ValueError:
        named = False
    if not named:
        raise not_a_homeserver(clean(name, 120) or '""')
    return f"{parts.scheme}://{parts.netloc}{parts.path.partition('/_matrix')[0].rstrip('/')}"


async def _well_known(client: Client, origin: str) -> str:
    """The base address that the origin's well-known document names, or ""."""
    try:
        found, reply = await ask(client, f"{origin}/.well-known/matrix/client")
    except Failure:
        return ""
    base = link(fields(fields(found).get("m.homeserver")).get("base_url")).rstrip("/")
    if is_own(urlsplit(base).hostname or "") and not is_own(urlsplit(reply.url).hostname or ""):
        return ""  # a page out there can't have this machine asked
    return base


async def _checked(client: Client, base: str) -> Homeserver:
    home = Homeserver(client, base)
    try:
        found = await home.get(VERSIONS)
    except BadAddress as failure:
        raise not_a_homeserver(home.host) from failure
    if not isinstance(found.get("versions"), list):
        raise not_a_homeserver(home.host)
    return home
