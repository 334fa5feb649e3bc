"""Gives the wheel a manual page, where ``man`` looks for it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ManualPage(BuildHookInterface[Any]):
    """Makes the page of the command line that is built, and has it installed as share/man/man1/wireroom.1."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, self.root)
        try:
            from tui.cli import parser
            from tui.shell.manual import page
        finally:
            sys.path.remove(self.root)
        made = Path(self.directory) / "wireroom.1"
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_text(page(parser()), encoding="utf-8")
        build_data["shared_data"][str(made)] = "share/man/man1/wireroom.1"
