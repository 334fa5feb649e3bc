"""What a broken exchange is called: from the HTTP library's exceptions and from statuses to failures."""

from __future__ import annotations

import socket
import ssl

from tui.failure import Failure
from tui.locale import _
from tui.net.address import Address, shown
from tui.net.failures import (
    BadAddress,
    BadAnswer,
    Gone,
    NeedsLogin,
    NotFound,
    NotPrivate,
    ServerFailed,
    TimedOut,
    TooLarge,
    TooManyRequests,
    TryLater,
    Unreachable,
)
from tui.net.library import httpcore
from tui.net.politeness import span
from tui.net.reply import Limits
from tui.text import clean


def failure_for(error: Exception, address: Address, limits: Limits) -> Failure:
    """The failure that ``error`` means for a reader of ``address``."""
    place, host = shown(address.url), clean(address.host, 80)
    if isinstance(error, httpcore.ConnectTimeout | httpcore.PoolTimeout):
        sentence = _("{host} did not open a connection within {seconds:g} seconds.")
        return TimedOut(sentence.format(host=host, seconds=limits.connect), _("Try again later."))
    if isinstance(error, httpcore.TimeoutException):
        sentence = _("{place} sent nothing for {seconds:g} seconds.")
        return TimedOut(sentence.format(place=place, seconds=limits.read), _("Try again later."))
    if isinstance(error, httpcore.ProxyError):
        return Unreachable(
            _("The proxy does not pass on requests to {host}.").format(host=host),
            _("Check the proxy in the settings and in the environment (https_proxy, no_proxy)."),
        )
    if isinstance(error, httpcore.UnsupportedProtocol | httpcore.LocalProtocolError):
        return BadAddress(
            _("“{place}” is not an address that can be asked.").format(place=place),
            _("Check how it is written."),
        )
    if isinstance(error, httpcore.RemoteProtocolError):
        sentence = _("{place} broke off, or what it answered is not HTTP.")
        return BadAnswer(sentence.format(place=place), _("Try again later."))
    return _no_connection(error, place, host)


def _no_connection(error: Exception, place: str, host: str) -> Unreachable:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            reason = clean(getattr(cause, "verify_message", "") or str(cause), 120)
            return Unreachable(
                _("The certificate of {host} can't be trusted: {reason}.").format(host=host, reason=reason),
                _("Check this machine's clock, or ask the site."),
            )
        if isinstance(cause, ssl.SSLError):
            return Unreachable(
                _("{host} does not speak TLS as it should.").format(host=host),
                _("Try the address with http://."),
            )
        if isinstance(cause, socket.gaierror):
            return Unreachable(
                _("No host named {host} was found.").format(host=host),
                _("Check the name and the network."),
            )
        if isinstance(cause, ConnectionRefusedError):
            return Unreachable(
                _("{host} refuses the connection.").format(host=host),
                _("Check the address and its port, or try again later."),
            )
    if isinstance(error, httpcore.ConnectError):
        sentence, step = _("{host} can't be reached.").format(host=host), _("Check the network.")
        return Unreachable(sentence, step)
    sentence = _("The connection to {place} broke off.").format(place=place)
    return Unreachable(sentence, _("Try again later."))


def _causes(error: BaseException) -> list[BaseException]:
    """The error and what led to it, groups opened, at most twenty."""
    found: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting and len(found) < 20:
        cause = waiting.pop(0)
        if cause is None:
            continue
        found.append(cause)
        waiting += [cause.__cause__, cause.__context__]
        if isinstance(cause, BaseExceptionGroup):
            waiting += cause.exceptions
    return found


def too_large(address: Address, limits: Limits) -> TooLarge:
    """The failure of an answer past ``limits.max_bytes``."""
    size = limits.max_bytes
    amount = f"{size / 2**20:.3g} MB" if size >= 2**20 else f"{size / 2**10:.3g} kB"
    return TooLarge(
        _("{place} sends more than {amount}.").format(place=shown(address.url), amount=amount),
        _("Open it in a browser."),
    )


def not_private(address: Address) -> NotPrivate:
    """The failure of sending something private where everybody on the way can read it."""
    return NotPrivate(
        _("What is sent to {place} could be read on the way: it has no https.").format(
            place=shown(address.url)
        ),
        _("Take part in the browser, if you must."),
    )


def failure_of_status(status: int, address: Address, retry_after: float | None) -> Failure:
    """The failure that a status outside 2xx means (RFC 9110 §15)."""
    place, host = shown(address.url), clean(address.host, 80)
    if status in (401, 403):
        return _needs_login(status, address, place)
    if status == 404:
        return NotFound(_("There is nothing at {place}.").format(place=place), _("Check the address."))
    if status == 410:
        return Gone(
            _("{place} is gone for good, says its site.").format(place=place), _("Look for a new address.")
        )
    if status in (429, 503):
        wait = (
            _("Try again in {span}.").format(span=span(retry_after)) if retry_after else _("Try again later.")
        )
        if status == 503:
            return TryLater(_("{host} is out of service for now.").format(host=host), wait, retry_after)
        busy = _("{host} asks to be left alone for a while.")
        return TooManyRequests(busy.format(host=host), wait, retry_after)
    if status == 407:
        return Unreachable(
            _("The proxy wants a login."),
            _("Put it into the proxy's address: http://name:password@host:port."),
        )
    return ServerFailed(
        _("{place} answered with an error ({status}).").format(place=place, status=status),
        _("Try again later, or open it in a browser."),
    )


def _needs_login(status: int, address: Address, place: str) -> NeedsLogin:
    if address.login:
        return NeedsLogin(
            _("{place} does not accept the login in its address.").format(place=place),
            _("Check the name and the password."),
        )
    if status == 401:
        return NeedsLogin(
            _("{place} wants a login.").format(place=place),
            _("Put it into the address: https://name:password@host/…"),
        )
    return NeedsLogin(_("{place} may not be read from here.").format(place=place), _("Open it in a browser."))
