"""All parts of a bundle, in the order in which they are read."""

from kairanban.accountability.disclosure.queries.dealings import DEALINGS
from kairanban.accountability.disclosure.queries.households import HOUSEHOLDS
from kairanban.accountability.disclosure.queries.parts import MOST, Part

PARTS: tuple[Part, ...] = (*HOUSEHOLDS, *DEALINGS)

__all__ = ["MOST", "PARTS", "Part"]
