"""Signing keys of the server, created once and kept in the database, so that backups contain them."""

import base64
import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives import serialization as s
from cryptography.hazmat.primitives.asymmetric import ec

from kairanban.core.actor import System
from kairanban.db.engine import Database
from kairanban.db.settings import get_setting, set_if_absent, set_setting
from kairanban.db.tx import Tx

PUSH_KEY, LINK_KEY = "push_key", "link_key"


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys for push services (VAPID, RFC 8292) and for links in mail."""

    private_key: str
    link_key: str

    @property
    def public_pem(self) -> str:
        form = s.PublicFormat.SubjectPublicKeyInfo
        return self._public().public_bytes(s.Encoding.PEM, form).decode()

    @property
    def public_key(self) -> str:
        """Public key as browsers need it to subscribe: base64url of the uncompressed point."""
        point = self._public().public_bytes(s.Encoding.X962, s.PublicFormat.UncompressedPoint)
        return base64.urlsafe_b64encode(point).decode().rstrip("=")

    def _public(self) -> ec.EllipticCurvePublicKey:
        found = s.load_pem_private_key(self.private_key.encode(), None)
        assert isinstance(found, ec.EllipticCurvePrivateKey)
        return found.public_key()


async def keys_of(tx: Tx) -> Keys | None:
    private, link = await get_setting(tx, PUSH_KEY), await get_setting(tx, LINK_KEY)
    return Keys(private, link) if private and link else None


async def ensure_keys(database: Database) -> Keys:
    """Return the keys, creating them if absent; concurrent callers get the same ones."""
    who = System("keys")
    async with database.read(who) as tx:
        found = await keys_of(tx)
    if found is None:
        async with database.write(who) as tx:
            for name, value in ((PUSH_KEY, new_private_key()), (LINK_KEY, secrets.token_urlsafe(32))):
                await set_if_absent(tx, name, value)
            found = await keys_of(tx)
    assert found is not None
    return found


async def renew_link_key(tx: Tx) -> None:
    """Replace the key of links in mail: those sent before open nothing, the next mail carries new ones."""
    await set_setting(tx, LINK_KEY, secrets.token_urlsafe(32))


async def renew_push_key(tx: Tx) -> None:
    """Replace the key of push messages; the caller ends the addresses made with it."""
    await set_setting(tx, PUSH_KEY, new_private_key())


def new_private_key() -> str:
    made = ec.generate_private_key(ec.SECP256R1())
    return made.private_bytes(s.Encoding.PEM, s.PrivateFormat.PKCS8, s.NoEncryption()).decode()
