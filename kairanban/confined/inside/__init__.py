"""The worker modules of confined children; the server does not import them."""
