"""One folder for everything, named before or after the command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import Prompt


@pytest.mark.parametrize("before", [True, False])
def test_the_folder_is_named_before_or_after_the_command(tmp_path: Path, before: bool) -> None:
    prompt, other = Prompt(tmp_path / "usual"), tmp_path / "other"
    home, command = ("--home", str(other)), ("import", "-")
    result = prompt(*((*home, *command) if before else (*command, *home)), stdin=b"http://127.0.0.1:1/feed\n")
    assert result.status == 0, result.err
    assert (other / "wireroom.db").exists()
    assert not (tmp_path / "usual" / "wireroom.db").exists()
    assert len(Prompt(other)("sources").lines) == 1
