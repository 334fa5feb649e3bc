"""Taking part in Isso (its Server API). It has no accounts: everybody writes under a name, or none.

Who wrote a comment may edit it for a while, by a signed cookie that comes with it
(``POST /new``); after each edit there is another one.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tui.failure import Failure
from tui.locale import _
from tui.talk.answers import Fields, count, fields, name_of, not_understood, text
from tui.talk.isso import Isso, comment_in
from tui.talk.participant import Form, Login, Posted, Question, Refused, Writing
from tui.talk.provider import Capability, ThreadRef
from tui.talk.sending import host_of, refused, send_json

if TYPE_CHECKING:
    from tui.net.client import Client, Reply

_PARAGRAPH = re.compile(rb"<p>([^<>]{1,2000})</p>")
_STATUS = re.compile(r"^\d{3} [A-Z][\w ]{0,60}: ")
_TOO_FAST = re.compile(r"ratelimit exceeded")
_TOO_MANY = re.compile(r"(\d{1,9}) direct responses to ")


@dataclass(frozen=True)
class IssoWriting(Isso):
    """Isso, for those who write there too."""

    capabilities: ClassVar[frozenset[Capability]] = Isso.capabilities | {
        Capability.GUESTS,
        Capability.POST,
        Capability.REPLY,
        Capability.EDIT,
        Capability.VOTE,
    }

    def origin(self, ref: ThreadRef) -> str:
        return ref.url.partition("?")[0].rstrip("/")

    def log_in_form(self, origin: str) -> Form:
        return Form()

    async def log_in(self, client: Client, origin: str, answers: Mapping[str, str]) -> Login:
        raise self._no_accounts(origin)

    async def log_out(self, client: Client, login: Login) -> None:
        return None

    def register_form(self, origin: str) -> Form:
        return Form()

    async def register(self, client: Client, origin: str, answers: Mapping[str, str]) -> Login | str:
        raise self._no_accounts(origin)

    def _no_accounts(self, origin: str) -> Refused:
        return Refused(
            _("{host} has no accounts.").format(host=host_of(origin)), _("Write under a name of your own.")
        )

    def guest_form(self, origin: str) -> Form:
        return Form(
            (
                Question("author", _("Name"), required=False),
                Question("email", _("Mail address (not shown)"), required=False),
                Question("website", _("Website"), required=False),
            )
        )

    async def post(self, client: Client, ref: ThreadRef, writing: Writing, login: Login | None) -> Posted:
        base, _mark, thread = ref.url.partition("?")
        values: Fields = {
            "text": writing.text,
            "parent": _number(writing.parent, ref) if writing.parent else None,
            "title": ref.title or ref.page,  # without one Isso asks the page for it
        }
        for name in ("author", "email", "website"):
            values[name] = writing.guest.get(name, "").strip() or None
        return await self._written(client, "POST", f"{base}new?{thread}", values, ref)

    async def edit(
        self, client: Client, ref: ThreadRef, comment: str, text: str, login: Login | None, key: str
    ) -> Posted:
        url = f"{self.origin(ref)}/id/{_number(comment, ref)}"
        return await self._written(client, "PUT", url, {"text": text}, ref, {"cookie": f"{comment}={key}"})

    async def _written(
        self,
        client: Client,
        method: str,
        url: str,
        values: Fields,
        ref: ThreadRef,
        headers: Mapping[str, str] | None = None,
    ) -> Posted:
        answer, reply = await send_json(client, method, url, values, headers, refusal=_refusal)
        name = name_of(fields(answer).get("id"))
        if not name:
            raise not_understood(url)
        comment = await asyncio.to_thread(comment_in, answer, "", ref)
        return Posted(comment, _key(reply, name))

    async def vote(
        self, client: Client, ref: ThreadRef, comment: str, value: int, login: Login | None
    ) -> int | None:
        if not value:
            raise refused(ref.url, _("a vote can't be taken back there"))
        url = f"{self.origin(ref)}/id/{_number(comment, ref)}/{'like' if value > 0 else 'dislike'}"
        answer, _reply = await send_json(client, "POST", url, {}, refusal=_refusal)
        told = fields(answer)
        if "likes" not in told:
            raise refused(ref.url, _("there is no such comment"))
        if told.get("message"):
            raise refused(ref.url, _("it is your own, or you voted on it already"))
        return count(told.get("likes")) - count(told.get("dislikes"))

    async def report(
        self, client: Client, ref: ThreadRef, comment: str, reason: str, login: Login | None
    ) -> None:
        raise refused(ref.url, _("it takes no reports"))


def _number(comment: str, ref: ThreadRef) -> int:
    if comment.isascii() and comment.isdigit() and len(comment) < 18:
        return int(comment)
    raise refused(ref.url, _("there is no such comment"))


def _key(reply: Reply, comment: str) -> str:
    """The value of the cookie that lets a comment be edited; "" where none came."""
    told = reply.headers.get("x-set-cookie", "") or reply.headers.get("set-cookie", "")
    found = re.search(rf"(?:^|[\s,])(?:isso-)?{re.escape(comment)}=\"?([\w.~+/=-]{{1,500}})", told)
    return found[1] if found else ""


def _refusal(reply: Reply, said: Fields) -> Failure | None:
    """What Isso's refusals mean: JSON ("403 Forbidden: ratelimit exceeded"), or a page with one paragraph."""
    reason = _STATUS.sub("", text(said.get("message"), 300)) or _paragraph(reply.body)
    if not reason or reply.status >= 500:
        return None
    if _TOO_FAST.search(reason):
        return refused(reply.url, _("you write too fast"), _("Try again in a minute."))
    if most := _TOO_MANY.match(reason):
        told = _("nobody may start more than {most} discussions below one page").format(most=most[1])
        return refused(reply.url, told, _("Answer a comment instead."))
    if reason.startswith("edit time frame"):
        return refused(
            reply.url, _("nobody answers their own comment while it can be edited"), _("Edit it instead.")
        )
    if reply.status == 403 and reply.url.rpartition("/")[0].endswith("/id"):
        return refused(reply.url, _("it can no longer be edited"))
    if reason.startswith("Website "):
        return refused(reply.url, _("the website is no web address"))
    return refused(reply.url, reason)


def _paragraph(body: bytes) -> str:
    from html import unescape

    found = _PARAGRAPH.search(body[:20_000])
    return text(unescape(found[1].decode("utf-8", "replace")), 300) if found else ""
