"""Addresses: what a URL asks, of whom, and how it is shown to people.

RFC 3986 for the parts, RFC 7617 for the login in front of the host, RFC 5890 for
host names in any script. A login never gets into ``Address.url`` nor into what
``shown`` gives.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote, urljoin, urlsplit

from tui.locale import _
from tui.net.failures import BadAddress
from tui.text import clean

MOST_CHARACTERS = 8_000
# An address that is written as it is sent.
_ORDINARY = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*)(?::([1-9]\d{0,4}))?"
    r"(/[A-Za-z0-9/._~%+,=@&:-]*(?:\?[A-Za-z0-9/._~%+,=@&:-]+)?)"
)
_CONTROLS = re.compile(r"[\x00-\x20\x7f-\x9f]")
_HOST = re.compile(r"[a-z0-9._~-]+")
_KEPT = "%/:;=@!$&'()*+,?~[]|^`{}"  # RFC 3986 §2.2, and what sites write unescaped
DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """An HTTP address taken apart. ``url`` carries neither login nor fragment."""

    url: str
    scheme: str
    host: str
    port: int
    login: str = ""  # "name:password", decoded
    userinfo: str = ""  # the same as it stood in the address

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port (RFC 6454)."""
        return (self.scheme, self.host, self.port)

    @property
    def loopback(self) -> bool:
        """Whether this machine itself is asked."""
        return is_loopback(self.host)

    @property
    def url_with_login(self) -> str:
        if not self.userinfo:
            return self.url
        return self.url.replace("://", f"://{self.userinfo}@", 1)


def parse_address(url: str) -> Address:
    """The address ``url`` names. Raises ``BadAddress`` for what is not http or https."""
    match = _ORDINARY.fullmatch(url)
    if match and len(url) <= MOST_CHARACTERS and len(match["host"]) < 254:
        scheme, host, port, rest = match.groups()
        number = int(port or DEFAULT_PORTS[scheme])
        if number <= 65_535:
            name = host if number == DEFAULT_PORTS[scheme] else f"{host}:{number}"
            return Address(f"{scheme}://{name}{rest}", scheme, host, number)
    return _taken_apart(url)


def _taken_apart(url: str) -> Address:
    """The address of any URL, mended where it needs it."""
    text = url.strip()
    if len(text) > MOST_CHARACTERS or _CONTROLS.search(text.replace(" ", "")):
        raise _bad(url)
    try:
        parts = urlsplit(text)
        scheme, host, port = parts.scheme, parts.hostname or "", parts.port
    except ValueError as error:
        raise _bad(url) from error
    if scheme not in DEFAULT_PORTS:
        raise BadAddress(
            _("“{url}” is not a web address.").format(url=shown(url)),
            _("Give one that begins with http:// or https://."),
        )
    host = _ascii_host(host, url)
    name = f"[{host}]" if ":" in host else host
    if port is not None and port != DEFAULT_PORTS[scheme]:
        name += f":{port}"
    userinfo = parts.netloc.rpartition("@")[0]
    path = quote(parts.path, safe=_KEPT, errors="replace") or "/"
    query = "?" + quote(parts.query, safe=_KEPT, errors="replace") if parts.query else ""
    return Address(
        url=f"{scheme}://{name}{path}{query}",
        scheme=scheme,
        host=host,
        port=port or DEFAULT_PORTS[scheme],
        login=unquote(userinfo),
        userinfo=userinfo,
    )


def _ascii_host(host: str, url: str) -> str:
    if ":" in host:
        try:
            if "%" in host:  # a zone means something on this machine alone (RFC 6874)
                raise ValueError(host)
            return str(ipaddress.IPv6Address(host))
        except ValueError as error:
            raise _bad(url) from error
    if not host.isascii():
        host = _international(host, url)
    labels = host.removesuffix(".").split(".")
    if not _HOST.fullmatch(host) or len(host) > 254 or not all(0 < len(label) < 64 for label in labels):
        raise _bad(url)
    return host


def _international(host: str, url: str) -> str:
    """The host name in its ASCII form: IDNA 2008, and for what that forbids IDNA 2003."""
    from tui.net.library import load_httpx

    httpx = load_httpx()
    host = unicodedata.normalize("NFKC", host).lower().replace("。", ".")
    try:
        ascii_host: str = httpx.URL(f"http://{host}/").raw_host.decode("ascii").lower()
        return ascii_host
    except httpx.InvalidURL:
        pass
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise _bad(url) from error


def _bad(url: str) -> BadAddress:
    return BadAddress(
        _("“{url}” is not an address that can be asked.").format(url=shown(url)),
        _("Check how it is written."),
    )


def join(base: Address, reference: str) -> Address:
    """The address that ``reference`` names when it stands in an answer of ``base`` (RFC 3986 §5).

    A login in it is dropped: a site hands out no passwords in our reader's name.
    """
    try:
        target = parse_address(urljoin(base.url, reference.strip()))
    except ValueError as error:
        raise _bad(reference) from error
    return Address(target.url, target.scheme, target.host, target.port)


def keeps_login(old: Address, new: Address) -> bool:
    """Whether a login for ``old`` may be shown to ``new``: its origin, or that host gone secure."""
    upgraded = (old.scheme, old.port, new.scheme, new.port) == ("http", 80, "https", 443)
    return old.host == new.host and (old.origin == new.origin or upgraded)


def keeps_private(address: Address) -> bool:
    """Whether nobody on the way reads what is sent there: over https, or on this machine."""
    return address.scheme == "https" or is_loopback(address.host)


@lru_cache(maxsize=1024)
def is_loopback(host: str) -> bool:
    """Whether the host, as written, is this machine. No name is looked up."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    address = _numeric(host)
    return address is not None and (address.is_loopback or address.is_unspecified)


def is_own(host: str) -> bool:
    """Whether the host, as written, is this machine or its own link (RFC 3927): no site's business."""
    address = _numeric(host)
    return is_loopback(host) or (address is not None and address.is_link_local)


def _numeric(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    if ":" in host:
        try:
            v6 = ipaddress.IPv6Address(host)
        except ValueError:
            return None
        return v6.ipv4_mapped or v6
    if not host[-1:].isalnum() or not host.rpartition(".")[2][:1].isdigit():
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))  # reads "127.1" and "0x7f.1" as connect() does
    except (OSError, ValueError):
        return None


def shown(url: str, limit: int = 80) -> str:
    """The address as a sentence names it: host and path, no scheme, no login, cleaned, shortened."""
    text = clean(url, MOST_CHARACTERS)
    scheme, separator, rest = text.partition("://")
    if not separator:
        scheme, rest = "", text
    authority, slash, path = rest.partition("/")
    rest = authority.rpartition("@")[2] + slash + path.partition("#")[0].partition("?")[0]
    if scheme.lower() not in ("http", "https", ""):
        rest = f"{scheme}://{rest}"
    return clean(rest.removesuffix("/"), limit) or '""'
