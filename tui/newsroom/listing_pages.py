"""The pages that lead to stories: the front page, sections, the picture archive."""

from __future__ import annotations

from tui.newsroom.content import Desk
from tui.newsroom.elements import Markup, element, escape
from tui.newsroom.frame import breadcrumb, graph, headline, meta, moment, page, text_page
from tui.newsroom.press import Dispatch
from tui.newsroom.readers import HOW_TO_REGISTER
from tui.newsroom.site import DESCRIPTION, NAME, Site, folder, picture_path
from tui.newsroom.story_page import figure
from tui.newsroom.words import words

ON_FRONT = 4  # stories a section
ON_SECTION = 40
SERVICE = {
    "about": ("About us", "The paper of both harbour cities, printed since nobody remembers when."),
    "contact": ("Contact", "The desks answer between the first boat and the last one."),
    "privacy": ("Privacy", "This site keeps nothing about those who read it."),
    "terms": ("Terms", "Read, quote, and name the source."),
    "newsletters": ("Newsletters", "The morning in five minutes, six days a week."),
    "login": ("Log in or register", f"{HOW_TO_REGISTER} Log in with them in wireroom."),
}


def front_page(site: Site) -> bytes:
    """The newest stories of every section."""
    head = [
        meta("description", DESCRIPTION),
        graph("og:type", "website"),
        graph("og:title", NAME),
        graph("og:url", f"{site.base}/"),
    ]
    main = [element("h1", None, NAME), *(_front_section(site, desk) for desk in site.issue.desks)]
    return page(site, None, "/", NAME, head, main)


def _front_section(site: Site, desk: Desk) -> Markup:
    return element(
        "section",
        {"class": "front-section", "lang": desk.language, "dir": desk.direction},
        element("h2", None, element("a", {"href": folder(desk)}, desk.name)),
        element("p", {"class": "section-description"}, desk.description),
        *(headline(one) for one in site.issue.of(desk)[:ON_FRONT]),
    )


def section_page(site: Site, desk: Desk) -> bytes:
    """A section: its description and its headlines."""
    head = [
        meta("description", desk.description),
        graph("og:type", "website"),
        graph("og:title", desk.name),
        graph("og:url", site.base + folder(desk)),
    ]
    main = [
        breadcrumb(words(desk.language), desk),
        element("h1", None, desk.name),
        element("p", {"class": "section-description"}, desk.description),
        element("p", {"class": "desk"}, desk.desk),
        *(headline(one) for one in site.issue.of(desk)[:ON_SECTION]),
    ]
    return page(site, desk, folder(desk), desk.name, head, main)


def archive_page(site: Site, one: Dispatch) -> bytes:
    """A picture in the archive: large, with all that is known of it."""
    photo, desk = one.draft.photo, one.desk
    assert photo is not None
    said = words(desk.language)
    main = [
        breadcrumb(said, desk, said.archive),
        element("h1", None, f"{said.archive}: {photo.caption}"),
        figure(one, "archive-picture"),
        element(
            "p",
            {"class": "credit-line"},
            photo.credit,
            " · ",
            moment(one.pictured, desk, desk.months, hours=""),
        ),
        element("p", None, element("a", {"href": one.path}, one.draft.title)),
    ]
    head = [meta("description", photo.caption), graph("og:image", site.base + picture_path(photo.name))]
    return page(site, desk, f"/archive/{photo.name}", photo.caption, head, main)


def service_page(site: Site, name: str) -> bytes | None:
    """A page about the site itself; None where there is none of that name."""
    if name not in SERVICE:
        return None
    title, text = SERVICE[name]
    return text_page(site, f"/service/{name}", title, text)


def not_found_page(site: Site, path: str) -> bytes:
    """What is said where nothing is."""
    there = escape("There is nothing at this address. It may have moved, or it may never have been here.")
    return text_page(site, path, "Page not found", there, "The front page has all that is new.")
