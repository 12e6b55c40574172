"""How often an open page polls for changes."""

EVERY_SECONDS = 4
