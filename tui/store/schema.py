"""The tables, and how a store made by an older version becomes today's.

A story's id is its time: seconds since 1970 in the high bits, 20 bits to tell
stories of one second apart. So row order is time order, and a page of any view
is a range of an index.
"""

from __future__ import annotations

STORY_COLUMNS = """
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL,
    section_id INTEGER NOT NULL,
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    published INTEGER,
    updated INTEGER,
    author TEXT NOT NULL,
    summary TEXT NOT NULL,
    image TEXT NOT NULL,
    comments_url TEXT NOT NULL,
    comments_feed TEXT NOT NULL,
    comment_count INTEGER,
    language TEXT NOT NULL,
    read INTEGER NOT NULL DEFAULT 0,
    starred INTEGER NOT NULL DEFAULT 0,
    edited INTEGER NOT NULL DEFAULT 0,
    guid_key INTEGER NOT NULL,
    text_hash INTEGER NOT NULL,
    rest_hash INTEGER NOT NULL
"""

_FIRST = f"""
CREATE TABLE section (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL DEFAULT '',
    unread INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    section_id INTEGER NOT NULL REFERENCES section(id),
    site_url TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    homeserver TEXT NOT NULL DEFAULT '',
    etag TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    body_hash TEXT NOT NULL DEFAULT '',
    checked INTEGER,
    due INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    failure TEXT NOT NULL DEFAULT '',
    failure_code TEXT NOT NULL DEFAULT '',
    retired INTEGER NOT NULL DEFAULT 0,
    removed INTEGER,                        -- when its reader dropped it
    unread INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE story ({STORY_COLUMNS});
CREATE INDEX story_section ON story(section_id, id);
CREATE INDEX story_source ON story(source_id, id);
CREATE INDEX story_unread ON story(id) WHERE read = 0;
CREATE INDEX story_unread_section ON story(section_id, id) WHERE read = 0;
CREATE INDEX story_unread_source ON story(source_id, id) WHERE read = 0;
CREATE INDEX story_starred ON story(id) WHERE starred = 1;
-- Stories of dropped sources, until the dropping can no longer be undone.
CREATE TABLE removed_story ({STORY_COLUMNS});
CREATE INDEX removed_source ON removed_story(source_id);
CREATE TABLE content (story_id INTEGER PRIMARY KEY, html TEXT NOT NULL);
-- A story is known by these: hashes of its guid, its address or its content.
-- A row outlives a swept story for as long as the feed still lists it.
CREATE TABLE identity (
    key INTEGER NOT NULL,
    source_id INTEGER NOT NULL,
    story_id INTEGER NOT NULL,
    seen INTEGER NOT NULL,                  -- day number
    PRIMARY KEY (key, source_id)
) WITHOUT ROWID;
CREATE TABLE article (url TEXT PRIMARY KEY, fetched INTEGER NOT NULL, json TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE thread (url TEXT PRIMARY KEY, fetched INTEGER NOT NULL, json TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    made INTEGER NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    ids BLOB NOT NULL                       -- of the stories that changed, 8 bytes each
);
CREATE TABLE unindexed (story_id INTEGER PRIMARY KEY);
CREATE VIRTUAL TABLE search USING fts5(
    title, author, summary, body, tokenize = "unicode61 remove_diacritics 2"
);
"""

MIGRATIONS: tuple[str, ...] = (_FIRST,)
"""Script N takes a store from version N to N + 1 (``PRAGMA user_version``)."""
