"""What `doctor` says of the certificate of the public address."""

import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from socket import create_server

import pytest

from kairanban.config import Settings, read_settings
from kairanban.operations.cli.certificate import certificate


def settings(address: str) -> Settings:
    return replace(read_settings({}), public_address=address)


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[int]:
    """Serve a certificate of localhost that is valid for five days; yield the port."""
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = f"openssl req -x509 -newkey rsa:2048 -nodes -days 5 -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout {key} -out {cert}"
    subprocess.run(made.split(), check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    with create_server(("localhost", 0)) as server:
        threading.Thread(target=_greet, args=(server, context), daemon=True).start()
        yield server.getsockname()[1]


def _greet(server: object, context: ssl.SSLContext) -> None:
    while True:
        try:
            one, _ = server.accept()  # type: ignore[attr-defined]
            with context.wrap_socket(one, server_side=True) as greeted:
                greeted.recv(1)
        except ssl.SSLError:
            continue
        except OSError:
            return


def test_a_certificate_browsers_refuse_is_said(secure: int) -> None:
    well, said = certificate(settings(f"https://localhost:{secure}"))
    assert not well
    assert "refuse the certificate of localhost" in said


def test_one_that_was_not_renewed_is_said(
    secure: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
    well, said = certificate(settings(f"https://localhost:{secure}"))
    assert not well
    assert "valid for 4 more days" in said
    assert certificate(settings("http://localhost:8321"))[0] is True


def test_what_cannot_be_reached_from_here_is_no_fault() -> None:
    with create_server(("localhost", 0)) as server:
        port = server.getsockname()[1]
    well, said = certificate(settings(f"https://localhost:{port}"))
    assert well
    assert "could not be looked at" in said
