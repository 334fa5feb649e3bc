"""The tables as the first two versions had them (``tui.store.schema``)."""

from __future__ import annotations

_FIRST_STORY = """
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

FIRST = f"""
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
CREATE TABLE story ({_FIRST_STORY});
CREATE INDEX story_section ON story(section_id, id);
CREATE INDEX story_source ON story(source_id, id);
CREATE INDEX story_unread ON story(id) WHERE read = 0;
CREATE INDEX story_unread_section ON story(section_id, id) WHERE read = 0;
CREATE INDEX story_unread_source ON story(source_id, id) WHERE read = 0;
CREATE INDEX story_starred ON story(id) WHERE starred = 1;
-- Stories of dropped sources, until the dropping can no longer be undone.
CREATE TABLE removed_story ({_FIRST_STORY});
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

# Content is appended, not laid in time order beside the stories: a batch then
# writes a few pages at the end, not a page here and there for every story.
# A starred counter beside the others, and the day of a source's newest document:
# what was seen in that one is still listed, however long ago it was.
SECOND = """
ALTER TABLE story ADD COLUMN content_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE removed_story ADD COLUMN content_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE content RENAME COLUMN story_id TO id;
UPDATE story SET content_id = id WHERE id IN (SELECT id FROM content);
UPDATE removed_story SET content_id = id WHERE id IN (SELECT id FROM content);
ALTER TABLE source ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN unread_starred INTEGER NOT NULL DEFAULT 0;
ALTER TABLE section ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;
ALTER TABLE section ADD COLUMN unread_starred INTEGER NOT NULL DEFAULT 0;
CREATE TEMP TABLE star AS
    SELECT source_id, starred, read FROM story WHERE starred = 1
    UNION ALL SELECT source_id, starred, read FROM removed_story WHERE starred = 1;
UPDATE source SET (starred, unread_starred) =
    (SELECT count(*), coalesce(sum(read = 0), 0) FROM star WHERE source_id = source.id);
DROP TABLE star;
UPDATE section SET (starred, unread_starred) =
    (SELECT coalesce(sum(starred), 0), coalesce(sum(unread_starred), 0) FROM source
     WHERE section_id = section.id AND removed IS NULL);
CREATE INDEX story_starred_section ON story(section_id, id) WHERE starred = 1;
CREATE INDEX story_starred_source ON story(source_id, id) WHERE starred = 1;
ALTER TABLE source ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;
UPDATE source SET listed =
    coalesce((SELECT max(seen) FROM identity WHERE source_id = source.id), 0);
CREATE TABLE allotment (last INTEGER NOT NULL);
INSERT INTO allotment SELECT 1048576 * EXISTS (SELECT 1 FROM identity);  -- a round, where any may be taken
"""
