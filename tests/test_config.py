"""What the settings of reading may be, and what is said of what they may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.config import BadSettings, Settings, load_settings


def loaded(folder: Path, text: str) -> Settings:
    path = folder / "settings.toml"
    path.write_text(text)
    return load_settings(path)


def test_reading_and_fetching_ahead_are_set(tmp_path: Path) -> None:
    chosen = loaded(
        tmp_path,
        'footnotes = false\nprefetch = "unread"\nprefetch_stories = 5\nprefetch_mb = 2\ncache_mb = 30\n',
    )
    assert not chosen.footnotes
    assert (chosen.prefetch, chosen.prefetch_stories, chosen.prefetch_mb, chosen.cache_mb) == (
        "unread",
        5,
        2,
        30,
    )


@pytest.mark.parametrize(
    "entry", ["footnotes = 1", 'prefetch = "all"', "prefetch = true", "prefetch_stories = 0", "cache_mb = -1"]
)
def test_what_a_setting_can_not_be_is_named(tmp_path: Path, entry: str) -> None:
    with pytest.raises(BadSettings, match=entry.split(" ")[0]):
        loaded(tmp_path, entry)
