"""The tables, and how a store made by an older version becomes today's.

A story's id is its time: seconds since 1970 in the high bits, 20 bits to tell
stories of one second apart. So row order is time order, and a page of any view
is a range of an index. What its feed gave of it, its ``entry``, lies in the order
of arrival: a batch of new stories then fills pages at the end, and touches few
of the small rows that are in time order.
"""

from __future__ import annotations

from tui.store.first_schema import FIRST, SECOND

_NARROW_COLUMNS = "id, source_id, section_id, entry_id, comment_count, read, starred, edited"
COLUMNS = f"{_NARROW_COLUMNS}, coverage, seen_comments, muted"
"""All columns of ``story`` and of ``removed_story``."""
NOT_HIDDEN = "(story.muted = 0 OR story.read = 0 OR story.starred = 1)"
"""The condition on stories that the wire shows: muted ones only where their reader wants them back."""
EXACT = "counted = 1 AND coalesce(until > CAST(strftime('%s') AS INTEGER), 1)"
"""The condition on saved searches whose count holds now."""

# What a feed says and shows of its rhythm: an answer that changed nothing brings no
# document to read it from. ``closed``: its server forbade asking before.
_THIRD = """
ALTER TABLE source ADD COLUMN closed INTEGER;
ALTER TABLE source ADD COLUMN ttl INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN base INTEGER;
ALTER TABLE source ADD COLUMN skip_hours INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN skip_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN pause INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN newest INTEGER;
"""

# The wide columns leave the rows that stand in time order, and come to lie beside
# the text in the order of arrival: a batch of sources, whose stories are of many
# times, wrote nearly every page of the table anew, and so did marking all as read.
# An index has a story's id as its rowid anyway: it need not have it as a column too.
# Identities of one source lie together.
_NARROW = """
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL,
    section_id INTEGER NOT NULL,
    entry_id INTEGER NOT NULL,
    comment_count INTEGER,
    read INTEGER NOT NULL DEFAULT 0,
    starred INTEGER NOT NULL DEFAULT 0,
    edited INTEGER NOT NULL DEFAULT 0
"""
_WORDS = (
    "guid_key, title, url, published, updated, author, summary, image, comments_url, comments_feed, language"
)
_PLACE = "INSERT INTO place (story_id) SELECT id FROM"
_TO_ENTRY = f"""INSERT INTO entry SELECT place.entry_id, {_WORDS}, coalesce(html, '')
    FROM place CROSS JOIN"""
_PLACED = "AS story ON story.id = story_id"
_TO_NARROW = f"SELECT {_NARROW_COLUMNS.replace('entry_id', 'place.entry_id')} FROM place CROSS JOIN"

_FOURTH = f"""
CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    guid_key INTEGER NOT NULL,
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    published INTEGER,
    updated INTEGER,
    author TEXT NOT NULL,
    summary TEXT NOT NULL,
    image TEXT NOT NULL,
    comments_url TEXT NOT NULL,
    comments_feed TEXT NOT NULL,
    language TEXT NOT NULL,
    html TEXT NOT NULL
);
CREATE TEMP TABLE place (entry_id INTEGER PRIMARY KEY, story_id INTEGER NOT NULL);
{_PLACE} story ORDER BY id;
{_PLACE} removed_story ORDER BY id;
{_TO_ENTRY} story {_PLACED} LEFT JOIN content ON content.id = content_id;
{_TO_ENTRY} removed_story {_PLACED} LEFT JOIN content ON content.id = content_id;
CREATE TABLE narrow_story ({_NARROW});
INSERT INTO narrow_story {_TO_NARROW} story {_PLACED};
CREATE TABLE narrow_removed ({_NARROW});
INSERT INTO narrow_removed {_TO_NARROW} removed_story {_PLACED};
DROP TABLE place;
DROP TABLE content;
DROP TABLE story;
DROP TABLE removed_story;
ALTER TABLE narrow_story RENAME TO story;
ALTER TABLE narrow_removed RENAME TO removed_story;
CREATE INDEX story_section ON story(section_id);
CREATE INDEX story_source ON story(source_id);
CREATE INDEX story_unread ON story(read) WHERE read = 0;
CREATE INDEX story_unread_section ON story(section_id) WHERE read = 0;
CREATE INDEX story_unread_source ON story(source_id) WHERE read = 0;
CREATE INDEX story_starred ON story(starred) WHERE starred = 1;
CREATE INDEX story_starred_section ON story(section_id) WHERE starred = 1;
CREATE INDEX story_starred_source ON story(source_id) WHERE starred = 1;
CREATE INDEX removed_source ON removed_story(source_id);
CREATE TABLE known_by (
    source_id INTEGER NOT NULL,
    key INTEGER NOT NULL,
    story_id INTEGER NOT NULL,
    seen INTEGER NOT NULL,                  -- day number
    PRIMARY KEY (source_id, key)
) WITHOUT ROWID;
INSERT INTO known_by SELECT source_id, key, story_id, seen FROM identity ORDER BY source_id, key;
DROP TABLE identity;
ALTER TABLE known_by RENAME TO identity;
"""

# Events, and the terms of the last days' stories that new ones are compared with.
# A story in no event has no row. ``address``: one page in two feeds is one voice.
_FIFTH = """
ALTER TABLE story ADD COLUMN coverage INTEGER NOT NULL DEFAULT 0;
ALTER TABLE removed_story ADD COLUMN coverage INTEGER NOT NULL DEFAULT 0;
CREATE TABLE event (
    story_id INTEGER PRIMARY KEY,
    event_id INTEGER NOT NULL,
    source_id INTEGER NOT NULL,
    address INTEGER NOT NULL
);
CREATE INDEX event_stories ON event(event_id, source_id, address);
CREATE TABLE signature (
    id INTEGER PRIMARY KEY AUTOINCREMENT,   -- in the order of comparing
    story_id INTEGER NOT NULL UNIQUE,
    source_id INTEGER NOT NULL,
    address INTEGER NOT NULL,
    terms BLOB NOT NULL
);
CREATE TABLE uncompared (story_id INTEGER PRIMARY KEY);
INSERT INTO uncompared
    SELECT id FROM story WHERE id > (SELECT max(id) FROM story) - 271790899200;  -- 72 hours
"""

# Where the reader was in an article, and of which sources the feed's own text is wanted.
# Articles tell their size and when they were read, so that the cache can be bounded;
# in a table of rows with an index a look for one does not walk through their texts.
_READING = """
CREATE TABLE reading_place (
    key TEXT PRIMARY KEY,                   -- a story's id, or the address of a page
    share REAL NOT NULL,                    -- of the article's length
    noted INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX reading_noted ON reading_place(noted);
CREATE TABLE feed_text (source_id INTEGER PRIMARY KEY);
CREATE TABLE cached_article (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    fetched INTEGER NOT NULL,
    opened INTEGER,                         -- NULL: fetched ahead, and not read yet
    size INTEGER NOT NULL,                  -- bytes
    json TEXT NOT NULL
);
INSERT INTO cached_article (url, fetched, opened, size, json)
    SELECT url, fetched, fetched, length(CAST(json AS BLOB)), json FROM article ORDER BY fetched;
DROP TABLE article;
ALTER TABLE cached_article RENAME TO article;
CREATE INDEX article_opened ON article(opened, fetched, size);
"""

# What the reader was writing in a thread, below which comment; and who they were as a guest.
_WRITING = """
CREATE TABLE draft (
    thread TEXT NOT NULL,
    parent TEXT NOT NULL,
    text TEXT NOT NULL,
    kept INTEGER NOT NULL,
    PRIMARY KEY (thread, parent)
) WITHOUT ROWID;
CREATE TABLE guest (place TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
"""

# What the reader saw of discussions: how many comments a story had when it was last opened,
# and of each thread which comments; and the threads that are followed, as last asked.
_VISITS = """
ALTER TABLE story ADD COLUMN seen_comments INTEGER;
ALTER TABLE removed_story ADD COLUMN seen_comments INTEGER;
CREATE TABLE visit (
    id INTEGER PRIMARY KEY,
    thread TEXT NOT NULL UNIQUE,            -- the address it is loaded from
    looked INTEGER NOT NULL,
    whole INTEGER NOT NULL,                 -- all comments were there to be seen
    count INTEGER NOT NULL,                 -- of comments, as the service said
    seen BLOB NOT NULL                      -- hashes of comments' ids, 4 bytes each
);
CREATE INDEX visit_looked ON visit(looked);
CREATE TABLE followed (
    thread TEXT PRIMARY KEY,
    provider TEXT NOT NULL,
    page TEXT NOT NULL,
    title TEXT NOT NULL,
    story_id INTEGER NOT NULL,
    story_url TEXT NOT NULL,
    own INTEGER NOT NULL,                   -- the story's own discussion, not one elsewhere
    since INTEGER NOT NULL,
    news INTEGER NOT NULL,                  -- comments that are new since the last visit
    failure TEXT NOT NULL
) WITHOUT ROWID;
"""

# What words begin with, ready for queries that are being typed (``tui.store.search``). Every story is
# indexed anew, aside and the newest first: letters are folded that were not. To write zeros over
# the old index, half the file, would take longer than all the rest.
_SEARCHING = """
PRAGMA secure_delete = 0;
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5(
    title, author, summary, body, tokenize = "unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE search_start USING fts5(
    words, content = '', detail = none, columnsize = 0, prefix = '2 3 4 5 6 7',
    tokenize = "unicode61 remove_diacritics 2"
);
INSERT OR IGNORE INTO unindexed SELECT id FROM story;
"""

# What waits to be indexed and compared is in the order of arrival too: in time order a batch
# of a first refresh wrote nearly every page of either log anew. A row's number is never given
# again, so that what one process has taken is not mistaken for what another appends.
_LOGS = """
CREATE TABLE waiting (id INTEGER PRIMARY KEY AUTOINCREMENT, story_id INTEGER NOT NULL);
INSERT INTO waiting (story_id) SELECT story_id FROM unindexed ORDER BY story_id;
DROP TABLE unindexed;
ALTER TABLE waiting RENAME TO unindexed;
CREATE TABLE waiting (id INTEGER PRIMARY KEY AUTOINCREMENT, story_id INTEGER NOT NULL);
INSERT INTO waiting (story_id) SELECT story_id FROM uncompared ORDER BY story_id;
DROP TABLE uncompared;
ALTER TABLE waiting RENAME TO uncompared;
"""

# What the reader calls stories. ``key``: the name without case and accents.
_TAGS = """
CREATE TABLE tag (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL);
CREATE TABLE tagged (
    tag_id INTEGER NOT NULL,
    story_id INTEGER NOT NULL,
    PRIMARY KEY (tag_id, story_id)
) WITHOUT ROWID;
CREATE INDEX tagged_story ON tagged(story_id);
"""

# ``count``: of the ids; 0 for a step of an older version, whose ids stand as they are.
_STEPS = """
ALTER TABLE journal ADD COLUMN count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE journal ADD COLUMN undone INTEGER NOT NULL DEFAULT 0;
"""

# The wire's other orders, and which it was last given.
_ORDERS = """
CREATE INDEX story_coverage ON story(coverage) WHERE coverage > 0;
CREATE INDEX story_comments ON story(comment_count) WHERE comment_count > 0;
CREATE TABLE wire_order (name TEXT NOT NULL);
"""

# What rules did to stories as they arrived: muted ones are kept from the wire; what each rule did,
# step by step, so that it can be taken back; and how many stories it has acted on in all.
_RULES = """
ALTER TABLE story ADD COLUMN muted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE removed_story ADD COLUMN muted INTEGER NOT NULL DEFAULT 0;
CREATE TABLE rule_tally (
    rule TEXT PRIMARY KEY,
    stories INTEGER NOT NULL,
    last INTEGER NOT NULL                   -- when it last acted
) WITHOUT ROWID;
CREATE TABLE rule_step (
    id INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,
    made INTEGER NOT NULL,
    kind TEXT NOT NULL,
    tag TEXT NOT NULL,
    ids BLOB NOT NULL                       -- of the stories that changed, 8 bytes each
);
CREATE INDEX rule_steps ON rule_step(rule, id);
"""

# Stories that their reader brought from elsewhere, whose text is not their feed's yet.
_MOVED = """
CREATE TABLE moved_in (story_id INTEGER PRIMARY KEY);
"""

# Searches that stand among the sections. A row is one version of one: what changes it drops the row and
# makes another in its place, so that the way back is to turn both. ``unread`` is kept as sections' counters
# are; where it is not, ``counted`` is 0. ``until``: when a story grows too old for it.
_SAVED = """
CREATE TABLE saved (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    place INTEGER NOT NULL,
    key TEXT NOT NULL,                      -- the name in small letters
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    removed INTEGER,
    unread INTEGER NOT NULL DEFAULT 0,
    counted INTEGER NOT NULL DEFAULT 0,
    until INTEGER
);
CREATE UNIQUE INDEX saved_key ON saved(key) WHERE removed IS NULL;
"""

# When the reader did something last, and the last entry that had come by then; and their last absence
# (``tui.store.presence``). One row, once the app was open.
_PRESENCE = """
CREATE TABLE presence (
    active INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    "left" INTEGER,
    back INTEGER,
    "after" INTEGER                         -- the last entry that came before
);
"""

# The index anew, aside and the newest first: with places for pairs of characters, beginnings of longer
# words, and a table of titles and authors. A copy of all texts was two fifths of the file; it is packed.
_FINDING = """
PRAGMA secure_delete = 0;
DROP TABLE search;
DROP TABLE search_start;
CREATE VIRTUAL TABLE search USING fts5(
    title, author, summary, body, pairs, content = '', columnsize = 0,
    tokenize = "unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE search_title USING fts5(
    title, author, content = '', columnsize = 0, prefix = '2 3 4 5 6 7 8',
    tokenize = "unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE search_start USING fts5(
    words, content = '', detail = none, columnsize = 0, prefix = '2 3 4 5 6 7 8 9 10',
    tokenize = "unicode61 remove_diacritics 2"
);
CREATE TABLE indexed (id INTEGER PRIMARY KEY, packed BLOB NOT NULL);
INSERT INTO unindexed (story_id) SELECT id FROM story ORDER BY id;
"""

MIGRATIONS: tuple[str, ...] = (
    FIRST,
    SECOND,
    _THIRD,
    _FOURTH,
    _FIFTH,
    _READING,
    _WRITING,
    _VISITS,
    _SEARCHING,
    _LOGS,
    _TAGS,
    _STEPS,
    _ORDERS,
    _RULES,
    _MOVED,
    _SAVED,
    _PRESENCE,
    _FINDING,
)
"""Script N takes a store from version N to N + 1 (``PRAGMA user_version``)."""
