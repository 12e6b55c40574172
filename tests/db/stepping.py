"""A process that migrates and is killed at a statement; 0 lets it finish."""

import os
import signal
import sys
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from kairanban.db.migrate import migrate

left = int(sys.argv[2])


@event.listens_for(Engine, "after_cursor_execute")
def _count(*_: Any) -> None:
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)


migrate(sys.argv[1])
