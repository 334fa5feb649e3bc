"""What every page of the site has round its text: head, navigation, aside, footer, banner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tui.newsroom.content import Desk
from tui.newsroom.elements import Markup, element, escape, join
from tui.newsroom.press import Dispatch
from tui.newsroom.site import DESCRIPTION, FEED_FORMATS, NAME, Site, feed_title, folder
from tui.newsroom.words import Words, words, written_date

MOST_READ = 6
_STYLE = Markup("""<style>
body{margin:0 auto;max-width:72rem;padding:0 1rem;font:1.05rem/1.55 Georgia,serif;color:#1b2026;
background:#fbfaf7}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:1.2rem;padding:0}
a{color:#0b5d73}h1,h2,h3{line-height:1.2}
.columns{display:grid;grid-template-columns:minmax(0,1fr) 18rem;gap:3rem}figure{margin:1.5rem 0}
img{max-width:100%;height:auto}
figcaption,.byline,.meta,footer{font-size:.86rem;color:#5b6570}.dateline{font-weight:bold}
blockquote{border-inline-start:.25rem solid #c9831a;margin-inline:0;padding-inline-start:1rem}
.related-card,.subscribe-box,.consent-banner{border:1px solid #cfd4d8;padding:1rem;margin:1.5rem 0}
.comments{list-style:none;padding-inline-start:1.2rem;border-inline-start:1px solid #cfd4d8}
.consent-banner{position:sticky;bottom:0;background:#fff}
@media(max-width:48rem){.columns{display:block}}
</style>""")
# Real sites carry scripts; these do nothing at all.
_SCRIPTS = Markup(
    "<script>window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}"
    'if(1<0&&"</p>"){gtag("event","never")}</script>\n'
    '<script type="text/template" id="share-template"><p class="share">Share <b>this</b> story</p></script>'
)


def page(
    site: Site,
    desk: Desk | None,
    path: str,
    title: str,
    head: Sequence[str],
    main: Sequence[str],
) -> bytes:
    """A whole HTML page; ``desk`` gives its language and the feeds it advertises."""
    language = desk.language if desk else "en"
    said = words(language)
    document = element(
        "html",
        {"lang": language, "dir": desk.direction if desk else "ltr", "class": "no-js"},
        _head(site, desk, path, title, head),
        _body(site, said, desk, main),
    )
    return f"<!DOCTYPE html>\n{document}\n".encode()


def _head(site: Site, desk: Desk | None, path: str, title: str, more: Sequence[str]) -> Markup:
    full = f"{title} — {NAME}" if title != NAME else NAME
    return element(
        "head",
        None,
        element("meta", {"charset": "utf-8"}),
        element("title", None, full),
        meta("viewport", "width=device-width, initial-scale=1"),
        meta("generator", "wireroom newsroom"),
        meta("robots", "index, follow, max-image-preview:large"),
        meta("theme-color", "#0b5d73"),
        link("canonical", site.base + path),
        *more,
        *feed_links(None),
        *(feed_links(desk) if desk else ()),
        link("outline", "/opml.xml", "text/x-opml", f"{NAME}: {words('en').all_sections}"),
        _STYLE,
        _SCRIPTS,
    )


def meta(name: str, content: str) -> Markup:
    return element("meta", {"name": name, "content": content})


def graph(name: str, content: str) -> Markup:
    """An OpenGraph property."""
    return element("meta", {"property": name, "content": content})


def link(rel: str, href: str, kind: str | None = None, title: str | None = None) -> Markup:
    return element("link", {"rel": rel, "type": kind, "title": title, "href": href})


def feed_links(desk: Desk | None) -> list[Markup]:
    """How a page advertises the feeds of a section (WHATWG HTML, link type alternate)."""
    return [
        link("alternate", folder(desk) + file, kind, f"{desk.name if desk else NAME} ({name})")
        for name, kind, file in FEED_FORMATS
    ]


def _body(site: Site, said: Words, desk: Desk | None, main: Sequence[str]) -> Markup:
    return element(
        "body",
        {"class": f"section-{desk.id}" if desk else "front"},
        element("a", {"class": "skip-link", "href": "#main"}, said.skip),
        _masthead(site, said, desk),
        element(
            "div",
            {"class": "columns"},
            element("main", {"id": "main"}, *main),
            _sidebar(site, said, desk),
        ),
        _footer(site, said),
        _consent(said),
        Markup('<script>document.documentElement.className="js"</script>'),
    )


def _masthead(site: Site, said: Words, desk: Desk | None) -> Markup:
    sections = [
        element("li", None, element("a", {"href": folder(one), "lang": one.language}, one.name))
        for one in site.issue.desks
    ]
    home = element("li", None, element("a", {"href": "/"}, said.home))
    return element(
        "header",
        {"class": "masthead", "role": "banner"},
        element("a", {"class": "logo", "href": "/"}, NAME),
        element("p", {"class": "tagline"}, DESCRIPTION),
        element(
            "nav",
            {"class": "main-nav", "aria-label": said.all_sections},
            element("ul", None, home, *sections),
        ),
        element("div", {"class": "account"}, element("a", {"href": "/service/login"}, said.log_in)),
    )


def _sidebar(site: Site, said: Words, desk: Desk | None) -> Markup:
    """Most read, and newsletters: what an extractor must leave out."""
    # In the page's own language where there is one, so that the page stays of a piece.
    language = desk.language if desk else "en"
    popular = [one for one in site.issue.most_read(200) if one.desk.language == language][:MOST_READ]
    listed = [element("li", None, element("a", {"href": one.path}, one.draft.title)) for one in popular]
    return element(
        "aside",
        {"class": "sidebar", "aria-label": said.most_read},
        element(
            "section",
            {"class": "most-read"},
            element("h2", None, said.most_read),
            element("ol", None, *listed),
        ),
        element(
            "section",
            {"class": "newsletter-signup"},
            element("h2", None, said.newsletters),
            element("p", None, said.newsletters_text),
            signup_form(said),
        ),
    )


def signup_form(said: Words) -> Markup:
    return element(
        "form",
        {"class": "signup", "action": "/service/newsletters", "method": "get"},
        element("input", {"type": "email", "name": "email", "placeholder": said.email}),
        element("button", {"type": "submit"}, said.sign_up),
    )


def _footer(site: Site, said: Words) -> Markup:
    service = [
        element("li", None, element("a", {"href": f"/service/{address}"}, name))
        for address, name in said.service
    ]
    feeds = [
        element("li", None, element("a", {"href": folder(one) + "feed.rss"}, f"{feed_title(one)} (RSS)"))
        for one in (None, *site.issue.desks)
    ]
    return element(
        "footer",
        {"class": "site-footer", "role": "contentinfo"},
        element(
            "nav", {"aria-label": said.feeds}, element("h2", None, said.feeds), element("ul", None, *feeds)
        ),
        element("nav", {"aria-label": NAME}, element("ul", None, *service)),
        element("p", {"class": "copyright"}, f"© 2026 {NAME}. {said.rights}"),
    )


def _consent(said: Words) -> Markup:
    return element(
        "div",
        {"class": "consent-banner cookie-notice", "role": "dialog", "aria-label": "cookies"},
        element("p", None, said.consent),
        element("button", {"type": "button"}, said.accept),
        element("button", {"type": "button"}, said.reject),
    )


def breadcrumb(said: Words, desk: Desk | None, last: str = "") -> Markup:
    steps = [element("a", {"href": "/"}, said.home)]
    if desk:
        steps.append(element("a", {"href": folder(desk)}, desk.name))
    if last:
        steps.append(element("span", {"aria-current": "page"}, last))
    items = [element("li", None, step) for step in steps]
    return element("nav", {"class": "breadcrumb", "aria-label": "Breadcrumb"}, element("ol", None, *items))


def moment(when: datetime, desk: Desk | None, months: Sequence[str], hours: str = ", %H:%M") -> Markup:
    """A ``<time>`` as the section writes it."""
    text = written_date(when, months, desk.language if desk else "en") + when.strftime(hours)
    return element("time", {"datetime": when.isoformat()}, text)


def headline(one: Dispatch) -> Markup:
    """A story in a list: picture, headline, summary, time, comments."""
    said = words(one.desk.language)
    picture = one.draft.photo
    thumb = (
        element(
            "img",
            {
                "src": f"/pictures/480/{picture.name}.png",
                "alt": picture.alt,
                "width": "480",
                "height": "270",
                "loading": "lazy",
            },
        )
        if picture
        else Markup("")
    )
    talk = f"{said.discussion} ({len(one.comments)})"
    return element(
        "article",
        {"class": "teaser", "lang": one.desk.language, "dir": one.desk.direction},
        thumb,
        element("h3", None, element("a", {"href": one.path}, one.draft.title)),
        element("p", {"class": "summary"}, one.draft.summary),
        element(
            "p",
            {"class": "meta"},
            moment(one.published, one.desk, one.desk.months),
            " · ",
            element("a", {"href": f"{one.path}#discussion"}, talk),
        ),
    )


def text_page(site: Site, path: str, title: str, *lines: str) -> bytes:
    """A page of plain paragraphs: the service pages, and what stands in for one that is not there."""
    main = [element("h1", None, title), *(element("p", None, escape(line)) for line in lines)]
    return page(site, None, path, title, (), [breadcrumb(words("en"), None, title), join(main)])
