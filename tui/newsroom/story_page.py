"""A story's page, as a news site serves it: the text, and everything that stands in its way."""

from __future__ import annotations

from urllib.parse import quote

from tui.newsroom.content import Photo
from tui.newsroom.elements import Markup, element, json_script
from tui.newsroom.frame import breadcrumb, graph, headline, link, meta, moment, page, signup_form
from tui.newsroom.linked_data import breadcrumb_list, news_article
from tui.newsroom.press import Dispatch, Posted
from tui.newsroom.prose import blocks
from tui.newsroom.site import NAME, Site, comment_number, folder, picture_path
from tui.newsroom.words import Words, words

MORE = 4  # stories of the same section below the text
_LOCALES = {"en": "en_GB", "ru": "ru_RU", "ar": "ar_AR", "ja": "ja_JP"}


def story_page(site: Site, one: Dispatch) -> bytes:
    """The HTML page of a story."""
    said = words(one.desk.language)
    article = element(
        "article",
        {"class": "story", "id": f"story-{one.slug}"},
        _header(one, said),
        _share_bar(site, one, said),
        _lead(one),
        element("div", {"class": "story-body"}, *_text(site, one, said)),
        _topics(one, said),
    )
    main = [
        breadcrumb(said, one.desk, one.draft.title),
        article,
        discussion(one, said),
        _more(site, one, said),
    ]
    return page(site, one.desk, one.path, one.draft.title, _head(site, one), main)


def _head(site: Site, one: Dispatch) -> list[Markup]:
    draft, url = one.draft, site.base + one.path
    tags = [graph("article:tag", tag) for tag in draft.tags]
    return [
        meta("description", draft.summary),
        meta("author", draft.author),
        meta("news_keywords", ", ".join(draft.tags)),
        graph("og:type", "article"),
        graph("og:site_name", NAME),
        graph("og:title", draft.title),
        graph("og:description", draft.summary),
        graph("og:url", url),
        graph("og:locale", _LOCALES.get(one.desk.language, one.desk.language)),
        *_picture_meta(site, draft.photo),
        graph("article:published_time", one.published.isoformat()),
        graph("article:modified_time", one.updated.isoformat()),
        graph("article:section", one.desk.name),
        graph("article:author", draft.author),
        *tags,
        *_comment_links(one),
        json_script(news_article(site, one)),
        json_script(breadcrumb_list(site, one)),
    ]


def _picture_meta(site: Site, photo: Photo | None) -> list[Markup]:
    if photo is None:
        return [meta("twitter:card", "summary")]
    return [
        meta("twitter:card", "summary_large_image"),
        graph("og:image", site.base + picture_path(photo.name)),
        graph("og:image:width", "960"),
        graph("og:image:height", "540"),
        graph("og:image:alt", photo.alt),
    ]


def _comment_links(one: Dispatch) -> list[Markup]:
    """Where programs find the discussion: the interface to write through, and the feeds."""
    title = f"{words(one.desk.language).discussion}: {one.draft.title}"
    return [
        link("https://api.w.org/", "/wp-json/"),
        link("alternate", f"/wp-json/wp/v2/posts/{one.number}", "application/json", one.draft.title),
        link("alternate", f"{one.path}/comments.rss", "application/rss+xml", title),
        link("alternate", f"{one.path}/comments.atom", "application/atom+xml", title),
    ]


def _header(one: Dispatch, said: Words) -> Markup:
    draft, desk = one.draft, one.desk
    times = [said.published, " ", moment(one.published, desk, desk.months)]
    if one.updated != one.published:
        times += [" · ", said.updated, " ", moment(one.updated, desk, desk.months)]
    return element(
        "header",
        {"class": "story-header"},
        element("p", {"class": "kicker"}, element("a", {"href": folder(desk)}, desk.name)),
        element("h1", {"class": "headline"}, draft.title),
        element("p", {"class": "standfirst"}, draft.summary),
        element(
            "p",
            {"class": "byline"},
            said.by,
            " ",
            element("span", {"class": "author", "rel": "author"}, draft.author),
            element("span", {"class": "desk"}, f" · {desk.desk}"),
        ),
        element("p", {"class": "timestamps meta"}, *times),
    )


def _share_bar(site: Site, one: Dispatch, said: Words) -> Markup:
    address = quote(site.base + one.path, safe="")
    links = [
        ("Mail", f"mailto:?body={address}"),
        ("Mastodon", f"https://share.example/?text={address}"),
        (said.copy_link, f"#story-{one.slug}"),
        (f"{said.discussion} ({len(one.comments)})", "#discussion"),
    ]
    items = [
        element("li", None, element("a", {"href": href, "rel": "nofollow"}, name)) for name, href in links
    ]
    return element(
        "div", {"class": "share-bar social", "aria-label": said.share}, element("ul", None, *items)
    )


def _lead(one: Dispatch) -> Markup:
    return figure(one, "lead-picture", eager=True) if one.draft.photo else Markup("")


def figure(one: Dispatch, kind: str, *, eager: bool = False) -> Markup:
    """A story's picture with its caption, credit, date and way to the archive."""
    photo = one.draft.photo
    if photo is None:
        return Markup("")
    large, small = picture_path(photo.name), picture_path(photo.name, 480)
    return element(
        "figure",
        {"class": kind},
        element(
            "img",
            {
                "src": large,
                "srcset": f"{small} 480w, {large} 960w",
                "sizes": "(max-width: 48rem) 100vw, 46rem",
                "width": "960",
                "height": "540",
                "alt": photo.alt,
                "loading": "eager" if eager else "lazy",
            },
        ),
        element(
            "figcaption",
            None,
            element("span", {"class": "caption"}, photo.caption),
            " ",
            element("span", {"class": "credit"}, photo.credit),
            " · ",
            element("a", {"class": "archive", "href": f"/archive/{photo.name}"}, one.desk.archive_label),
            " · ",
            moment(one.pictured, one.desk, one.desk.months, hours=""),
        ),
    )


def _text(site: Site, one: Dispatch, said: Words) -> list[Markup]:
    made = blocks(one.draft.body, site.links(), lambda slug: related_card(site, slug, one.desk.related_label))
    first = next((i for i, block in enumerate(made) if block.startswith("<p>")), None)
    if first is not None:
        made[first] = Markup(made[first].replace("<p>", f"<p>{dateline(one)} ", 1))
    middle = max(len(made) // 2, 1)
    return [*made[:middle], _subscribe_box(one, said), *made[middle:]]


def dateline(one: Dispatch) -> Markup:
    """Where the story comes from, as it opens the text: "PORT ELSE (Wire) —"."""
    return element("span", {"class": "dateline"}, f"{one.draft.dateline} ({one.desk.agency}) —")


def related_card(site: Site, slug: str, label: str) -> Markup:
    """A related story offered inside the text; empty while that story is not out."""
    other = site.issue.story(slug)
    if other is None:
        return Markup("")
    photo = other.draft.photo
    picture = (
        {"src": picture_path(photo.name, 480), "alt": photo.alt, "width": "480", "height": "270"}
        if photo
        else {}
    )
    return element(
        "aside",
        {"class": "related-card", "aria-label": label},
        element("p", {"class": "related-label"}, label),
        element(
            "a",
            {"href": other.path, "lang": other.desk.language, "dir": other.desk.direction},
            element("img", picture) if photo else Markup(""),
            element("span", {"class": "card-section"}, other.desk.name),
            element("strong", {"class": "card-title"}, other.draft.title),
            element("span", {"class": "card-summary"}, other.draft.summary),
        ),
    )


def _subscribe_box(one: Dispatch, said: Words) -> Markup:
    return element(
        "div",
        {"class": "subscribe-box promo newsletter-signup"},
        element("h3", None, said.newsletters),
        element("p", None, one.desk.subscribe),
        signup_form(said),
    )


def _topics(one: Dispatch, said: Words) -> Markup:
    tags = [
        element("li", None, element("a", {"href": folder(one.desk), "rel": "tag"}, t)) for t in one.draft.tags
    ]
    return element(
        "footer", {"class": "topics tags"}, element("h4", None, said.topics), element("ul", None, *tags)
    )


def discussion(one: Dispatch, said: Words) -> Markup:
    """The story's comments, each answer inside the one it answers."""
    return element(
        "section",
        {"class": "discussion comments-area", "id": "discussion"},
        element("h2", None, f"{said.discussion} ({len(one.comments)})"),
        _answers(one, "", said),
        element("p", {"class": "join"}, element("a", {"href": "/service/login"}, said.log_in)),
    )


def _answers(one: Dispatch, parent: str, said: Words) -> Markup:
    """The comments below one. Nested, as the page shows them; a thread is a few answers deep."""
    told = [comment for comment in one.comments if comment.parent == parent]
    items = [element("li", None, _comment(one, comment, said)) for comment in told]
    return element("ol", {"class": "comments"}, *items) if items else Markup("")


def _comment(one: Dispatch, comment: Posted, said: Words) -> Markup:
    anchor = comment_number(comment.id)
    return element(
        "article",
        {"class": "comment", "id": anchor},
        element(
            "header",
            None,
            element("b", {"class": "comment-author"}, comment.author),
            " ",
            element("a", {"href": f"#{anchor}"}, moment(comment.posted, one.desk, one.desk.months)),
        ),
        comment_text(comment),
        element("a", {"class": "reply", "href": "/service/login"}, said.reply),
        _answers(one, comment.id, said),
    )


def comment_text(comment: Posted) -> Markup:
    """A comment's text as paragraphs; what readers write is never markup."""
    parts = [part.strip() for part in comment.text.split("\n\n")]
    return Markup("".join(element("p", None, part) for part in parts if part))


def _more(site: Site, one: Dispatch, said: Words) -> Markup:
    others = [other for other in site.issue.of(one.desk) if other is not one][:MORE]
    title = element("h2", None, f"{said.more} {one.desk.name}")
    return element("section", {"class": "more-stories"}, title, *(headline(other) for other in others))
