"""役員交代: the chair's office handed on, its checklist, and its recovery where nobody holds the keys."""

from kairanban.db.tables.columns import Of, key, ref, table, text, whole
from kairanban.db.tables.terms import HANDOVERS

handover = table(
    "handover",
    key(),
    ref("association", "place", index=True),
    ref("successor", "appointment", of=Of.PERSON),
    # The chair's term that it cut short, and when that would have ended; for the undo.
    ref("before", "appointment", of=Of.PERSON, null=True),
    whole("before_ends", of=Of.PERSON, null=True),
    whole("made", of=Of.PERSON),
    ref("made_by", "person", of=Of.PERSON, null=True),
    # The help contact of every page from the day on: asked once, `settled` when entered or kept as it is.
    text("help_name", of=Of.PERSON),
    text("help_phone", of=Of.PERSON),
    text("was_name", of=Of.PERSON),
    text("was_phone", of=Of.PERSON),
    whole("settled", of=Of.PERSON, null=True),
    whole("undone", of=Of.PERSON, null=True),
    # When the keys that the one before had for this office ended.
    whole("closed", of=Of.PERSON, null=True),
    kept=HANDOVERS,
)

# Of an association, from year to year; `kind` names one of the usual items, "" one in the association's own words.
handover_item = table(
    "handover_item",
    key(),
    ref("association", "place", index=True),
    text("kind"),
    text("words"),
    whole("sort", default=0),
    whole("removed", null=True),
)

handover_mark = table(
    "handover_mark",
    ref("handover", "handover", key=True),
    ref("item", "handover_item", key=True),
    ref("person", "person", of=Of.PERSON, null=True),
    whole("done", of=Of.PERSON),
    kept=HANDOVERS,
)

# A town's officer, or the operator, and one officer together give the chair's office a new key.
chair_recovery = table(
    "chair_recovery",
    key(),
    ref("association", "place", index=True),
    # A person of the association, or the name of a new one.
    ref("person", "person", of=Of.PERSON, null=True),
    text("name", of=Of.PERSON),
    whole("asked", of=Of.PERSON),
    ref("officer", "person", of=Of.PERSON, null=True),
    whole("officer_agreed", of=Of.PERSON, null=True),
    # 1: she agreed in person, before the town's officer or the operator.
    whole("present", of=Of.PERSON, default=0),
    ref("town_officer", "person", of=Of.PERSON, null=True),
    whole("town_agreed", of=Of.PERSON, null=True),
    # The later of both: households and officers are told, and 48 hours begin.
    whole("told", of=Of.PERSON, null=True),
    ref("stopped_by", "person", of=Of.PERSON, null=True),
    whole("stopped", of=Of.PERSON, null=True),
    whole("finished", of=Of.PERSON, null=True),
    kept=HANDOVERS,
)
