"""Looking after people: visits, callbacks, safety checks, how each household can be reached."""
