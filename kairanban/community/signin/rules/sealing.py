"""A printed batch of cards, sealed so that only the session that printed it can see it again."""

import json

from cryptography.fernet import Fernet, InvalidToken

from kairanban.community.signin.rules.tokens import key_for

Tokens = list[tuple[int, str]]


def seal(session_token: str, tokens: Tokens) -> bytes:
    """Household ids with their card tokens, unreadable without the session's own token."""
    return Fernet(key_for(session_token)).encrypt(json.dumps(tokens).encode())


def unseal(session_token: str, sealed: bytes) -> Tokens | None:
    """None where another session's token is tried."""
    try:
        opened = json.loads(Fernet(key_for(session_token)).decrypt(sealed))
    except InvalidToken:
        return None
    return [(household, token) for household, token in opened]
