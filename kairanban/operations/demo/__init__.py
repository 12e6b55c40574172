"""A town for trying out: everybody and everything in it is invented."""
