"""Signing of backups: the key lies beside the database and in no backup, its mark on the operator's sealed sheet.

The holder of a backup can read it, but cannot change it so that it still carries the mark.
"""

import base64
import hashlib
import os
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization as s
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FILE = "backup-key"
# 120 bits of the digest in groups that are read aloud and typed.
MARK_BYTES, GROUP = 15, 4


class NotSignedByIt(Exception):
    """The backup carries no signature of the key with this mark."""


def signing_key(folder: Path) -> Ed25519PrivateKey:
    """Return the key in the data folder, made if absent; raise OSError where it can be neither read nor written."""
    try:
        return Ed25519PrivateKey.from_private_bytes((folder / FILE).read_bytes())
    except FileNotFoundError:
        return _first_key(folder)
    except ValueError:
        raise OSError(None, "the key of the backups is damaged", str(folder / FILE)) from None


def has_key(folder: Path) -> bool:
    return (folder / FILE).exists()


def renew_key(folder: Path) -> Ed25519PrivateKey:
    """Replace the key; backups before keep their mark."""
    key = Ed25519PrivateKey.generate()
    _written(folder, key).rename(folder / FILE)
    return key


def _first_key(folder: Path) -> Ed25519PrivateKey:
    """Make the key; of two that begin at once both return the same."""
    key = Ed25519PrivateKey.generate()
    part = _written(folder, key)
    try:
        os.link(part, folder / FILE)
    except FileExistsError:
        return signing_key(folder)
    finally:
        part.unlink()
    return key


def _written(folder: Path, key: Ed25519PrivateKey) -> Path:
    """Write the key to a file of its own that others cannot open, and return it."""
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=f"{FILE}-")
    with os.fdopen(descriptor, "wb") as file:
        file.write(key.private_bytes(s.Encoding.Raw, s.PrivateFormat.Raw, s.NoEncryption()))
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def mark_of(key: Ed25519PrivateKey | Ed25519PublicKey) -> str:
    """Return what the sealed sheet names: six groups of four letters and digits."""
    public = key.public_key() if isinstance(key, Ed25519PrivateKey) else key
    digest = hashlib.sha256(public.public_bytes_raw()).digest()[:MARK_BYTES]
    text = base64.b32encode(digest).decode()
    return "-".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def same_mark(typed: str, mark: str) -> bool:
    """Compare as people type: without spaces and hyphens, in any case, 0 for O and 1 for I."""
    return _plain(typed) == _plain(mark)


def _plain(mark: str) -> str:
    return "".join(mark.upper().replace("0", "O").replace("1", "I").replace("-", "").split())


def signature(key: Ed25519PrivateKey, digest: bytes) -> dict[str, str]:
    """Return the last line of a signed backup, of the digest of all lines before."""
    public = key.public_key().public_bytes_raw()
    return {
        "signature": base64.b64encode(key.sign(digest)).decode(),
        "key": base64.b64encode(public).decode(),
    }


def signed_by(line: dict[str, str], digest: bytes) -> str:
    """Return the mark of the key that signed; raise ValueError where the lines before were changed."""
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(line["key"], validate=True))
    try:
        public.verify(base64.b64decode(line["signature"], validate=True), digest)
    except InvalidSignature:
        raise ValueError("changed") from None
    return mark_of(public)
