"""``wireroom login``, ``logout`` and ``accounts``: who the reader is at discussion services."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from tui.locale import _
from tui.model import Failure, Identity, Story, Thread
from tui.shell.desks import desk_of
from tui.shell.output import json_line

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.talk.accounts import Account
    from tui.talk.participant import Form, Question
    from tui.talk.provider import Provider, ThreadRef

WRONG_USAGE = 2
MATRIX = "matrix"
MOST_FORMS = 5  # of one log-in


def login(arguments: Namespace) -> int:
    """Asks what the service wants to know, on the terminal or from standard input, and logs in."""
    with desk_of(arguments) as desk:
        if arguments.provider.lower() == MATRIX:
            return _log_in_to_chats(desk, arguments.address)
        provider = _provider(desk, arguments.provider)
        address = _address(arguments.address) or getattr(provider, "site", "")
        if not address:
            told = _("wireroom: whose account? Give an address: wireroom login {provider} https://…")
            print(told.format(provider=provider.name), file=sys.stderr)
            return WRONG_USAGE
        thread = _thread(desk, provider, address)
        _tell(desk, _logged_in(desk, thread))
    return 0


def _log_in_to_chats(desk: Desk, homeserver: str) -> int:
    """Logs in at a homeserver, the best way that it offers."""
    if not homeserver:
        told = _("wireroom: whose account? Give a homeserver: wireroom login matrix example.org")
        print(told, file=sys.stderr)
        return WRONG_USAGE
    form = desk.chatting.log_in_forms(homeserver).result()[0]
    _tell(desk, desk.chatting.log_in(homeserver, _answers(form)).result())
    return 0


def _tell(desk: Desk, identity: Identity) -> None:
    told = _("You are {name} at {host}.")
    print(told.format(name=identity.name or identity.user, host=identity.host))
    for account in desk.taking_part.kept_accounts():
        if account.identity == identity:
            print(_where(desk, account), file=sys.stderr)


def logout(arguments: Namespace) -> int:
    """Forgets an account; the service is told, where it can be."""
    with desk_of(arguments) as desk:
        found = _matching(desk, arguments.provider, _address(arguments.address))
        identity = found.identity
        try:
            part = desk.chatting if identity.provider == MATRIX else desk.taking_part
            part.log_out(identity).result()
        except Failure as failure:
            if found in desk.taking_part.kept_accounts():
                raise
            told = _("The account at {host} is forgotten here, but the service was not told: {reason}")
            raise Failure(
                told.format(host=identity.host, reason=failure.sentence), failure.next_step
            ) from failure
        print(_("Logged out at {host}.").format(host=identity.host))
    return 0


def accounts(arguments: Namespace) -> int:
    """Lists the accounts, without what proves them."""
    with desk_of(arguments) as desk:
        found = desk.taking_part.kept_accounts()
        for account in found:
            who = account.identity
            if arguments.json:
                values = {"provider": who.provider, "origin": account.origin, "host": who.host}
                print(json_line({**values, "user": who.user, "name": who.name, "kept": account.kept}))
            else:
                print(" · ".join((_title(desk, who.provider), who.host, who.name or who.user)))
                print(f"  {_where(desk, account)}", file=sys.stderr)
        if not found:
            print(_("You are logged in nowhere. `wireroom login PROVIDER` logs in."), file=sys.stderr)
    return 0


def _provider(desk: Desk, name: str) -> Provider:
    """The service with this name, where one can log in."""
    from tui.talk.provider import Capability
    from tui.talk.providers import THIRD_PARTY_NAMES

    providers = desk.discussing.providers
    found = providers.named(name.lower())
    if found is None and name.lower() in THIRD_PARTY_NAMES:
        raise Failure(
            _("The settings do not say where {service} is.").format(service=name),
            _('Put {service} = "https://…" under [sites] in {path}.').format(
                service=name.lower(), path=desk.home.settings
            ),
        )
    if found is None:
        able = [one.name for one in providers.everyone if Capability.LOG_IN in one.capabilities]
        raise Failure(
            _("There is no discussion service {name!r}.").format(name=name),
            _("One can log in to: {names}.").format(names=", ".join(able)),
        )
    if Capability.LOG_IN not in found.capabilities:
        raise Failure(
            _("Nobody can log in to {service} from here.").format(service=found.title),
            _("It has no accounts: write under a name in the app.")
            if Capability.GUESTS in found.capabilities
            else _("Take part in the browser."),
        )
    return found


def _address(told: str) -> str:
    return told if "://" in told or not told else f"https://{told}"


def _thread(desk: Desk, provider: Provider, address: str) -> Thread:
    """Where to log in: at the discussion that a page announces, else at the address itself."""
    ref = None if hasattr(provider, "site") else _announced(desk, provider, address)
    return Thread(ref.url if ref else address, provider.name, "", ref.page if ref else address)


def _announced(desk: Desk, provider: Provider, address: str) -> ThreadRef | None:
    from datetime import UTC, datetime

    try:
        article = desk.open_url(address).result()
    except Failure:
        return None  # a site's first page is no article
    story = Story("", "", "", "", article.title, address, sorted_at=datetime.now(UTC))
    refs = desk.discussing.announced(story, article)
    return next((ref for ref in refs if ref.provider == provider.name), None)


def _logged_in(desk: Desk, thread: Thread) -> Identity:
    """Asks, and asks on for as long as the service has more questions."""
    from tui.talk.participant import NextForm

    form, answers = desk.taking_part.log_in_form(thread), dict[str, str]()
    for _step in range(MOST_FORMS):
        answers |= _answers(form)
        try:
            return desk.taking_part.log_in(thread, answers).result()
        except NextForm as more:
            form = more.form
    raise Failure(_("{service} does not stop asking.").format(service=thread.provider))


def _answers(form: Form) -> dict[str, str]:
    for line in filter(None, (form.note, form.url)):
        print(line, file=sys.stderr)
    return {one.name: one.value if one.hidden else _answer(one) for one in form.questions}


def _answer(question: Question) -> str:
    """What is typed, or stands in the next line of standard input; a secret is not shown."""
    prompt = f"{question.title}: "
    if sys.stdin.isatty() and question.secret:
        return _unseen(prompt, question)
    if sys.stdin.isatty():
        print(prompt, end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line and question.required:
        raise _unanswered(question)
    return line.rstrip("\r\n")


def _unseen(prompt: str, question: Question) -> str:
    from getpass import getpass

    try:
        return getpass(prompt, sys.stderr)
    except EOFError:
        raise _unanswered(question) from None


def _unanswered(question: Question) -> Failure:
    return Failure(
        _("“{question}” is not answered.").format(question=question.title),
        _("Answers are read from standard input, a line each."),
    )


def _matching(desk: Desk, provider: str, address: str) -> Account:
    every = [one for one in desk.taking_part.kept_accounts() if one.identity.provider == provider.lower()]
    found = [one for one in every if not address or _belongs(one, address)]
    if len(found) == 1:
        return found[0]
    if found:
        raise Failure(
            _("You have several accounts at {provider}.").format(provider=provider),
            _("Say which: {origins}.").format(origins=", ".join(one.origin for one in found)),
        )
    raise Failure(_("You are not logged in there."), _("`wireroom accounts` lists where you are."))


def _belongs(account: Account, address: str) -> bool:
    from urllib.parse import urlsplit

    return account.origin == address.rstrip("/") or account.identity.host == urlsplit(address).netloc


def _title(desk: Desk, name: str) -> str:
    provider = desk.discussing.providers.named(name)
    return provider.title if provider else name


def _where(desk: Desk, account: Account) -> str:
    if account.kept == "keyring":
        return _("Its password is in the system's keyring.")
    told = _("Its password is in {path}, which nobody but you can read.")
    return told.format(path=desk.taking_part.accounts_file)
