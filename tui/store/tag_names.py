"""A story's tags in one column of its row. Imports nothing: the prompt reads it too."""

LATER = "later"
"""The tag of what is to be read later, which has a key and a view of its own."""
_PARTS = "\x1f"  # no name has it
COLUMN = """(SELECT group_concat(tag.name, char(31)) FROM tagged CROSS JOIN tag ON tag.id = tag_id
    WHERE tagged.story_id = story.id)"""


def names(column: str | None) -> tuple[str, ...]:
    """The names in a column, in the order of the alphabet; () for a story without tags."""
    return tuple(sorted(column.split(_PARTS), key=str.casefold)) if column else ()
