"""Starter packs: feeds by section, offered to a reader who has none yet."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from tui.feeds.opml import Subscription


@dataclass(frozen=True, slots=True)
class StarterPack:
    """A section's worth of public feeds; ``name`` becomes the section."""

    name: str
    description: str
    subscriptions: tuple[Subscription, ...]


def starter_packs() -> list[StarterPack]:
    """The packs that come with wireroom, in the order they are offered."""
    packs = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["pack"]
    return [
        StarterPack(
            pack["name"],
            pack["description"],
            tuple(
                Subscription(url=url, title=title, section=pack["name"], site_url="")
                for title, url in pack["feeds"]
            ),
        )
        for pack in packs
    ]
