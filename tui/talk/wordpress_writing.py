"""Taking part on WordPress sites: with an account over REST (REST API Handbook, Comments), or as a guest."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tui.locale import _
from tui.talk import wordpress_guests, wordpress_login
from tui.talk.answers import Fields, fields, name_of, not_understood
from tui.talk.participant import Form, Login, Posted, Writing
from tui.talk.provider import Capability, ThreadRef
from tui.talk.sending import refused, send_json
from tui.talk.wordpress import FIELDS, WordPress, comment_in, under
from tui.talk.wordpress_login import proof, refusal, root_of

if TYPE_CHECKING:
    from tui.net.client import Client


@dataclass(frozen=True)
class WordPressWriting(WordPress):
    """WordPress, for those who write there too."""

    capabilities: ClassVar[frozenset[Capability]] = WordPress.capabilities | {
        Capability.LOG_IN,
        Capability.REGISTER,
        Capability.GUESTS,
        Capability.POST,
        Capability.REPLY,
        Capability.EDIT,
    }

    def origin(self, ref: ThreadRef) -> str:
        return root_of(ref.url)

    def log_in_form(self, origin: str) -> Form:
        return wordpress_login.log_in_form(origin)

    async def log_in(self, client: Client, origin: str, answers: Mapping[str, str]) -> Login:
        return await wordpress_login.log_in(client, origin, answers)

    async def log_out(self, client: Client, login: Login) -> None:
        await wordpress_login.log_out(client, login)

    def register_form(self, origin: str) -> Form:
        return wordpress_login.register_form(origin)

    async def register(self, client: Client, origin: str, answers: Mapping[str, str]) -> Login | str:
        form = self.register_form(origin)
        return f"{form.note} {form.url}"

    def guest_form(self, origin: str) -> Form:
        return wordpress_guests.guest_form()

    async def post(self, client: Client, ref: ThreadRef, writing: Writing, login: Login | None) -> Posted:
        if login is None:
            return Posted(await wordpress_guests.post(client, ref, writing))
        values = {"post": ref.url.rpartition("/")[2], "content": writing.text}
        if writing.parent:
            values["parent"] = writing.parent
        return await self._written(client, ref, "wp/v2/comments", values, login)

    async def edit(
        self, client: Client, ref: ThreadRef, comment: str, text: str, login: Login | None, key: str
    ) -> Posted:
        return await self._written(client, ref, f"wp/v2/comments/{comment}", {"content": text}, login)

    async def _written(
        self, client: Client, ref: ThreadRef, path: str, values: Fields, login: Login | None
    ) -> Posted:
        root = root_of(ref.url)
        url = under(root, path, f"_fields={FIELDS}")
        answer, _reply = await send_json(client, "POST", url, values, proof(login, root), refusal=refusal)
        if not name_of(fields(answer).get("id")):
            raise not_understood(url)
        return Posted(await asyncio.to_thread(comment_in, answer, ref.page))

    async def vote(
        self, client: Client, ref: ThreadRef, comment: str, value: int, login: Login | None
    ) -> int | None:
        raise refused(ref.url, _("it has no votes"))

    async def report(
        self, client: Client, ref: ThreadRef, comment: str, reason: str, login: Login | None
    ) -> None:
        raise refused(ref.url, _("it takes no reports"))
