"""Closing a server: everything returned as paper, PDF and CSV, then erased, with a certificate."""
