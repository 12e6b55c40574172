"""Preview before publication: how many households are notified by which channel, and when."""

from collections import Counter
from dataclasses import dataclass

from kairanban.circulation.circulars.queries.delivery_preview import WAYS
from kairanban.circulation.circulars.rules.drafts import Work
from kairanban.circulation.circulars.rules.notification_timing import due_at, wanted
from kairanban.circulation.circulars.rules.timing import earliest
from kairanban.core.clock import Moment
from kairanban.db.tx import Tx


@dataclass(frozen=True, slots=True)
class DeliveryPreview:
    """Households per channel; `times` are later moments with the number notified then."""

    push: int
    mail: int
    paper: int
    by_themselves: int
    """Households that are not notified."""
    at_once: int
    times: tuple[tuple[Moment, int], ...]


async def delivery_preview(tx: Tx, work: Work) -> DeliveryPreview:
    """Return the preview as if the circular were published now."""
    start = earliest(work.kind, tx.now)
    ways, times = Counter[str](), Counter[Moment]()
    for one in await tx.all(WAYS, circular=work.id):
        told = wanted(one.choice, work.kind, work.importance, reminder=False, now=start)
        way = (
            "push" if one.push and told
            else "mail" if one.mail and told
            else "paper" if one.paper
            else "by_themselves"
        )  # fmt: skip
        ways[way] += 1
        if way in ("push", "mail"):
            times[due_at(one.choice, work.kind, work.importance, start)] += 1
    at_once = times.pop(tx.now, 0)
    return DeliveryPreview(
        push=ways["push"],
        mail=ways["mail"],
        paper=ways["paper"],
        by_themselves=ways["by_themselves"],
        at_once=at_once,
        times=tuple(sorted(times.items())),
    )
