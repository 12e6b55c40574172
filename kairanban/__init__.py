"""Kairanban: the circular board of a neighbourhood association, in one ledger."""
