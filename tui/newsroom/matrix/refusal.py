"""What the homeserver refuses, and in which words (Client-Server API, "Standard error response")."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """An answer that is an error: its status, its code, a sentence, and what else belongs to it."""

    def __init__(self, status: int, code: str, sentence: str, **more: Any) -> None:
        super().__init__(sentence)
        self.status = status
        self.body: dict[str, Any] = {"errcode": code, "error": sentence, **more}


def forbidden(sentence: str) -> Refusal:
    """Whoever asks may not do this."""
    return Refusal(403, "M_FORBIDDEN", sentence)


def not_found(sentence: str) -> Refusal:
    """What is asked for is not there."""
    return Refusal(404, "M_NOT_FOUND", sentence)


def bad_parameter(sentence: str) -> Refusal:
    """A value that can't be."""
    return Refusal(400, "M_INVALID_PARAM", sentence)


def unrecognized(status: int = 404) -> Refusal:
    """No such place, or not by this method."""
    return Refusal(status, "M_UNRECOGNIZED", "This newsroom's homeserver does not do that.")


def unknown_token() -> Refusal:
    """The access token is nobody's, or no longer."""
    return Refusal(401, "M_UNKNOWN_TOKEN", "This access token is not known.", soft_logout=False)


def missing_token() -> Refusal:
    """Only somebody who is logged in may ask."""
    return Refusal(401, "M_MISSING_TOKEN", "An access token is needed.")
