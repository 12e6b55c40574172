"""The command line; `kairanban --help` lists the commands."""

import errno
import os
from pathlib import Path
from typing import Any, NoReturn

import click
import structlog

from kairanban.config import WrongSetting, read_settings, settings_in
from kairanban.operations.cli.association import cards, confirm, invite, keeper, recover
from kairanban.operations.cli.close import close
from kairanban.operations.cli.data import backup, doctor, init, migrate, restore
from kairanban.operations.cli.handover import handover
from kairanban.operations.cli.output import require_own, stop
from kairanban.operations.cli.place import place
from kairanban.operations.cli.retention import retention
from kairanban.operations.cli.roster import roster
from kairanban.operations.cli.serving import demo, serve, worker
from kairanban.web.logs import set_up_logs

NEXT_STEPS = {
    errno.ENOSPC: "Make room on the disk.",
    errno.EDQUOT: "Make room on the disk.",
    errno.EROFS: "The disk is mounted read-only, by a setting or after a fault (dmesg): mount it so that it can be written.",
    errno.EACCES: "Run the command as the user this belongs to.",
    errno.EPERM: "Run the command as the user this belongs to.",
    errno.ENOTDIR: "A part of this path is a file: choose another folder.",
    errno.EEXIST: "There is a file of that name: choose another folder.",
    errno.EMFILE: "Too many files are open: raise LimitNOFILE.",
}


class Plainly(click.Group):
    """Prints a wrong setting as one sentence instead of a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except WrongSetting as wrong:
            stop(str(wrong))
        except OSError as problem:
            if problem.errno == errno.EPIPE:
                raise
            if problem.filename is None:
                _unexpected(problem)
            next_step = NEXT_STEPS.get(problem.errno or 0, "")
            stop(f"{problem.filename}: {problem.strerror}. The command was not finished. {next_step}".strip())
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as problem:
            _unexpected(problem)


def _unexpected(problem: Exception) -> NoReturn:
    """Log the place in the code, but no traceback: its message may repeat what was typed, and a timer writes it into the journal."""
    structlog.get_logger().critical("not_caught", exc_info=problem)
    stop(
        "The command failed for a reason nobody thought of. The line above names the place in the program, and nothing of people."
    )


@click.group(cls=Plainly, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The data folder (KAIRANBAN_DATA; else ./data).",
)
@click.option(
    "--settings",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of KAIRANBAN_… lines, as the service has; what is set already wins.",
)
@click.version_option(package_name="kairanban")
def main(data: Path | None, settings: Path | None) -> None:
    """Kairanban: the circular board of a neighbourhood association, in one ledger."""
    set_up_logs()
    if settings is not None:
        try:
            text = settings.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            stop(f"{settings} is no text in UTF-8. Name a file of KAIRANBAN_… lines.")
        for name, value in settings_in(text).items():
            os.environ.setdefault(name, value)
    if data is not None:
        os.environ["KAIRANBAN_DATA"] = str(data)
    require_own(read_settings().data)


for command in (
    init,
    serve,
    worker,
    migrate,
    roster,
    cards,
    invite,
    place,
    confirm,
    keeper,
    recover,
    demo,
    backup,
    restore,
    doctor,
    retention,
    handover,
    close,
):
    main.add_command(command)
