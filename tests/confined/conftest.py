from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def cleaning() -> bytes:
    return (SAMPLES / "circular-cleaning.pdf").read_bytes()


@pytest.fixture
def scan() -> bytes:
    return (SAMPLES / "circular-gomi-scanned.pdf").read_bytes()


@pytest.fixture
def locked() -> bytes:
    return (SAMPLES / "locked.pdf").read_bytes()
