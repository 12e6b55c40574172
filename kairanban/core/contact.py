"""連絡がつきました: the kinds of visit after which a household counts as reached; all that chair and block leader see of it."""

REACHED_BY = ("called", "met", "paper")
