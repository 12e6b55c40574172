"""How often an open page asks whether something has changed; it is sent anew only when it has."""

EVERY_SECONDS = 4
