"""What a monitor reads: /metrics."""
