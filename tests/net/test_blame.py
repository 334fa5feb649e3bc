"""Failures of the network that no loopback server can produce."""

from __future__ import annotations

import socket
import ssl

import httpcore
import pytest

from tui.net.address import parse_address
from tui.net.blame import failure_for
from tui.net.failures import Unreachable
from tui.net.reply import Limits


@pytest.mark.parametrize(
    ("cause", "says"),
    [
        (socket.gaierror(-2, "Name or service not known"), "No host named example.org was found."),
        (ssl.SSLCertVerificationError(1, "bad"), "The certificate of example.org can't be trusted"),
        (ssl.SSLError(1, "wrong version"), "example.org does not speak TLS as it should."),
        (ConnectionRefusedError(111, "refused"), "example.org refuses the connection."),
        (OSError(101, "Network is unreachable"), "example.org can't be reached."),
        (ExceptionGroup("several", [OSError(1), ConnectionRefusedError(111)]), "example.org refuses"),
    ],
)
def test_a_connection_that_fails_says_why(cause: Exception, says: str) -> None:
    try:
        try:
            raise cause
        except Exception as inner:
            raise httpcore.ConnectError("") from inner
    except httpcore.ConnectError as error:
        failure = failure_for(error, parse_address("https://example.org/feed"), Limits())
    assert isinstance(failure, Unreachable)
    assert failure.sentence.startswith(says)
    assert failure.next_step
