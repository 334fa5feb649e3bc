"""Tests of the newsroom's homeserver."""
