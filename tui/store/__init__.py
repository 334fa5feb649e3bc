"""The SQLite store: schema and migrations, stories, articles, search, the single writer."""
