"""Deletion of expired secrets."""

from kairanban.access.sign_ins import HOUSEHOLD_MOST
from kairanban.community.long_work.queries import FORGET
from kairanban.community.long_work.rules import LASTS
from kairanban.community.signin.actions import pairing
from kairanban.community.signin.queries import cards, device_requests, devices, feeds, persons
from kairanban.community.signin.rules.lifetimes import (
    ADDRESS_WINDOW,
    BATCH_LASTS,
    CHALLENGE_LASTS,
    FEED_ENDED,
)
from kairanban.core.clock import DAY
from kairanban.db.tx import Tx


async def forget_old_secrets(tx: Tx) -> int:
    """Remove devices, card batches, their files, calendar feeds, requests, digits, challenges and attempt counts past their lifetime."""
    return sum(
        [
            await tx.run(devices.REMOVE_OLD, within=HOUSEHOLD_MOST),
            await tx.run(cards.FORGET_BATCHES, within=BATCH_LASTS),
            await tx.run(FORGET, within=LASTS),
            await tx.run(feeds.FORGET, within=FEED_ENDED),
            await tx.run(device_requests.FORGET_OLD, within=DAY),
            await pairing.forget_old(tx),
            await tx.run(persons.FORGET_CHALLENGES, within=CHALLENGE_LASTS),
            await tx.run(persons.FORGET_ATTEMPTS, before=tx.now - 2 * ADDRESS_WINDOW),
        ]
    )
