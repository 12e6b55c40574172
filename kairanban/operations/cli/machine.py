"""Checks of `doctor` for what surrounds the program: the web server in front, and the clock of the machine."""

import shutil
import subprocess

from kairanban.config import Settings
from kairanban.web.forwarded import seen

Found = tuple[bool, str]
LOOK_SECONDS = 10.0


def proxies(settings: Settings) -> Found:
    """Compare KAIRANBAN_PROXIES with what requests of the last minutes carried."""
    named = settings.proxies
    if not settings.secure:
        return True, "No web server is expected in front of an address without https."
    found = seen(settings.data)
    if named == 0:
        return (
            False,
            "The public address is https, which a web server in front provides, but KAIRANBAN_PROXIES is 0: wrong tries of one person "
            f"then stop all. Set KAIRANBAN_PROXIES={max(found.least, 1) if found else 1}, then restart the server.",
        )
    if found is None:
        return (
            True,
            f"KAIRANBAN_PROXIES is {named}; no request was seen yet that would show whether that is right.",
        )
    if found.least == named:
        return (
            True,
            f"Requests name {named} web server{'' if named == 1 else 's'} in front, as KAIRANBAN_PROXIES says.",
        )
    if found.least < named:
        other = f", or set KAIRANBAN_PROXIES={found.least}" if found.least else ""
        return (
            False,
            f"Requests carry {found.least or 'no'} addresses in X-Forwarded-For, but KAIRANBAN_PROXIES is {named}: wrong tries of one person "
            f"then stop all. Let the web server send that header (packaging/), and close the port to others{other}.",
        )
    return (
        False,
        f"Requests come through {found.least} web servers, but KAIRANBAN_PROXIES is {named}: wrong tries of one person then stop "
        f"all. Set KAIRANBAN_PROXIES={found.least}, then restart the server.",
    )


def time_kept(_settings: Settings) -> Found:
    """Say whether the clock is kept right from the network, where systemd can tell."""
    program = shutil.which("timedatectl")
    if program is None:
        return True, "Whether the clock is kept right from the network cannot be told here (no timedatectl)."
    try:
        said = subprocess.run(
            [program, "show", "--property=NTPSynchronized", "--value"],
            capture_output=True, text=True, check=False, timeout=LOOK_SECONDS,
        ).stdout.strip()  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        said = ""
    match said:
        case "yes":
            return True, "The clock is kept right from the network."
        case "no":
            return (
                False,
                "The clock is not kept right from the network: run 'timedatectl set-ntp true', and look again in some minutes.",
            )
    return (
        True,
        "Whether the clock is kept right from the network cannot be told here (timedatectl does not answer).",
    )
