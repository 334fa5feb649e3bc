"""Taking part in discussions: accounts, drafts, and what is sent to a service.

An account's secrets go to the place it was made at, and to no other: they are
looked up by a thread's place, on the engine, when something is sent there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

from tui.desk.discussing import ref_of
from tui.desk.with_secrets import run_with_secrets
from tui.engine import Engine
from tui.failure import Failure
from tui.locale import _
from tui.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from tui.model import Comment, Identity, Thread
    from tui.net.client import Client
    from tui.talk.accounts import Account, Accounts
    from tui.talk.participant import Form, Login, Participant, Posted, Writing
    from tui.talk.provider import Capability, ThreadRef
    from tui.talk.providers import Providers

T = TypeVar("T")


class TakingPart:
    """Logs in and out, writes, edits, votes and reports; keeps drafts.

    ``providers`` gives the discussion services, ``accounts`` the reader's. Every future
    raises ``Failure``.
    """

    def __init__(
        self,
        store: Store,
        engine: Engine,
        accounts: Callable[[], Accounts],
        providers: Callable[[], Providers],
    ) -> None:
        self._store = store
        self._engine = engine
        self._opened = accounts
        self._providers = providers
        self._drafts: dict[tuple[str, str], str] = {}  # what the writer may not have written yet
        self._own: dict[tuple[str, str], str] = {}  # comments of this session, and the keys to edit them

    @property
    def _accounts(self) -> Accounts:
        return self._opened()

    # --- what can be done -----------------------------------------------------------

    def can(self, thread: Thread) -> frozenset[Capability]:
        """What the thread's service declares; nothing where readers can't write through it."""
        provider = self._found(thread.provider)
        return provider.capabilities if provider else frozenset()

    def account(self, thread: Thread) -> Identity | None:
        """Who the reader is where the thread is; None where nobody, or the accounts can't be read."""
        provider = self._found(thread.provider)
        if provider is None:
            return None
        try:
            found = self._accounts.at(provider.name, provider.origin(ref_of(thread)))
        except Failure:  # whoever logs in is told
            return None
        return found.identity if found else None

    def accounts(self) -> list[Identity]:
        """Who the reader is, everywhere. Raises ``Failure`` where the accounts can't be read."""
        return [account.identity for account in self.kept_accounts()]

    def kept_accounts(self) -> list[Account]:
        """As ``accounts``, with where each was made and where its secrets are kept."""
        return self._accounts.all()

    @property
    def accounts_file(self) -> Path:
        """The file that lists the accounts, and has the secrets that no keyring takes."""
        return self._accounts.path

    def log_in_form(self, thread: Thread) -> Form:
        provider = self._participant(thread.provider)
        return provider.log_in_form(provider.origin(ref_of(thread)))

    def register_form(self, thread: Thread) -> Form:
        provider = self._participant(thread.provider)
        return provider.register_form(provider.origin(ref_of(thread)))

    def guest_form(self, thread: Thread) -> Form:
        provider = self._participant(thread.provider)
        return provider.guest_form(provider.origin(ref_of(thread)))

    # --- accounts -------------------------------------------------------------------

    def log_in(self, thread: Thread, answers: Mapping[str, str]) -> Future[Identity]:
        """Logs in where the thread is, and keeps the account."""
        provider = self._participant(thread.provider)
        origin = provider.origin(ref_of(thread))

        async def work(client: Client) -> Identity:
            return await self._kept(await provider.log_in(client, origin, answers))

        return run_with_secrets(self._engine, work)

    def register(self, thread: Thread, answers: Mapping[str, str]) -> Future[Identity | str]:
        """Makes an account where the thread is; or gives a sentence on what is left to do."""
        provider = self._participant(thread.provider)
        origin = provider.origin(ref_of(thread))

        async def work(client: Client) -> Identity | str:
            made = await provider.register(client, origin, answers)
            return made if isinstance(made, str) else await self._kept(made)

        return run_with_secrets(self._engine, work)

    async def _kept(self, login: Login) -> Identity:
        return (await asyncio.to_thread(self._accounts.keep, login)).identity

    def log_out(self, identity: Identity) -> Future[None]:
        """Forgets an account here, and makes its secrets worthless at the service where that can be told.

        Raises what the service's refusal is called after it has forgotten them.
        """

        async def work(client: Client) -> None:
            for account in await asyncio.to_thread(self._accounts.all):
                if account.identity == identity:
                    await self._log_out(client, account)

        return run_with_secrets(self._engine, work)

    async def _log_out(self, client: Client, account: Account) -> None:
        login = await asyncio.to_thread(self._accounts.take_out, account)
        provider = self._found(account.identity.provider)
        if login and provider:
            await provider.log_out(client, login)

    # --- writing --------------------------------------------------------------------

    def post(self, thread: Thread, writing: Writing) -> Future[Posted]:
        """Writes a comment, as the reader or as a guest; its draft is kept until that has worked."""
        self.keep_draft(thread.id, writing.parent, writing.text)

        async def act(provider: Participant, client: Client, ref: ThreadRef, login: Login | None) -> Posted:
            posted = await provider.post(client, ref, writing, login)
            self._own[thread.id, posted.comment.id] = posted.key
            if login is None and writing.guest:
                self._store.keep_guest_answers(_place(provider, ref), writing.guest)
            if self.draft(thread.id, writing.parent) == writing.text:
                self.keep_draft(thread.id, writing.parent, "")
            return posted

        return self._acting(thread, act)

    def may_edit(self, thread: Thread, comment: Comment) -> bool:
        """Whether the comment is the reader's own, at a service that lets it be edited."""
        from tui.talk.provider import Capability

        if Capability.EDIT not in self.can(thread):
            return False
        key, account = self._own.get((thread.id, comment.id)), self.account(thread)
        if account is None:
            return bool(key)
        return key is not None or comment.author_id == account.user

    def edit(self, thread: Thread, comment: str, text: str) -> Future[Comment]:
        """Gives one's own comment another text."""

        async def act(provider: Participant, client: Client, ref: ThreadRef, login: Login | None) -> Comment:
            key = self._own.get((thread.id, comment), "")
            edited = await provider.edit(client, ref, comment, text, login, key)
            self._own[thread.id, comment] = edited.key
            return edited.comment

        return self._acting(thread, act)

    def vote(self, thread: Thread, comment: str, value: int) -> Future[int | None]:
        """Votes 1, 0 (takes it back) or -1; gives the new score where it is told."""

        async def act(
            provider: Participant, client: Client, ref: ThreadRef, login: Login | None
        ) -> int | None:
            return await provider.vote(client, ref, comment, value, login)

        return self._acting(thread, act)

    def report(self, thread: Thread, comment: str, reason: str) -> Future[None]:
        """Tells the service's moderators of a comment."""

        async def act(provider: Participant, client: Client, ref: ThreadRef, login: Login | None) -> None:
            await provider.report(client, ref, comment, reason, login)

        return self._acting(thread, act)

    def _acting(
        self,
        thread: Thread,
        act: Callable[[Participant, Client, ThreadRef, Login | None], Awaitable[T]],
    ) -> Future[T]:
        """Does something at the thread's service, with the login for its place where there is one."""
        provider, ref = self._participant(thread.provider), ref_of(thread)

        async def work(client: Client) -> T:
            login = await asyncio.to_thread(self._login, provider.name, provider.origin(ref))
            return await act(provider, client, ref, login)

        return run_with_secrets(self._engine, work)

    def _login(self, name: str, origin: str) -> Login | None:
        account = self._accounts.at(name, origin)
        if account is None:
            return None
        login = self._accounts.login(account)
        if login is None:
            raise Failure(
                _("The keyring does not give the password for {host}.").format(host=account.identity.host),
                _("Unlock it, or log in again."),
            )
        return login

    # --- drafts ---------------------------------------------------------------------

    def draft(self, thread_id: str, parent: str = "") -> str:
        """What the reader was writing below a comment, "" at the top of the thread; "" where nothing."""
        known = self._drafts.get((thread_id, parent))
        return self._store.draft(thread_id, parent) if known is None else known

    def keep_draft(self, thread_id: str, parent: str, text: str) -> None:
        """Keeps what is being written; "" forgets it. Waits for nothing."""
        if self.draft(thread_id, parent) != text:
            self._drafts[thread_id, parent] = text
            self._store.keep_draft(thread_id, parent, text)

    def guest_answers(self, thread: Thread) -> Mapping[str, str]:
        """What the reader answered last time as a guest where the thread is."""
        provider = self._participant(thread.provider)
        return self._store.guest_answers(_place(provider, ref_of(thread)))

    # --- providers ------------------------------------------------------------------

    def _found(self, name: str) -> Participant | None:
        from tui.talk.participant import Participant

        provider = self._providers().named(name)
        return provider if isinstance(provider, Participant) else None

    def _participant(self, name: str) -> Participant:
        found = self._found(name)
        if found is None:
            raise Failure(
                _("Nobody can write to {service} from here.").format(service=name),
                _("Take part in the browser."),
            )
        return found


def _place(provider: Participant, ref: ThreadRef) -> str:
    return f"{provider.name} {provider.origin(ref)}"
