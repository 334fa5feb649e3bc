"""From bytes to entries: parse, discover, schedule, refresh, and subscription lists."""
