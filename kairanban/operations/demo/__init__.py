"""The demo town. Everybody and everything in it is invented."""
