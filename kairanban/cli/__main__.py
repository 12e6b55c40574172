"""`python -m kairanban.cli`, where the command itself is not installed."""

from kairanban.cli import main

main()
