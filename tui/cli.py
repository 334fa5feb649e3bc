"""Every command's arguments. Each command imports what it needs when it runs.

Results go to stdout, words for people to stderr. Exit status: 0 success, 1 a
failure said in one line, 2 wrong usage, 130 interrupted; ``refresh`` has 3 (some
sources failed) and 4 (all failed).
"""

from __future__ import annotations

import argparse
import os
import sys
from argparse import SUPPRESS, ArgumentParser, HelpFormatter, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Sequence

import tui
from tui.locale import _, ngettext
from tui.terminal import terminal_size

# argparse's own words come from our catalogue too. Else it looks for one of its own, in four places for
# each word, which takes a tenth of what an answer at the prompt does.
argparse._, argparse.ngettext = _, ngettext  # type: ignore[attr-defined]

_Command = Callable[[str, str, str], ArgumentParser]
COMMANDS = frozenset(
    "demo newsroom add remove sources refresh fetch import export headlines search open read comments chats"
    " login logout accounts rules saved completions man doctor".split()
)
_AFTER_DASHES = _("After “--” a query can begin with a dash: wireroom search -- -winter ferry")
SHELLS = ("bash", "zsh", "fish")
FORMATS = ("text", "markdown", "json")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command line; gives the exit status."""
    _open_what_is_closed()
    arguments = _parsed(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        # A locale that can't say a headline prints "?" for what it lacks, and goes on.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        status = _run(arguments)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # The reader of our output has what it wanted (``| head``).
        _let_go_of_output()
        return 0
    except OSError as error:
        _let_go_of_output()
        named = f"{error.filename}: " if error.filename else ""
        print(f"wireroom: {named}{error.strerror or error}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _open_what_is_closed() -> None:
    """Puts /dev/null where the shell closed a stream (``>&-``), lest a file opened later take its place."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            mode = "w" if number else "r"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115


def _let_go_of_output() -> None:
    """Lets what can't be written go to /dev/null, where Python's own last flush can't fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parsed(argv: Sequence[str]) -> Namespace:
    """The arguments, through a parser of the one command that is asked for where that is plain to see."""
    alone = not argv or (len(argv) == 2 and argv[0] == "--home")
    asked = "" if alone else None if argv[0].startswith("-") else argv[0]
    if asked is not None and (asked == "" or asked in COMMANDS):
        return parser(asked).parse_args(argv)
    return parser().parse_args(argv)


class _Help(HelpFormatter):
    """argparse's own, which would import ``shutil`` to know how wide the terminal is."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=terminal_size()[0] - 2)


class _Lines(_Help, RawDescriptionHelpFormatter):
    """``_Help`` that leaves the lines of what stands below the arguments as they are."""

    def add_text(self, text: str | Callable[[], str] | None) -> None:
        super().add_text(text() if callable(text) else text)


def _fields() -> str:
    from tui.shell.story_fields import table

    return table()


class _Unasked:
    """Stands for the parser of a command that was not asked for: to make them all takes time."""

    def add_argument(self, *_names: str, **_told: object) -> None:
        pass

    def set_defaults(self, **_told: object) -> None:
        pass

    def add_mutually_exclusive_group(self) -> _Unasked:
        return self


def _run(arguments: Namespace) -> int:
    from tui.failure import Failure

    module, _dot, function = arguments.run.partition(":")
    command = getattr(__import__(f"tui.shell.{module}", fromlist=[function]), function)
    try:
        return int(command(arguments))
    except Failure as failure:
        print("wireroom:", " ".join(filter(None, (failure.sentence, failure.next_step))), file=sys.stderr)
        return 1


def parser(asked: str | None = None) -> ArgumentParser:
    """The one parser of the command line; with ``asked``, of that command alone ("": of none)."""
    top = ArgumentParser(
        prog="wireroom",
        description=_("A newsroom in a terminal. Without a command it opens the app."),
        formatter_class=_Help,
    )
    top.add_argument("--version", action="version", version=f"wireroom {tui.__version__}")
    top.set_defaults(run="screen:open_app")
    _take_home(top, None)
    _take_slow(top, False)
    commands = top.add_subparsers(title=_("commands"), metavar="COMMAND", prog="wireroom")

    def command(name: str, run: str, text: str) -> ArgumentParser:
        if asked is not None and name != asked:
            return _Unasked()  # type: ignore[return-value]
        made = commands.add_parser(name, help=text, description=text, formatter_class=_Help)
        _take_home(made, SUPPRESS)  # what stands before the command holds
        made.set_defaults(run=run)
        return made

    _newsroom_commands(command)
    _source_commands(command)
    _story_commands(command)
    _room_commands(command)
    _account_commands(command)
    _rule_commands(command)
    _saved_commands(command)
    _shell_commands(command)
    command("doctor", "doctor:doctor", _("say what is wrong with installation, terminal, store and sources"))
    return top


def _take_home(parser: ArgumentParser, default: str | None) -> None:
    told = _("one folder for settings, store and cache")
    parser.add_argument("--home", metavar="DIR", default=default, help=told)


def _take_slow(parser: ArgumentParser, default: bool | str) -> None:
    told = _("save bytes: 16 colours, one-line rows, scrolling by whole pages")
    parser.add_argument("--slow", action="store_true", default=default, help=told)


def _newsroom_commands(command: _Command) -> None:
    _take_slow(
        command("demo", "demo:demo", _("open the app on an embedded newsroom, in a throw-away home")),
        SUPPRESS,
    )
    newsroom = command("newsroom", "newsroom:newsroom", _("serve the embedded news site on loopback"))
    newsroom.add_argument("--port", type=_port, default=0, help=_("port on 127.0.0.1 (default: a free one)"))
    newsroom.add_argument("--rate", type=_seconds, metavar="S", help=_("a new story every S seconds"))
    newsroom.add_argument("--seed", type=int, default=1, help=_("which stories come when (default: 1)"))


def _source_commands(command: _Command) -> None:
    add = command("add", "sources:add", _("subscribe by the address of a feed or of a site"))
    add.add_argument("urls", nargs="+", metavar="URL")
    add.add_argument("--section", default="", help=_("the section they go to"))
    remove = command("remove", "sources:remove", _("drop sources, with their stories"))
    remove.add_argument("sources", nargs="+", metavar="SOURCE", help=_("id, address or title"))
    sources = command("sources", "sources:sources", _("list the sources with their health"))
    sources.add_argument("--json", action="store_true", help=_("one JSON object a line"))
    refresh = command("refresh", "refresh:refresh", _("fetch what is due"))
    refresh.add_argument("--all", action="store_true", help=_("fetch everything, due or not"))
    refresh.add_argument("--json", action="store_true", help=_("one JSON object a source"))
    fetch = command("fetch", "fetch:fetch", _("fetch articles ahead, to read without a network"))
    fetch.add_argument("-n", type=_count, metavar="N", help=_("how many at most (default: the settings')"))
    fetch.add_argument("--mb", type=_count, metavar="N", help=_("MiB of pages at most"))
    fetch.add_argument("--starred", action="store_true", help=_("of starred stories only"))
    taking = command(
        "import",
        "moving:import_file",
        _("take in OPML, a list of addresses, newsboat's, newsraft's, sfeed's files"),
    )
    taking.add_argument("files", nargs="+", metavar="FILE", help=_("or their folder; - for standard input"))
    taking.add_argument("--dry-run", action="store_true", help=_("tell what would be taken, change nothing"))
    export = command("export", "moving:export_file", _("write the subscriptions as OPML, or everything"))
    export.add_argument("file", nargs="?", default="-", metavar="FILE", help=_("- for standard output"))
    told = _("jsonl: an archive of everything (default: as the file's name ends, else opml)")
    export.add_argument("--format", choices=("opml", "jsonl"), help=told)


def _story_commands(command: _Command) -> None:
    headlines = command("headlines", "headlines:headlines", _("the newest headlines, from the store"))
    headlines.add_argument("-n", type=_count, default=None, metavar="N", help=_("how many (default: all)"))
    headlines.add_argument("--section", help=_("of this section or saved search"))
    headlines.add_argument("--source", help=_("of this source: id, address or title"))
    headlines.add_argument("--unread", action="store_true", help=_("unread ones only"))
    headlines.add_argument("--query", help=_("that this query means: see wireroom search --help"))
    headlines.add_argument("--refresh", action="store_true", help=_("fetch what is due first"))
    whether = headlines.add_mutually_exclusive_group()
    whether.add_argument("--count", action="store_true", help=_("how many are unread, by section"))
    told = _("what came while you were away from the app, one an event, the most covered first")
    whether.add_argument("--away", action="store_true", help=told)
    told = _("each new story as it arrives, for ever; with --refresh fetching what is due")
    whether.add_argument("--watch", action="store_true", help=told)
    form = headlines.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=_("one JSON object a line"))
    form.add_argument("--format", metavar="T", help=_("a line by this template; see below"))
    if not isinstance(headlines, _Unasked):
        headlines.formatter_class = _Lines
        headlines.epilog = _fields  # type: ignore[assignment]
    search = command("search", "search:search", _("find stories by their words, newest first"))
    if not isinstance(search, _Unasked):
        from tui.store.query_help import table

        search.formatter_class = _Lines
        search.epilog = f"{_('A query:')}\n{table()}\n\n{_AFTER_DASHES}"
    search.add_argument("query", metavar="QUERY", nargs="+")
    search.add_argument("--best", action="store_true", help=_("the best first, of at most 200"))
    search.add_argument("-n", type=_count, default=50, metavar="N", help=_("how many (default: 50)"))
    search.add_argument("--json", action="store_true", help=_("one JSON object a line"))
    opening = command("open", "open:open_story", _("open a story in the browser, or here"))
    opening.add_argument("what", metavar="N_OR_ID_OR_URL", help=_("N: its number in the list last shown"))
    opening.add_argument("--read", action="store_true", help=_("print the article here"))
    read = command("read", "read:read", _("print the article at an address, of a story, or in a file"))
    read.add_argument("what", metavar="URL_OR_ID_OR_FILE", help=_("- for a page on standard input"))
    read.add_argument("--base-url", default="", metavar="U", help=_("the address a file's page came from"))
    read.add_argument("--format", choices=FORMATS, default="text")


def _room_commands(command: _Command) -> None:
    comments = command("comments", "room:comments", _("print a story's discussion"))
    comments.add_argument("what", metavar="URL_OR_ID")
    comments.add_argument(
        "--elsewhere", action="store_true", help=_("ask other services; they learn that you read it")
    )
    comments.add_argument("--json", action="store_true", help=_("one JSON object a comment"))
    chats = command("chats", "room:chats", _("list the public chats of a homeserver"))
    chats.add_argument("--homeserver", metavar="URL", help=_("default: those of the sources"))
    chats.add_argument("--json", action="store_true", help=_("one JSON object a line"))


def _account_commands(command: _Command) -> None:
    login = command("login", "accounts:login", _("log in to a discussion service, to write there"))
    login.add_argument("provider", metavar="PROVIDER", help=_("wordpress, lemmy, matrix …"))
    told = _("its address, or a page's that it belongs to; answers come from standard input, a line each")
    login.add_argument("address", metavar="ORIGIN_OR_URL", nargs="?", default="", help=told)
    logout = command("logout", "accounts:logout", _("forget an account"))
    logout.add_argument("provider", metavar="PROVIDER")
    logout.add_argument("address", metavar="ORIGIN", nargs="?", default="", help=_("if there are several"))
    accounts = command("accounts", "accounts:accounts", _("list your accounts, and where they are kept"))
    accounts.add_argument("--json", action="store_true", help=_("one JSON object a line"))


def _shell_commands(command: _Command) -> None:
    completions = command("completions", "completions:completions", _("print a shell's completion script"))
    completions.add_argument("shell", choices=SHELLS, metavar="SHELL", nargs="?", help=", ".join(SHELLS))
    told = _("print the names that the script completes")
    completions.add_argument("--names", choices=("sections", "sources"), help=told)
    completions.set_defaults(parser=parser)
    command("man", "manual:manual", _("print the manual page")).set_defaults(parser=parser)


def _rule_commands(command: _Command) -> None:
    rules = command("rules", "rules:rules", _("what is done to stories as they arrive; without more, a list"))
    if isinstance(rules, _Unasked):
        return
    rules.add_argument("--json", action="store_true", help=_("one JSON object a line"))
    rules.set_defaults(do=None)
    ways = rules.add_subparsers(title=_("actions"), metavar="ACTION", dest="do", prog="wireroom rules")
    trying = ways.add_parser("try", help=_("tell what a rule would have done, and change nothing"))
    trying.add_argument("what", nargs="*", metavar="NAME_OR_QUERY", help=_("default: every rule"))
    trying.add_argument("--days", type=_count, default=30, metavar="N", help=_("of the last N days (30)"))
    trying.add_argument("--json", action="store_true", default=SUPPRESS)
    adding = ways.add_parser("add", help=_("write a rule"))
    adding.add_argument("name", metavar="NAME")
    adding.add_argument("query", nargs="+", metavar="QUERY", help=_("see wireroom search --help"))
    adding.add_argument("--mute", action="store_true", help=_("keep from the wire, read; a search finds it"))
    adding.add_argument("--read", action="store_true", help=_("mark read"))
    adding.add_argument("--star", action="store_true", help=_("star"))
    adding.add_argument("--tag", action="append", default=[], metavar="TAG", help=_("tag"))
    told = _("call you: bell, osc9, osc777, osc99 or command (default: the settings' way)")
    adding.add_argument("--notify", nargs="?", action="append", default=[], metavar="WAY", help=told)
    adding.add_argument("--off", action="store_true", help=_("only write it, to be tried"))
    for name, words in (
        ("remove", _("take a rule out")),
        ("on", _("switch a rule on")),
        ("off", _("switch a rule off")),
        ("undo", _("take back what a rule did")),
    ):
        ways.add_parser(name, help=words).add_argument("name", metavar="NAME")


def _saved_commands(command: _Command) -> None:
    saved = command("saved", "saved:saved", _("searches that stand among the sections; without more, a list"))
    if isinstance(saved, _Unasked):
        return
    saved.add_argument("--json", action="store_true", help=_("one JSON object a line"))
    saved.set_defaults(do=None)
    ways = saved.add_subparsers(title=_("actions"), metavar="ACTION", dest="do", prog="wireroom saved")
    for name, told in (("add", _("save a query under a name")), ("change", _("give one another query"))):
        way = ways.add_parser(name, help=told)
        way.add_argument("name", metavar="NAME")
        way.add_argument("query", nargs="+", metavar="QUERY", help=_("see wireroom search --help"))
    renaming = ways.add_parser("rename", help=_("give one another name"))
    renaming.add_argument("name", metavar="NAME")
    renaming.add_argument("new", metavar="NEW_NAME")
    ways.add_parser("remove", help=_("take one away")).add_argument("name", metavar="NAME")


def _port(text: str) -> int:
    if not 0 <= int(text) <= 65535:
        raise ValueError(text)
    return int(text)


def _count(text: str) -> int:
    if int(text) < 1:
        raise ValueError(text)
    return int(text)


def _seconds(text: str) -> float:
    if not 0.05 <= float(text) <= 86400:
        raise ValueError(text)
    return float(text)


_port.__name__, _count.__name__, _seconds.__name__ = "port", "number", "seconds"
