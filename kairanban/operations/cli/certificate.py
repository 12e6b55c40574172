"""Check of `doctor` on the certificate that browsers see."""

import socket
import ssl
import time
from urllib.parse import urlsplit

from kairanban.config import Settings

# A web server renews its certificate 30 days ahead: one that has fewer left was not renewed.
LEAST_DAYS = 20
SECONDS = 5.0


def certificate(settings: Settings) -> tuple[bool, str]:
    """Say how long the certificate of the public address is valid."""
    if not settings.secure:
        return True, "No certificate is looked at: the public address is not https."
    url = urlsplit(settings.public_address)
    host = url.hostname or ""
    try:
        ends = _ends(host, url.port or 443)
    except ssl.SSLCertVerificationError as error:
        return (
            False,
            f"Browsers refuse the certificate of {host} ({error.verify_message}): look at the web server.",
        )
    except (OSError, ValueError):
        return True, f"The certificate of {host} could not be looked at from this machine."
    days = int(ends - time.time()) // 86_400
    said = f"The certificate of {host} is valid for {days} more days."
    return (
        days >= LEAST_DAYS,
        said if days >= LEAST_DAYS else f"{said} Why has the web server not renewed it?",
    )


def _ends(host: str, port: int) -> float:
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=SECONDS) as plain,
        context.wrap_socket(plain, server_hostname=host) as secure,
    ):
        found = secure.getpeercert() or {}
    return ssl.cert_time_to_seconds(str(found["notAfter"]))
