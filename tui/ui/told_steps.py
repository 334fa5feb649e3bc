"""A step that was made, undone or done again, in words. No Textual here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.locale import _, ngettext

if TYPE_CHECKING:
    from tui.store.journal import Step


def told(step: Step) -> str:
    """What a step did: "312 stories read"."""
    kind, name, count = step
    if kind == "remove":
        return _("{source} dropped").format(source=name)
    words = {
        "read": ngettext("{n} story read", "{n} stories read", count),
        "unread": ngettext("{n} story unread", "{n} stories unread", count),
        "star": ngettext("{n} story starred", "{n} stories starred", count),
        "unstar": ngettext("{n} star taken away", "{n} stars taken away", count),
        "tag": ngettext("{n} story tagged “{tag}”", "{n} stories tagged “{tag}”", count),
        "untag": ngettext("“{tag}” taken off {n} story", "“{tag}” taken off {n} stories", count),
        "save": ngettext("“{tag}” saved", "{n} searches saved", count),
        "unsave": _("“{tag}” removed"),
        "resave": _("“{tag}” changed"),
    }
    return words[kind].format(n=count, tag=name)
