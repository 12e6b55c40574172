"""連絡がつきました: the visit kinds that count as contact. Chair and block leader see no more than that."""

REACHED_BY = ("called", "met", "paper")
