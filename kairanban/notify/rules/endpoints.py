"""Allowed push endpoints. A mistake here is a server-side request forgery."""

import re

from kairanban.core.outside import origin_of
from kairanban.core.push_services import PushService

LONGEST = 1_000
# Visible ASCII without backslash, which browsers and libraries parse differently, and without a fragment.
_PLAIN = re.compile(r"[!\"$-\[\]-~]+")

Services = tuple[PushService, ...]


def service_of(address: str, services: Services) -> PushService | None:
    """Return the entry that allows this URL; its parsed scheme, host and port are compared, nothing else."""
    if len(address) > LONGEST or not _PLAIN.fullmatch(address):
        return None
    try:
        asked = origin_of(address, "https", "http")
    except ValueError:
        return None
    return next((one for one in services if one.allows(asked)), None)


def allowed(address: str, services: Services) -> bool:
    return service_of(address, services) is not None


def trusted(address: str, services: Services) -> bool:
    """Tell whether the operator allowed exactly this scheme, host and port; it may then be private."""
    return allowed(address, tuple(one for one in services if one.exact))
