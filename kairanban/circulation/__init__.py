"""Circulars and their way: written, asked by the municipality, sent, answered, followed, carried on paper."""
