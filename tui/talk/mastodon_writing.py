"""Taking part in Mastodon: replies, favourites, reports (Mastodon API, statuses and reports).

An account belongs to one instance, and posts through it alone: the one that the
thread was read at, be the thread's author at home there or not.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote

from tui.failure import Failure
from tui.locale import _
from tui.model import Comment
from tui.talk.answers import Fields, ask, body, count, fields, name_of, not_understood, objects
from tui.talk.mastodon import Mastodon, comment_in
from tui.talk.mastodon_login import App, UnknownApp, form, logged_in, logged_out, next_form, registered
from tui.talk.participant import Form, Login, Posted, Writing
from tui.talk.provider import Capability, ThreadRef
from tui.talk.sending import bearer, host_of, origin_of, refused, send_json

if TYPE_CHECKING:
    from tui.net.client import Client, Reply

_VISIBILITIES = ("public", "unlisted", "private", "direct")
SHORTEST_LIMIT = 500  # characters; an instance may allow more
_LINK = re.compile(r"https?://\S+")
_LINK_LENGTH = 23  # characters that a link counts for, however long it is
_NAME = re.compile(r"(?<![\w/])(@\w+)@[\w.-]+\w")
_ACCOUNT = re.compile(r"[\w.-]{1,100}(?:@[\w.-]{1,200})?")


@dataclass(frozen=True)
class MastodonWriting(Mastodon):
    """Mastodon, for those who write there too. ``apps`` are logins half done, by origin."""

    capabilities: ClassVar[frozenset[Capability]] = Mastodon.capabilities | {
        Capability.LOG_IN,
        Capability.REGISTER,
        Capability.POST,
        Capability.REPLY,
        Capability.EDIT,
        Capability.VOTE,
        Capability.REPORT,
    }
    apps: dict[str, App] = field(default_factory=dict, repr=False, compare=False)

    def origin(self, ref: ThreadRef) -> str:
        return origin_of(ref.url)

    def log_in_form(self, origin: str) -> Form:
        return form(origin, self.apps.get(origin))

    async def log_in(self, client: Client, origin: str, answers: Mapping[str, str]) -> Login:
        origin = origin_of(origin)
        app, code = self.apps.get(origin), answers.get("code", "").strip()
        if app and code:
            try:
                login = await logged_in(client, origin, app, code, self.name)
                del self.apps[origin]
                return login
            except UnknownApp:
                app = None
        app = self.apps[origin] = app or await registered(client, origin)
        raise next_form(origin, app)

    async def log_out(self, client: Client, login: Login) -> None:
        await logged_out(client, login)

    def register_form(self, origin: str) -> Form:
        note = _("Accounts at {host} are made in the browser; log in here afterwards.")
        return Form((), note.format(host=host_of(origin)), f"{origin}/auth/sign_up")

    async def register(self, client: Client, origin: str, answers: Mapping[str, str]) -> Login | str:
        return self.register_form(origin).note

    def guest_form(self, origin: str) -> Form:
        return Form()

    async def post(self, client: Client, ref: ThreadRef, writing: Writing, login: Login | None) -> Posted:
        """A reply to the post or to one of its replies: seen by whom that is, and naming its author."""
        answered = writing.parent or ref.url.rpartition("/")[2]
        parent = await self._send(client, "GET", _status(answered), None, ref, login)
        visibility = parent.get("visibility")
        if visibility not in _VISIBILITIES:
            raise not_understood(ref.url)
        words = _addressed(writing.text, fields(parent.get("account")), login)
        await _check_length(client, self.origin(ref), words)
        values = {"status": words, "in_reply_to_id": answered, "visibility": visibility}
        once = {"idempotency-key": _key(answered, words, login)}
        return Posted(
            await _comment(await self._send(client, "POST", "statuses", values, ref, login, once), ref)
        )

    async def edit(
        self, client: Client, ref: ThreadRef, comment: str, text: str, login: Login | None, key: str
    ) -> Posted:
        """Its warning and its pictures are sent along, for they would be lost."""
        status = await self._send(client, "GET", _status(comment), None, ref, login)
        if status.get("poll"):
            raise refused(ref.url, _("its poll would be lost"), _("Edit it in the browser."))
        await _check_length(client, self.origin(ref), text)
        values = {
            "status": text,
            "spoiler_text": body(status.get("spoiler_text")),
            "sensitive": status.get("sensitive") is True,
            "media_ids": [name_of(one.get("id")) for one in objects(status.get("media_attachments"))],
        }
        return Posted(
            await _comment(await self._send(client, "PUT", _status(comment), values, ref, login), ref)
        )

    async def vote(
        self, client: Client, ref: ThreadRef, comment: str, value: int, login: Login | None
    ) -> int | None:
        """A favourite, or none: there is nothing against."""
        if value < 0:
            raise refused(ref.url, _("nobody votes against anything there"))
        path = f"{_status(comment)}/{'favourite' if value else 'unfavourite'}"
        return count((await self._send(client, "POST", path, {}, ref, login)).get("favourites_count"))

    async def report(
        self, client: Client, ref: ThreadRef, comment: str, reason: str, login: Login | None
    ) -> None:
        status = await self._send(client, "GET", _status(comment), None, ref, login)
        author = name_of(fields(status.get("account")).get("id"))
        values = {"account_id": author, "status_ids": [comment], "comment": reason}
        await self._send(client, "POST", "reports", values, ref, login)

    async def _send(
        self,
        client: Client,
        method: str,
        path: str,
        values: Fields | None,
        ref: ThreadRef,
        login: Login | None,
        headers: Mapping[str, str] | None = None,
    ) -> Fields:
        origin = self.origin(ref)
        url, proof = f"{origin}/api/v1/{path}", bearer(login, origin)
        answer, _reply = await send_json(
            client, method, url, values, {**proof, **(headers or {})}, refusal=_refusal
        )
        return fields(answer)


def _status(name: str) -> str:
    return f"statuses/{quote(name, safe='')}"


async def _comment(status: Fields, ref: ThreadRef) -> Comment:
    if not name_of(status.get("id")):
        raise not_understood(ref.url)
    return await asyncio.to_thread(comment_in, status)


def _addressed(words: str, author: Fields, login: Login | None) -> str:
    """A reply with its addressee's name before it: who is not named is not told of it."""
    name = author.get("acct")
    if not isinstance(name, str) or not _ACCOUNT.fullmatch(name) or f"@{name}" in words:
        return words
    return words if login and login.identity.user == name else f"@{name} {words}"


async def _check_length(client: Client, origin: str, words: str) -> None:
    """Raises ``Refused`` for more than the instance allows, if it says what that is."""
    length = len(_NAME.sub(r"\1", _LINK.sub("x" * _LINK_LENGTH, words)))
    if length <= SHORTEST_LIMIT:
        return
    try:
        answer, _reply = await ask(client, f"{origin}/api/v2/instance")
    except Failure:
        return  # then it judges when it is sent
    most = count(fields(fields(fields(answer).get("configuration")).get("statuses")).get("max_characters"))
    if most and length > most:
        reason = _("it is {length} characters long, and {most} are allowed").format(length=length, most=most)
        raise refused(origin, reason, _("Shorten it."))


def _key(answered: str, words: str, login: Login | None) -> str:
    """The same for the same reply, so that one sent again after a lost answer is not there twice."""
    user = login.identity.user if login else ""
    return sha256("\0".join((user, answered, words)).encode("utf-8", "replace")).hexdigest()


def _refusal(reply: Reply, said: Fields) -> Failure | None:
    if reply.status == 404:
        return refused(reply.url, _("what it is about was deleted, or is not shown to you"))
    return None
