"""The message format between parent and child: length, JSON header, then the blobs it announces."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

_LENGTH = 4
_LARGEST_HEADER = 4 * 1024 * 1024


class MalformedFrame(ValueError):
    """The bytes are not a valid frame."""


def pack(header: Mapping[str, Any], *blobs: bytes) -> bytes:
    """Encode a header and its blobs as one frame."""
    text = json.dumps({**header, "blobs": [len(blob) for blob in blobs]}).encode()
    return b"".join((len(text).to_bytes(_LENGTH, "big"), text, *blobs))


def unpack(frame: bytes) -> tuple[dict[str, Any], Sequence[bytes]]:
    """Decode a frame; raise MalformedFrame unless header and blobs match its length exactly."""
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
