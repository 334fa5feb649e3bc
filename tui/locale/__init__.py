"""Message catalogues: the interface in the reader's language.

``_("text")`` gives the text in the reader's language. Catalogues are gettext
``.mo`` files under ``tui/locale/<lang>/LC_MESSAGES/wireroom.mo``; English is the
source and costs no import at all.
"""

from __future__ import annotations

import os
from collections.abc import Callable

_HERE = os.path.dirname(__file__)


def _language() -> str:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return value.split(":")[0].split(".")[0]
    return ""


def _load() -> tuple[Callable[[str], str], Callable[[str, str, int], str]]:
    language = _language()
    for name in (language, language.split("_")[0]):
        if name and os.path.exists(os.path.join(_HERE, name, "LC_MESSAGES", "wireroom.mo")):
            import gettext

            found = gettext.translation("wireroom", _HERE, languages=[name])
            return found.gettext, found.ngettext
    return (lambda text: text), (lambda one, many, n: one if n == 1 else many)


_, ngettext = _load()
