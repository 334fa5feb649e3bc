"""How the house is built: imports point one way, modules are small, commands load what they use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import tui

PACKAGE = Path(tui.__file__).parent
LONGEST = 400  # lines of a module
HEAVY = {"textual", "httpx", "feedparser", "readability"}


def test_imports_point_one_way() -> None:
    settings = PACKAGE.parent / "pyproject.toml"
    assert lint_imports(config_filename=str(settings), no_cache=True) == 0


def test_no_module_is_two() -> None:
    lines = {path: path.read_text(encoding="utf-8").count("\n") for path in PACKAGE.rglob("*.py")}
    assert len(lines) > 100
    assert {str(path): count for path, count in lines.items() if count > LONGEST} == {}


@pytest.mark.parametrize("command", ["headlines", "sources", "export", "search x"])
def test_commands_that_read_the_store_load_nothing_heavy(command: str, tmp_path: Path) -> None:
    script = (
        "import sys; from tui.cli import main; status = main(sys.argv[1:]);"
        f"print(*sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr); sys.exit(status)"
    )
    arguments = [sys.executable, "-c", script, *command.split(), "--home", str(tmp_path)]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr.strip()) == (0, "")
