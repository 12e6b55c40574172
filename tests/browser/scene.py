"""One page of the gallery."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scene:
    """A page as a person sees it; `cookies` replace links that were followed."""

    name: str
    path: str
    who: str | None = None
    cookies: tuple[tuple[str, str], ...] = ()
    status: int = 200
