"""`python -m kairanban.cli` is `kairanban`."""

from kairanban.cli import main

main(prog_name="kairanban")
