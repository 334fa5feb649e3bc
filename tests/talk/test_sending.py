"""Sending JSON, and why it is not taken."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.talk.lemmy_service import LemmyService
from tests.talk.participant_service import ParticipantService
from tui.model import Failure, Identity
from tui.net.client import Client
from tui.net.failures import Gone, NotFound, NotPrivate, ServerFailed, TooManyRequests
from tui.talk.answers import NotUnderstood
from tui.talk.participant import Login, Refused, WrongLogin
from tui.talk.sending import bearer, host_of, origin_of, secret, send_json, too_many


def sent(service: ParticipantService, values: Any = None, **more: Any) -> Any:
    async def run() -> Any:
        async with Client() as client:
            answer, _reply = await send_json(client, "POST", f"{service.url}/x", values, **more)
            return answer

    return asyncio.run(run())


def test_an_object_goes_out_as_json_and_comes_back() -> None:
    with LemmyService() as service:
        service.forced = (201, '{"said": "Да"}'.encode(), {})
        assert sent(service, {"said": "Север \ud800"}, headers={"authorization": "Bearer t"}) == {
            "said": "Да"
        }
        request = service.requests[0]
    assert (request.method, request.path) == ("POST", "/x")
    assert request.values == {"said": "Север ?"}  # half a character is none
    assert request.headers["content-type"] == "application/json"
    assert request.headers["authorization"] == "Bearer t"


def test_nothing_is_an_answer_too() -> None:
    with LemmyService() as service:
        service.forced = (204, b"", {})
        assert sent(service) is None


@pytest.mark.parametrize(
    ("status", "body", "kind", "told"),
    [
        (401, b"{}", WrongLogin, "does not know this login"),
        (400, b'{"message": "Too short"}', Refused, "does not take it: Too short."),
        (403, b'{"error": "x", "error_description": "Not yours!"}', Refused, "does not take it: Not yours!"),
        (422, b'{"error": "Validation failed"}', Refused, "does not take it: Validation failed."),
        (400, b"nothing to read", Refused, "gives no reason (400)"),
        (409, b'{"error": {"no": "text"}}', Refused, "gives no reason (409)"),
        (404, b"", NotFound, "no longer has"),
        (410, b"", Gone, "no longer has"),
        (413, b"", Refused, "too long"),
        (429, b'{"error": "Slow down"}', TooManyRequests, "left alone"),
        (500, b'{"error": "trace"}', ServerFailed, "failed, and did not take it (500)."),
        (200, b"<html>", NotUnderstood, "something other"),
    ],
)
def test_a_status_is_a_failure_with_the_services_reason(
    status: int, body: bytes, kind: type[Failure], told: str
) -> None:
    with LemmyService() as service:
        service.forced = (status, body, {})
        with pytest.raises(kind) as failed:
            sent(service, {})
    assert told in failed.value.sentence
    assert "127.0.0.1" in failed.value.sentence


def test_a_providers_own_reading_comes_first() -> None:
    with LemmyService() as service:
        service.forced = (403, b'{"error": "locked"}', {})
        known = Refused("Closed.")
        with pytest.raises(Refused, match=r"^Closed\.$"):
            sent(service, {}, refusal=lambda reply, said: known if said == {"error": "locked"} else None)


def test_nothing_is_sent_where_others_read_along() -> None:
    async def run() -> None:
        async with Client() as client:
            await send_json(client, "POST", "http://talk.example/x", {})

    with pytest.raises(NotPrivate):
        asyncio.run(run())


def test_a_secret_is_for_its_own_origin() -> None:
    login = Login(Identity("x", "a.example", "ada"), "https://a.example", {"token": "t", "empty": ""})
    assert bearer(login, "https://a.example") == {"authorization": "Bearer t"}
    for other in ("https://b.example", "http://a.example", "https://a.example:8443", ""):
        with pytest.raises(WrongLogin):
            bearer(login, other)
    for name in ("empty", "nothing"):
        with pytest.raises(WrongLogin, match=r"not logged in at a\.example"):
            secret(login, "https://a.example", name)
    with pytest.raises(WrongLogin):
        bearer(None, "https://a.example")


def test_an_origin_is_scheme_and_authority() -> None:
    assert origin_of("https://u:p@Talk.example:8443/x?y#z") == "https://talk.example:8443"
    assert origin_of("https://[bad") == ""
    assert origin_of("mailto:a@b.example") == ""
    assert host_of("https://talk.example:8443/x") == "talk.example:8443"
    assert "a.example" in too_many("https://a.example/x").sentence
