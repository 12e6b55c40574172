"""One page of the gallery."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scene:
    """A page as somebody finds it. `cookies` stand for links that were followed."""

    name: str
    path: str
    who: str | None = None
    cookies: tuple[tuple[str, str], ...] = ()
    status: int = 200
