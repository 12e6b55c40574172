"""pywebpush with one shared session, sending the same messages: python with_pywebpush.py JOB"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import requests
from pywebpush import webpush

asked = json.loads(Path(sys.argv[1]).read_text())
session = requests.Session()


def send(jobs: list[dict[str, Any]]) -> None:
    for job in jobs:
        webpush(
            {"endpoint": job["target"], "keys": {"p256dh": job["p256dh"], "auth": job["auth"]}},
            job["payload"],
            vapid_private_key=asked["privateKey"],
            vapid_claims={"sub": "mailto:nobody@localhost.example"},
            ttl=job["ttl"],
            requests_session=session,
        )


send(asked["jobs"][: asked["warm"]])
cpu, wall = time.process_time(), time.perf_counter()
send(asked["jobs"][asked["warm"] :])
done = {"pushes": len(asked["jobs"]) - asked["warm"], "cpu": time.process_time() - cpu}
sys.stdout.write(json.dumps({**done, "wall": time.perf_counter() - wall}) + "\n")
