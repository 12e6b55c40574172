"""Lifetimes and limits of sessions, cards, requests and attempts."""

from kairanban.core.clock import DAY, HOUR, MINUTE

TOUCH_EVERY = HOUR

CARD_ALONE = 14 * DAY
CARD_MOST = 60 * DAY
DEVICES_MOST = 8
FEEDS_MOST = 3
# How long an ended feed still answers that it has ended.
FEED_ENDED = 90 * DAY

REQUEST_LASTS = 15 * MINUTE
INVITATION_LASTS = 24 * HOUR
# In a sealed envelope, from the first day of the term.
PAPER_INVITATION_LASTS = 30 * DAY
BATCH_LASTS = 30 * MINUTE
CHALLENGE_LASTS = 5 * MINUTE
COOKIE_FOR_LINK = 10 * 60
UNDO_LEAVING = 2 * MINUTE

PIN_WRONG_MOST = 20
ADDRESS_WRONG_MOST = 60
ADDRESS_WINDOW = DAY
PASSWORD_WRONG_MOST = 10
# A network may be a whole town hall.
NETWORK_WRONG_MOST = 60
BROWSERS_KNOWN_MOST = 10
# Devices that wait at the same time, and requests from one network a day.
REQUESTS_MOST = 3
REQUESTS_FROM_NETWORK_MOST = 30
PASSWORD_WINDOW = 15 * MINUTE
# Six digits that a screen shows, and for how long the screen may fetch its sign-in after they were typed.
PAIRING_LASTS = 10 * MINUTE
PAIRING_KEPT = DAY
# It may fetch it once more where the first answer was lost.
COLLECT_AGAIN = MINUTE
# Wrong digits: of a sign-in a day (a network: ADDRESS_WRONG_MOST), and of all together in a window.
PAIRING_WRONG_MOST = 10
PAIRING_WRONG_IN_ALL = 200
PAIRING_WINDOW = HOUR
# Screens that show digits at the same time, and of one network a day: it may be a hall where everybody learns it.
PAIRINGS_MOST = 500
PAIRINGS_FROM_NETWORK_MOST = 100
# So long a screen added by digits can be taken off by those that were there before, and takes off none of them.
UNDO_PAIRING = 7 * DAY
