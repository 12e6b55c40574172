"""What parent and child say to each other: a length, a JSON header, then the bytes the header announces."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

_LENGTH = 4
_LARGEST_HEADER = 4 * 1024 * 1024


class MalformedFrame(ValueError):
    """What arrived is not a frame."""


def pack(header: Mapping[str, Any], *blobs: bytes) -> bytes:
    """Put a header and any number of blobs into one run of bytes."""
    text = json.dumps({**header, "blobs": [len(blob) for blob in blobs]}).encode()
    return b"".join((len(text).to_bytes(_LENGTH, "big"), text, *blobs))


def unpack(frame: bytes) -> tuple[dict[str, Any], Sequence[bytes]]:
    """Take a frame apart; raises MalformedFrame unless every byte is accounted for."""
    start = _LENGTH + int.from_bytes(frame[:_LENGTH], "big")
    if len(frame) < start or start > _LARGEST_HEADER:
        raise MalformedFrame("the header is cut short or too long")
    try:
        header = json.loads(frame[_LENGTH:start])
    except (ValueError, RecursionError) as error:
        raise MalformedFrame("the header is not JSON") from error

    lengths = header.pop("blobs", None) if isinstance(header, dict) else None
    if not isinstance(lengths, list) or any(type(n) is not int or n < 0 for n in lengths):
        raise MalformedFrame("the header announces no blobs")
    if start + sum(lengths) != len(frame):
        raise MalformedFrame("the blobs are not as long as announced")

    blobs = []
    for length in lengths:
        blobs.append(frame[start : start + length])
        start += length
    return header, blobs
