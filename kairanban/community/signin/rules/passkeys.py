"""WebAuthn options and verification, through the library."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from kairanban.core.errors import Conflict
from kairanban.core.ids import PersonId
from kairanban.i18n.marks import N as _n

WRONG = _n("That did not go well. Please try once more.")

# What the library raises for a malformed answer.
_BROKEN = (WebAuthnException, ValueError, LookupError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Key:
    id: int
    person: PersonId
    public_key: bytes
    sign_count: int
    ended: int | None = None
    """When a recovery ended it: from then on it confirms the new key and signs nobody in."""


@dataclass(frozen=True, slots=True)
class Registered:
    credential: bytes
    public_key: bytes
    sign_count: int


@dataclass(frozen=True, slots=True)
class Proven:
    sign_count: int


def registration(address: str, person: PersonId, name: str, known: Sequence[bytes] = ()) -> tuple[str, bytes]:
    """Return registration options as JSON, and their challenge; a device with a `known` credential makes no second one."""
    options = generate_registration_options(
        rp_id=_host(address),
        rp_name="回覧板",
        user_name=name,
        user_id=str(person).encode(),
        exclude_credentials=[PublicKeyCredentialDescriptor(one) for one in known],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    return options_to_json(options), options.challenge


def registered(address: str, answer: dict[str, Any], challenge: bytes) -> Registered:
    """Verify a registration and return the new key; raise Conflict."""
    try:
        found = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_host(address),
            expected_origin=address,
            require_user_verification=True,
        )
    except _BROKEN as error:
        raise Conflict(WRONG) from error
    return Registered(found.credential_id, found.credential_public_key, found.sign_count)


def authentication(address: str) -> tuple[str, bytes]:
    """Return authentication options as JSON, and their challenge; a list of keys would name people."""
    options = generate_authentication_options(
        rp_id=_host(address), user_verification=UserVerificationRequirement.REQUIRED
    )
    return options_to_json(options), options.challenge


def credential_of(answer: dict[str, Any]) -> bytes:
    try:
        return base64url_to_bytes(str(answer["rawId"]))
    except _BROKEN as error:
        raise Conflict(WRONG) from error


def proven(address: str, answer: dict[str, Any], challenge: bytes, key: Key) -> Proven:
    """Verify that the key answered; raise Conflict."""
    try:
        found = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_host(address),
            expected_origin=address,
            credential_public_key=bytes(key.public_key),
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except _BROKEN as error:
        raise Conflict(WRONG) from error
    if is_copied(key.sign_count, found.new_sign_count):
        raise Conflict(WRONG)
    return Proven(found.new_sign_count)


def is_copied(before: int, now: int) -> bool:
    """Tell whether a counter shows that the key was copied: it counts, but does not rise.

    Keys that are synchronised between devices do not count and say 0, also after one that did.
    """
    return 0 < now <= before


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""
