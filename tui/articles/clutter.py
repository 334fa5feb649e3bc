"""What stands on a page beside its article: menus, sharing, subscriptions, consent, comments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TAGS = frozenset(("nav", "dialog", "menu", "button", "select", "textarea", "input", "fieldset", "label"))
_ROLES = frozenset(
    "navigation search dialog alertdialog banner contentinfo menu menubar toolbar tablist".split()
)
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|sharebar|sharedaddy|social|socials|subscri\w*|newsletter\w*|sign-?up|signup|e?mail-?capture|consent|cookies?|"
    r"gdpr|ccpa|paywall\w*|regwall|advert\w*|ads|adslot|ad-?(?:slot|unit|container|wrapper)|sponsor\w*|promo\w*|outbrain|"
    r"taboola|teads\S*|comments?|comment-?(?:list|form|area|section)\w*|discussion|disqus\w*|livefyre|breadcrumbs?|"
    r"tags?|topics|tag-?list|author-?(?:bio|box|info|card)|skip-?link|toolbar|most-?(?:read|popular|viewed)|trending|"
    r"popular|recommended|recommendations|sidebar|modal|popup|overlay|donat\w*|jump-?nav|print-?only|noprint|no-?print|"
    r"hidden|visually-?hidden|sr-only|screen-?reader-?text)(?:$|[\s_-])"
)
_WORDS = re.compile(r"[a-z]+")


def is_clutter(element: HtmlElement) -> bool:
    """Whether an element is, by its tag, role or name, surely no part of an article."""
    if element.tag in _TAGS or (element.get("role") or "").lower() in _ROLES:
        return True
    if element.tag not in (
        "div",
        "section",
        "aside",
        "ul",
        "ol",
        "p",
        "footer",
        "header",
        "form",
        "span",
        "li",
        "h2",
        "h3",
    ):
        return False
    names = (element.get("class") or "").lower()
    own = (element.get("id") or "").lower()
    # An id of many words is a heading's own, not a place on the page.
    if own and len(_WORDS.findall(own)) <= 2:
        names = f"{names} {own}"
    return bool(names) and bool(_NAMES.search(names))
