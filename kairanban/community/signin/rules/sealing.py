"""Encryption of a card batch for the session that made it."""

import json

from cryptography.fernet import Fernet, InvalidToken

from kairanban.community.signin.rules.tokens import key_for

Tokens = list[tuple[int, str]]


def seal(session_token: str, tokens: Tokens) -> bytes:
    """Encrypt (household, card token) or (person, invitation token) pairs with a key from the session's token."""
    return Fernet(key_for(session_token)).encrypt(json.dumps(tokens).encode())


def unseal(session_token: str, sealed: bytes) -> Tokens | None:
    """Decrypt the pairs; None for another session's token."""
    try:
        opened = json.loads(Fernet(key_for(session_token)).decrypt(sealed))
    except InvalidToken:
        return None
    return [(household, token) for household, token in opened]
