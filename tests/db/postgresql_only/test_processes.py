"""Two processes serve one PostgreSQL and two workers stand beside them; the ledger stays one."""

import asyncio
import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import psycopg

from kairanban.circulars.actions import going_round
from kairanban.core.clock import HOUR, Moment
from kairanban.core.ids import CircularId
from kairanban.db.engine import open_database
from tests.pressing import Press, prepare, press_all
from tests.serving import SECONDS, Served, running, serving
from tests.world import System, build, draft

COUNTED = """
SELECT tally.addressed, tally.replied, COUNT(*), COUNT(addressee.replied), COUNT(reply.id)
FROM tally
JOIN addressee ON addressee.circular = tally.circular AND COALESCE(addressee.block, 0) = tally.block
LEFT JOIN reply ON reply.circular = addressee.circular AND reply.household = addressee.household
                AND reply.taken_back IS NULL
WHERE addressee.late = 0
GROUP BY tally.circular, tally.block, tally.addressed, tally.replied
"""
