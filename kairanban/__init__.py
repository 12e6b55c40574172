"""Kairanban: the circular board of a neighbourhood association, in one ledger."""

import gc

# Modules, tables and statements stay for good: looking at them after every 700 objects costs a fourth of the start.
gc.set_threshold(10_000, 10, 10)
