"""Local push services, and the devices notified through them."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kairanban.community.people.actions.households import NewHousehold, add_household
from kairanban.community.signin.actions import sessions
from kairanban.community.signin.queries import devices
from kairanban.db.engine import Database
from kairanban.notify.queries import addresses
from tests.bench.serving import ROOT
from tests.notify.push_service import Browser
from tests.world import SYSTEM, World


async def add_devices(database: Database, world: World, ports: dict[str, int], share: dict[str, int]) -> None:
    """Add households with a device each, alternating services."""
    browser = Browser("one").subscription("")["keys"]
    kinds = [kind for kind, number in share.items() for _ in range(number)]
    for start in range(0, len(kinds), 200):
        async with database.write(SYSTEM) as tx:
            for number in range(start, min(start + 200, len(kinds))):
                block = world.places[f"block_{number % 2 + 1}"]
                new = NewHousehold(
                    world.places["midorigaoka"], f"家{number}", block, number, method="digital"
                )
                household = await add_household(tx, new)
                session, _token = await sessions.household_session(tx)
                bound = {"kind": "ipad", "how": "card", "bound": tx.now, "approved_by": None}
                await tx.value(devices.BIND, session=session, household=household, **bound)
                await tx.value(
                    addresses.ADD, channel="push", session=session, household=None, language="ja", **browser,
                    target=f"https://localhost:{ports[kinds[number]]}/push/{number}",
                    made=tx.now, renewed=tx.now, confirmed=tx.now,
                )  # fmt: skip


@contextmanager
def sinks(folder: Path, *kinds: str) -> Iterator[list[int]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.push_sink", str(folder / "both.pem"), *kinds],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


def certify(folder: Path) -> None:
    """Make a self-signed certificate for localhost."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate = made.public_bytes(serialization.Encoding.PEM)
    form = serialization.PrivateFormat.PKCS8
    private = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    (folder / "certificate.pem").write_bytes(certificate)
    (folder / "both.pem").write_bytes(private + certificate)
