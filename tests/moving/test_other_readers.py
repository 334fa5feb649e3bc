"""Lists and stores of other readers, as their documents and sources give them; and broken ones."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tui.moving.parcel import NotReadable, Parcel
from tui.moving.recognise import parcels, usual_places
from tui.store.carried import Carried

NEWSBOAT = r"""# my feeds
https://a.example/feed.xml world "~The A"
https://b.example/feed.xml "!hidden" news
https://a.example/feed.xml later
exec:~/bin/make-feed tag
"filter:~/bin/clean it:https://c.example/feed" tag
file:///var/log/feed.xml
"query:Unread:unread = \"yes\"" meta
"query:Odd:title =~ \"^[A-Z]+\""
https://d.example/feed.xml#frag world # a comment
"""


def one(path: Path) -> Parcel:
    (found,) = parcels([path])
    return found


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def stories(parcel: Parcel) -> dict[str, list[Carried]]:
    assert parcel.stories is not None
    return {feed: list(some) for feed, some in parcel.stories()}


def test_newsboats_list(tmp_path: Path) -> None:
    found = one(written(tmp_path, "urls", NEWSBOAT))
    assert [(s.url, s.title, s.section) for s in found.subscriptions] == [
        ("https://a.example/feed.xml", "The A", "world"),
        ("https://b.example/feed.xml", "", "news"),
        ("https://d.example/feed.xml#frag", "", "world"),
    ]
    assert [(q.place, q.name, q.query) for q in found.queries] == [("urls:8", "Unread", "is:unread")]
    assert [(n.place, n.what) for n in found.not_taken] == [
        ("urls:5", "exec:~/bin/make-feed"),
        ("urls:6", "filter:~/bin/clean it:https://c.example/feed"),
        ("urls:7", "file:///var/log/feed.xml"),
        ("urls:9", "Odd"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("urls", "https://a.example/\nnot an address\n", "urls:2"),
        ("urls", "https://a.example/\n\njavascript:alert(1)\n", "urls:3"),
        ("urls", "query:nothing\n", "urls:1"),
        ("feeds", "@ World\nhttps://a.example/\nnowhere\n", "feeds:3"),
        ("sfeedrc", 'feeds() {\n feed "a" "https://a.example/\n}\n', "sfeedrc:2"),
        ("sfeedrc", 'feeds() {\n feed "a"\n}\n', "sfeedrc:2"),
    ],
)
def test_a_broken_line_is_named_and_nothing_taken(tmp_path: Path, name: str, text: str, place: str) -> None:
    with pytest.raises(NotReadable) as told:
        parcels([written(tmp_path, name, text)])
    assert told.value.sentence.startswith(place)


def test_newsrafts_list(tmp_path: Path) -> None:
    text = """# feeds
https://a.example/feed "The A"
@ Software Releases < reload-period 60
https://b.example/feed "The B" < item-limit 500; reload-period 1
$(cat ~/feed.xml) "Own"
gopher://c.example/feed
"""
    found = one(written(tmp_path, "feeds", text))
    assert [(s.url, s.title, s.section) for s in found.subscriptions] == [
        ("https://a.example/feed", "The A", ""),
        ("https://b.example/feed", "The B", "Software Releases"),
    ]
    assert [n.place for n in found.not_taken] == ["feeds:5", "feeds:6"]


def newsraft_database(path: Path) -> Path:
    connection = sqlite3.connect(path)
    connection.executescript("""
        CREATE TABLE feeds(feed_url TEXT NOT NULL UNIQUE, title TEXT, link TEXT);
        CREATE TABLE items(feed_url TEXT NOT NULL, guid TEXT NOT NULL, title TEXT, link TEXT, content TEXT,
            persons TEXT, publication_date INTEGER, update_date INTEGER, unread INTEGER, important INTEGER);
    """)
    connection.execute("INSERT INTO feeds VALUES ('https://a.example/feed', 'The A', 'https://a.example/')")
    text = "\x1f^\x1ftype=text/html\x1ftext=<p>Long <b>text</b></p>\x1f^\x1ftext=Short"
    persons = "\x1f^\x1ftype=author\x1fname=Ana Ruiz"
    connection.executemany(
        "INSERT INTO items VALUES ('https://a.example/feed', ?, ?, ?, ?, ?, 1700000000, 0, ?, ?)",
        [
            ("g1", "One", "https://a.example/1", text, persons, 0, 1),
            ("g2", "Two", "https://a.example/2", "", "", 1, 0),
        ],
    )
    connection.commit()
    connection.close()
    return path


def test_newsrafts_database(tmp_path: Path) -> None:
    found = one(newsraft_database(tmp_path / "newsraft.sqlite3"))
    (first, second) = stories(found)["https://a.example/feed"]
    assert (first.entry.id, first.entry.author, first.read, first.starred) == ("g1", "Ana Ruiz", True, True)
    assert first.entry.html == "<p>Long <b>text</b></p>"
    assert (second.entry.title, second.read, second.starred) == ("Two", False, False)


def test_sfeeds_folder(tmp_path: Path) -> None:
    written(
        tmp_path,
        "sfeedrc",
        'feeds() {\n\tfeed "a/b" "https://a.example/feed" "https://a.example"\n'
        '\tfeed "odd" "$HOST/feed"\n}\nfetch() {\n\tcurl "$2"\n}\n',
    )
    (tmp_path / "feeds").mkdir()
    line = "1700000000\tOne\thttps://a.example/1\t<p>a\\tb\\nc\\\\d</p>\thtml\tg1\tAna\t\tnews|port\n"
    written(tmp_path / "feeds", "a_b", line + "\tTwo\thttps://a.example/2\t\t\t\t\t\t\n")
    written(tmp_path / "feeds", "gone", line)
    written(tmp_path, "urls", "https://a.example/1\n")
    script, told, gone = parcels([tmp_path])
    assert [(s.url, s.title) for s in script.subscriptions] == [("https://a.example/feed", "a/b")]
    assert [(n.place, n.what) for n in script.not_taken] == [("sfeedrc:3", "odd"), ("sfeedrc:5", "fetch")]
    (first, second) = stories(told)["https://a.example/feed"]
    assert (first.entry.html, first.entry.id, first.read) == ("<p>a\tb\nc\\d</p>", "g1", True)
    assert (second.entry.title, second.entry.published, second.read) == ("Two", None, False)
    assert gone.stories is None
    assert gone.not_taken


# --- files made to hurt ---------------------------------------------------------------


def test_a_view_in_place_of_a_table_is_not_asked(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    connection = sqlite3.connect(path)
    connection.executescript("""
        CREATE TABLE rss_feed (rssurl, url, title);
        CREATE VIEW rss_item AS
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;
    """)
    connection.close()
    with pytest.raises(NotReadable, match="neither newsboat's nor newsraft's"):
        parcels([path])


@pytest.mark.parametrize("keep", [16, 100, 1500])
def test_a_database_that_is_cut_off(tmp_path: Path, keep: int) -> None:
    whole = newsraft_database(tmp_path / "whole").read_bytes()
    (tmp_path / "cut").write_bytes(whole[:keep])
    with pytest.raises(NotReadable):
        stories(one(tmp_path / "cut"))


def test_values_of_any_type_are_text_and_numbers(tmp_path: Path) -> None:
    path = newsraft_database(tmp_path / "odd")
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO items VALUES ('https://a.example/feed', X'ff00', 12.5, NULL, X'1f', 'x', 'never', 9e99,"
        " 'yes', -3)"
    )
    connection.commit()
    connection.close()
    odd = stories(one(path))["https://a.example/feed"][-1]
    assert (odd.entry.title, odd.entry.published, odd.starred) == ("12.5", None, True)


def test_what_is_nothing_we_know(tmp_path: Path) -> None:
    (tmp_path / "picture").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    for path in (tmp_path / "picture", tmp_path / "nowhere", tmp_path):
        with pytest.raises(NotReadable):
            parcels([path])


def test_other_programs_files_are_never_written(tmp_path: Path) -> None:
    path = newsraft_database(tmp_path / "newsraft.sqlite3")
    before, there = path.read_bytes(), sorted(tmp_path.iterdir())
    stories(one(path))
    assert (path.read_bytes(), sorted(tmp_path.iterdir())) == (before, there)


def test_the_screen_finds_what_other_readers_left_at_their_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert usual_places() == []
    for place in (".newsboat/urls", ".newsboat/cache.db", ".config/newsraft/feeds", ".sfeed/sfeedrc"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).touch()
    found = [str(file.relative_to(tmp_path)) for file in usual_places()]
    assert found == [".newsboat/urls", ".newsboat/cache.db", ".config/newsraft/feeds", ".sfeed/sfeedrc"]
