"""What the stand-ins have alike that readers can write to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from tests.talk.service import Remark, Request, Service
from tui.talk.participant import Form, Participant

NAME, PASSWORD = "ada", "correct horse battery"


class ParticipantService(Service):
    """A service with one account, ``NAME``, or guests alone, and what it does with what is written.

    ``ruling`` is why it refuses whatever is posted: one of ``rulings``, in its own
    shape. ``forced`` is answered to everything instead: a status, a body, header fields.
    """

    rulings: ClassVar[tuple[str, ...]]
    top: ClassVar[str] = ""  # what a comment at the top of the thread answers
    guest: ClassVar[Mapping[str, str]] = {}  # who writes, where nobody has an account
    takes_back: ClassVar[bool] = True  # votes

    def __init__(self) -> None:
        super().__init__()
        self.ruling = ""
        self.forced: tuple[int, bytes, dict[str, str]] | None = None
        self.requests: list[Request] = []
        self.tokens: set[str] = set()
        self.votes: dict[int, int] = {}
        self.reports: list[tuple[str, str]] = []  # ids and reasons

    def participant(self) -> Participant:
        provider = self.provider()
        assert isinstance(provider, Participant)
        return provider

    @property
    def place(self) -> str:
        """Where its accounts are."""
        return self.url

    def above(self, parent: str) -> str:
        """What an answer to a comment stands below, or what is written at the top ("")."""
        return parent or self.top

    def proof(self, form: Form) -> Mapping[str, str]:
        """The right answers to the provider's log-in form."""
        raise NotImplementedError

    def disproof(self, form: Form) -> Mapping[str, str]:
        """Answers that look right, and are wrong."""
        return {**self.proof(form), "password": "wrong", "code": "wrong"}

    def respond(self, request: Request) -> tuple[int, bytes, dict[str, str]]:
        self.requests.append(request)
        if self.forced:
            return self.forced
        taken = self.taken(request)
        if taken is None:
            return super().respond(request)
        status, answer = taken
        return status, json.dumps(answer).encode(), {"Content-Type": "application/json"}

    def taken(self, request: Request) -> tuple[int, Any] | None:
        """What is answered to a request of who takes part; None for one of who reads."""
        raise NotImplementedError

    def new_token(self) -> str:
        token = f"secret-token-{len(self.tokens) + 1}"
        self.tokens.add(token)
        return token

    def token(self, request: Request) -> str:
        """The token that a request proves itself by; "" where it is worthless."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        return token if token in self.tokens else ""

    def remark(self, name: object) -> Remark | None:
        return next((one for one in self.remarks if str(one.id) == str(name)), None)

    def written(self, text: str, parent: int) -> Remark:
        remark = Remark(max(one.id for one in self.remarks) + 1, parent, NAME, f"<p>{text}</p>", 0)
        self.remarks = [*self.remarks, remark]
        return remark

    def edited(self, remark: Remark, text: str) -> Remark:
        changed = replace(remark, html=f"<p>{text}</p>")
        self.remarks = [changed if one is remark else one for one in self.remarks]
        return changed

    def score(self, remark: Remark) -> int:
        return remark.score + self.votes.get(remark.id, 0)
