"""Who there is: places, people, households, the roster, consents, and how they sign in."""
