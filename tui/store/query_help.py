"""The query language in a dozen lines: for the prompt's help and the screen's."""

from __future__ import annotations

from tui.locale import _

EXAMPLES: tuple[tuple[str, str], ...] = (
    ("ferry pact", _("both words, or longer ones that begin so: title, author, summary or text")),
    ('"ferry pact"', _("these very words, one after the other")),
    ("ferry or tunnel", _("one of them; (parentheses) hold together")),
    ("-winter", _("not this; works before anything")),
    ("title:ferry  by:okafor", _("in the title; in the author's name")),
    ("source:harbour", _("from sources with this in their name or address")),
    ('section:"world"', _("in the section called so; without quotation marks a part will do")),
    ('tag:later  tag:"to check"', _("with the tag of this name")),
    ("is:unread  is:read  is:starred", _("marked so; is:muted: by a rule")),
    ("has:comments", _("with comments")),
    ("after:2026-11-01  before:2026-12", _("from that day on; from before that day")),
    ("age:7d", _("seven days old at most; h, d, w and y are hours, days, weeks and years")),
)
"""Queries, two spaces between those of one line, and what each finds."""


def table() -> str:
    """The examples as lines, their meanings beside them."""
    widest = max(len(query) for query, _means in EXAMPLES)
    return "\n".join(f"  {query:{widest}}  {means}" for query, means in EXAMPLES)
