"""The rooms that only a confined child enters; nothing here is imported by the server."""
