"""Taking part in Lemmy, version 3 of its interface (lemmy-js-client 0.19).

An account belongs to one instance, and posts through it alone: the one that the
thread was read at. Its token goes into the Authorization header.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from tui.failure import Failure
from tui.locale import _
from tui.model import Comment, Identity
from tui.net.failures import NotFound
from tui.talk.answers import Fields, fields, name_of, not_understood, number, text
from tui.talk.lemmy import Lemmy, comment_in
from tui.talk.lemmy_refusals import refusal
from tui.talk.participant import Form, Login, Posted, Question, Writing, WrongLogin
from tui.talk.provider import Capability, ThreadRef
from tui.talk.sending import bearer, host_of, origin_of, refused, send_json, wrong_login

if TYPE_CHECKING:
    from tui.net.client import Client, Reply

LONGEST_TOKEN = 4_096


@dataclass(frozen=True)
class LemmyWriting(Lemmy):
    """Lemmy, for those who write there too."""

    capabilities: ClassVar[frozenset[Capability]] = Lemmy.capabilities | {
        Capability.LOG_IN,
        Capability.REGISTER,
        Capability.POST,
        Capability.REPLY,
        Capability.EDIT,
        Capability.VOTE,
        Capability.REPORT,
    }

    def origin(self, ref: ThreadRef) -> str:
        return origin_of(ref.url)

    def log_in_form(self, origin: str) -> Form:
        return Form(
            (
                Question("name", _("Name or mail address")),
                Question("password", _("Password"), secret=True),
                Question("code", _("Code of the second factor, if you have one"), required=False),
            ),
            _("Your account at {host}.").format(host=host_of(origin)),
        )

    async def log_in(self, client: Client, origin: str, answers: Mapping[str, str]) -> Login:
        origin = origin_of(origin)
        values = {
            "username_or_email": answers.get("name", ""),
            "password": answers.get("password", ""),
            "totp_2fa_token": answers.get("code", "").strip() or None,
        }
        url = f"{origin}/api/v3/user/login"
        answer, _reply = await send_json(client, "POST", url, values, refusal=_no_login)
        return await self._login(client, origin, answer)

    async def _login(self, client: Client, origin: str, answer: Any) -> Login:
        """The account that an answer's token is for; who it is, the instance says."""
        token = fields(answer).get("jwt")
        if not isinstance(token, str) or not 0 < len(token) <= LONGEST_TOKEN:
            raise not_understood(origin)
        login = Login(Identity(self.name, host_of(origin), ""), origin, {"token": token})
        url = f"{origin}/api/v3/site"
        site, _reply = await send_json(client, "GET", url, headers=bearer(login, origin), refusal=refusal)
        view = fields(fields(fields(site).get("my_user")).get("local_user_view"))
        person = fields(view.get("person"))
        if not text(person.get("name")):
            raise not_understood(url)
        names = text(person["name"], 80), text(person.get("display_name"), 80)
        return Login(Identity(self.name, host_of(origin), *names), origin, login.secrets)

    async def log_out(self, client: Client, login: Login) -> None:
        try:
            await self._send(client, "POST", login.origin, "user/logout", {}, login)
        except WrongLogin:
            return  # the token is worthless already

    def register_form(self, origin: str) -> Form:
        return Form(
            (
                Question("name", _("Name")),
                Question("password", _("Password"), secret=True),
                Question("again", _("The password again"), secret=True),
                Question("mail", _("Mail address, if it is wanted"), required=False),
                Question("answer", _("Why you want to join, if it is asked"), required=False),
            ),
            _("If {host} wants a picture read, register in the browser.").format(host=host_of(origin)),
            f"{origin}/signup",
        )

    async def register(self, client: Client, origin: str, answers: Mapping[str, str]) -> Login | str:
        values = {
            "username": answers.get("name", ""),
            "password": answers.get("password", ""),
            "password_verify": answers.get("again", ""),
            "email": answers.get("mail", "").strip() or None,
            "answer": answers.get("answer", "").strip() or None,
        }
        answer, _reply = await send_json(
            client, "POST", f"{origin}/api/v3/user/register", values, refusal=refusal
        )
        return _left_to_do(fields(answer), origin) or await self._login(client, origin, answer)

    def guest_form(self, origin: str) -> Form:
        return Form()

    async def post(self, client: Client, ref: ThreadRef, writing: Writing, login: Login | None) -> Posted:
        values: Fields = {"content": writing.text, "post_id": _number(ref.url.rpartition("id=")[2], ref)}
        if writing.parent:
            values["parent_id"] = _number(writing.parent, ref)
            await self._expect(client, ref, values["parent_id"], login)
        return Posted(await self._written(client, "POST", "comment", values, ref, login))

    async def _expect(self, client: Client, ref: ThreadRef, comment: int, login: Login | None) -> None:
        """Raises ``Refused`` where the comment is gone: an answer to it would land at the thread's top."""
        answer = await self._send(client, "GET", self.origin(ref), f"comment?id={comment}", None, login)
        found = fields(fields(fields(answer).get("comment_view")).get("comment"))
        if found.get("deleted") is True or found.get("removed") is True:
            raise refused(ref.url, _("what this answers was deleted"), _("Answer the thread instead."))

    async def edit(
        self, client: Client, ref: ThreadRef, comment: str, text: str, login: Login | None, key: str
    ) -> Posted:
        values = {"comment_id": _number(comment, ref), "content": text}
        return Posted(await self._written(client, "PUT", "comment", values, ref, login))

    async def vote(
        self, client: Client, ref: ThreadRef, comment: str, value: int, login: Login | None
    ) -> int | None:
        values = {"comment_id": _number(comment, ref), "score": value}
        answer = await self._send(client, "POST", self.origin(ref), "comment/like", values, login)
        view = fields(fields(answer).get("comment_view"))
        return number(fields(view.get("counts")).get("score"))

    async def report(
        self, client: Client, ref: ThreadRef, comment: str, reason: str, login: Login | None
    ) -> None:
        values = {"comment_id": _number(comment, ref), "reason": reason}
        await self._send(client, "POST", self.origin(ref), "comment/report", values, login)

    async def _written(
        self, client: Client, method: str, path: str, values: Fields, ref: ThreadRef, login: Login | None
    ) -> Comment:
        answer = await self._send(client, method, self.origin(ref), path, values, login)
        view = fields(fields(answer).get("comment_view"))
        if not name_of(fields(view.get("comment")).get("id")):
            raise not_understood(ref.url)
        return await asyncio.to_thread(comment_in, view, ref.page)

    async def _send(
        self, client: Client, method: str, origin: str, path: str, values: Fields | None, login: Login | None
    ) -> Any:
        url, headers = f"{origin}/api/v3/{path}", bearer(login, origin)
        answer, _reply = await send_json(client, method, url, values, headers, refusal=refusal)
        return answer


def _number(name: str, ref: ThreadRef) -> int:
    if name.isascii() and name.isdigit() and len(name) <= 18:
        return int(name)
    raise NotFound(
        _("{host} no longer has what this is about.").format(host=host_of(ref.url)),
        _("Open the thread anew."),
    )


def _no_login(reply: Reply, said: Fields) -> Failure | None:
    """The refusals of ``user/login``, whose 401 is about the name and the password."""
    return wrong_login(reply.url) if reply.status == 401 else refusal(reply, said)


def _left_to_do(answer: Fields, origin: str) -> str:
    """What a new account waits for; "" where it is there."""
    host = host_of(origin)
    sentences = []
    if answer.get("verify_email_sent") is True:
        sentences.append(_("Follow the link in the mail from {host}, then log in.").format(host=host))
    if answer.get("registration_created") is True:
        sentences.append(_("{host} lets you in as soon as your application is approved.").format(host=host))
    return " ".join(sentences)
