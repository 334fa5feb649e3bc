"""Moving in and out: what other readers keep, read from their files; and an archive of one's own."""
