"""`python -m kairanban` is `kairanban`."""

from kairanban.operations.cli import main

if __name__ == "__main__":
    main(prog_name="kairanban")
