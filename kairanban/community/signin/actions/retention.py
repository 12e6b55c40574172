"""Secrets that have had their time are taken out of the database."""

from kairanban.community.signin.queries import cards, devices, feeds, persons
from kairanban.community.signin.rules.lifetimes import (
    ADDRESS_WINDOW,
    BATCH_LASTS,
    CHALLENGE_LASTS,
    FEED_ENDED,
    HOUSEHOLD_MOST,
)
from kairanban.db.tx import Tx


async def forget_old_secrets(tx: Tx) -> None:
    """Devices bound too long ago, sealed card batches, ended calendars, passkey challenges and counts of wrong tries."""
    await tx.run(devices.REMOVE_OLD, within=HOUSEHOLD_MOST)
    await tx.run(cards.FORGET_BATCHES, within=BATCH_LASTS)
    await tx.run(feeds.FORGET, within=FEED_ENDED)
    await tx.run(persons.FORGET_CHALLENGES, within=CHALLENGE_LASTS)
    await tx.run(persons.FORGET_ATTEMPTS, before=tx.now - 2 * ADDRESS_WINDOW)
