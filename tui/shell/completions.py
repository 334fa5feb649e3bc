"""``wireroom completions``: a shell's completion script, made from the one parser (by shtab)."""

from __future__ import annotations

import sys
from argparse import SUPPRESS, Action, ArgumentParser, Namespace

from tui.locale import _
from tui.store.glance import Glance

_NAMED = """wireroom completions --names {kind} 2>/dev/null"""
# A name may have spaces: it is offered as the shell wants it typed.
_BASH = """_wireroom_{kind}() {{
  local name quoted
  while IFS= read -r name; do
    printf -v quoted %q "$name"
    [[ $name == "$1"* || $quoted == "$1"* ]] && printf '%s\\n' "$quoted"
  done < <({asked})
}}"""
_ZSH = """_wireroom_{kind}() {{
  local -a names=("${{(@f)$({asked})}}")
  compadd -a names
}}"""
_FISH = """function _wireroom_{kind}
  {asked}
end"""


def completions(arguments: Namespace) -> int:
    """Prints the script, or the names that it asks for; 2 where neither is said."""
    if arguments.names:
        _print_names(arguments)
        return 0
    if not arguments.shell:
        print(_("wireroom: Which shell? wireroom completions bash, zsh or fish."), file=sys.stderr)
        return 2
    print(script(arguments.parser(), arguments.shell))
    return 0


def script(top: ArgumentParser, shell: str) -> str:
    """The completion script of the whole command line for "bash", "zsh" or "fish"."""
    import shtab

    for one in (top, *commands(top)):
        for action in one._actions:
            _tell_what_it_takes(action)
    made: str = shtab.complete(top, shell)
    return made


def commands(top: ArgumentParser) -> list[ArgumentParser]:
    """The parsers of the commands."""
    found = (action.choices for action in top._actions if isinstance(action.choices, dict))
    return [one for choices in found for one in choices.values()]


def _tell_what_it_takes(action: Action) -> None:
    takes = {
        "FILE": "file",
        "URL_OR_ID_OR_FILE": "file",
        "DIR": "directory",
        "SOURCE": _names("sources"),
    }.get(str(action.metavar))
    if action.dest in ("section", "source") and action.help != SUPPRESS:
        takes = _names(f"{action.dest}s")
    if takes is not None:
        action.complete = takes  # type: ignore[attr-defined]


def _names(kind: str) -> dict[str, object]:
    asked = _NAMED.format(kind=kind)
    preamble = {
        shell: function.format(kind=kind, asked=asked)
        for shell, function in (("bash", _BASH), ("zsh", _ZSH), ("fish", _FISH))
    }
    name = f"_wireroom_{kind}"
    return {"bash": name, "zsh": name, "fish": f"({name})", "preamble": preamble}


def _print_names(arguments: Namespace) -> None:
    """The names in the store, a line each; none where there is no store yet."""
    from tui.shell.headlines import store_path

    glance = Glance.open(store_path(arguments.home))
    if glance is None:
        return
    try:
        names = glance.source_titles()
        if arguments.names == "sections":
            names = [section.name for section in glance.sections()]
            names += [search.name for search in glance.searches()]
    finally:
        glance.close()
    for name in dict.fromkeys(names):
        print(name)
