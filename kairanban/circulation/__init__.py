"""Circulars: written, requested by municipalities, published, replied to, followed, on paper."""
