"""Comments written in Markdown (CommonMark's commonest parts) as HTML for ``tui.articles.blocks``.

What is HTML in them is text here: every sign is escaped before anything is made of it.
"""

from __future__ import annotations

import re
from html import escape

LONGEST = 50_000  # characters
_LINK = re.compile(r"!?\[([^\[\]\n]{0,500})\]\((https?://[^\s()<>]{1,2000})(?:\s[^()\n]{0,200})?\)")
_BARE = re.compile(r"(?<![\w\"'>=/(])https?://[^\s<>()\[\]]{1,2000}")
_CODE = re.compile(r"`([^`\n]{1,500})`")
_BOLD = re.compile(r"\*\*([^*\n]{1,1000})\*\*")
_ITALIC = re.compile(r"(?<![\w*])[*_]([^*_\n]{1,1000})[*_](?![\w*])")
_STRUCK = re.compile(r"~~([^~\n]{1,1000})~~")
_ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+")


def html_of_markdown(markdown: str) -> str:
    """HTML of a Markdown text: paragraphs, quotes, items, fenced code, emphasis, links."""
    parts: list[str] = []
    fenced = markdown[:LONGEST].replace("\r\n", "\n").split("```")
    for place, text in enumerate(fenced):
        if place % 2 and place + 1 < len(fenced):
            first, _line, rest = text.partition("\n")
            parts.append(f"<pre><code>{escape(rest or first)}</code></pre>")
        else:
            parts += map(_block, re.split(r"\n[ \t]*\n", text))
    return "".join(parts)


def _block(text: str) -> str:
    lines = [line.strip() for line in text.strip().split("\n")]
    if not any(lines):
        return ""
    if all(line.startswith(">") for line in lines):
        return f"<blockquote><p>{'<br>'.join(_inline(line.lstrip('> ')) for line in lines)}</p></blockquote>"
    if all(_ITEM.match(line) for line in lines):
        tag = "ol" if lines[0][0].isdigit() else "ul"
        items = [f"<li>{_inline(_ITEM.sub('', line, count=1))}</li>" for line in lines]
        return f"<{tag}>{''.join(items)}</{tag}>"
    return f"<p>{'<br>'.join(map(_inline, lines))}</p>"


def _inline(line: str) -> str:
    """One line with its links, code and emphasis; nothing is made of the signs in links and code."""
    kept: list[str] = []

    def aside(html: str) -> str:
        kept.append(html)
        return f"\x00{len(kept) - 1}\x00"

    def linked(found: re.Match[str]) -> str:
        return aside(f'<a href="{escape(found[2])}">{escape(found[1] or found[2])}</a>')

    line = _CODE.sub(lambda found: aside(f"<code>{escape(found[1])}</code>"), line.replace("\x00", ""))
    line = _LINK.sub(linked, line)
    line = _BARE.sub(lambda found: aside(f'<a href="{escape(found[0])}">{escape(found[0])}</a>'), line)
    line = escape(line, quote=False)
    for mark, tag in ((_BOLD, "strong"), (_ITALIC, "em"), (_STRUCK, "del")):
        line = mark.sub(rf"<{tag}>\1</{tag}>", line)
    return re.sub("\x00(\\d+)\x00", lambda found: kept[int(found[1])], line)
