"""The Matrix client, against every homeserver that can be had in a test."""
