"""What rules want said, from the desk to the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.locale import _, ngettext
from tui.notices import notice

if TYPE_CHECKING:
    from tui.ui.app import WireroomApp
    from tui.ui.desk_link import News


def tell_of_rules(app: WireroomApp, news: News) -> None:
    """Calls the reader for what rules found, and says what is wrong with their file."""
    if news.rules_broken:
        app.newsroom.say(news.rules_broken)
    stories = app.desk.store.some_stories({one.story_id for one in news.called}) if news.called else {}
    for called in news.called:
        story = stories.get(called.story_id)
        if story is None:
            continue

        def several(count: int, rule: str = called.rule) -> str:
            return ngettext("{rule}: {n} new story", "{rule}: {n} new stories", count).format(
                rule=rule, n=count
            )

        told = notice(story.title or _("(no headline)"), f"{called.rule} · {story.source_title}")
        app.notices.give(told, f"rule {called.rule}", several, app.desk.ruling.ways(called.rule))
