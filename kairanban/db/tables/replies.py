"""Replies of households. One that was taken back stays, with the time."""

from sqlalchemy import Index

from kairanban.db.tables.columns import Of, key, prose, ref, table, text, whole
from kairanban.db.tables.terms import REPLIES

reply = table(
    "reply",
    key(),
    ref("circular", "circular"),
    ref("household", "household", of=Of.HOUSEHOLD),
    ref("resident", "resident", of=Of.RESIDENT, null=True),
    whole("edition"),
    text("language", default="ja"),
    # acknowledged, attending, absent, undecided, number, words, survey
    text("choice", of=Of.HOUSEHOLD, default=None),
    whole("number", of=Of.HOUSEHOLD, null=True),
    prose("words", of=Of.HOUSEHOLD),
    text("method", of=Of.HOUSEHOLD, default="app"),
    # The name beside the tick on a paper sheet, if any.
    text("signed", of=Of.HOUSEHOLD),
    # 代理確認: who entered it for the household.
    ref("proxy", "person", of=Of.PERSON, null=True),
    text("client_id", default=None),
    whole("made", of=Of.HOUSEHOLD),
    whole("received", of=Of.HOUSEHOLD),
    whole("taken_back", null=True),
    kept=REPLIES,
)

Index("uq_reply_client", reply.c.circular, reply.c.household, reply.c.client_id, unique=True)
Index("uq_reply_standing", reply.c.circular, reply.c.household, unique=True,
      sqlite_where=reply.c.taken_back.is_(None), postgresql_where=reply.c.taken_back.is_(None))  # fmt: skip

# The answers to a survey, a row for each question of a reply, of several choices one for each.
survey_answer = table(
    "survey_answer",
    ref("reply", "reply", key=True),
    whole("question", key=True),
    # 1 and more; 0 for a number or words.
    whole("choice", key=True, of=Of.HOUSEHOLD),
    ref("circular", "circular"),
    ref("household", "household", of=Of.HOUSEHOLD, index=True),
    # The author's question as it was asked.
    text("asked_as"),
    whole("number", of=Of.HOUSEHOLD, null=True),
    # The household's own words, or those of its choice as the author wrote them.
    prose("words", of=Of.HOUSEHOLD),
    kept=REPLIES,
)

Index("ix_survey_answer_circular", survey_answer.c.circular, survey_answer.c.question)
