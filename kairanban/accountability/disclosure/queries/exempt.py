"""Personal columns that no bundle contains, each with the reason; a test finds every other one in a part."""

SECRET = "A secret or its hash: a copy would let its holder enter, or identify her."
ITSELF = "It names the household, the adult or the row the bundle is about."
OFFICE = "What a person did in an office is the association's record; the person's own part has the office."
SIGNS_IN = "How a person signs in is hers alone and stands on her own page of keys; no officer copies it."
FILE = "A whole roster before it is taken, at most a day old; what was taken of it is in the bundle."
DECIDED = "Digests of rows and remarks that an import left out: they name nobody and cannot be read back."
DEMO = "Demo towns only, where nobody lives."
PRIVATE = "Who asked for help, and who saw it, is told to the device that asked."

_REASONS = {
    ITSELF: (
        "addressee.household announcement.household audience.household board_position.household calendar_feed.household "
        "call.household circular.bereaved consent.household device.household device_request.household emergency_look.household "
        "help_call.household hiding.household household_card.household joining_request.household journal.household "
        "look.household membership.household notice_address.household notice_choice.household notification.household "
        "reply.household survey_answer.household resident.household resident.person safety_addressee.household sighting.household "
        "visit.household data_request.household household_proposal.household renewal_confirmation.household provision.household appointment.person device_request.card"
    ),
    SECRET: (
        "household.pin_hash calendar_feed.token_hash household_card.token_hash card_batch.sealed long_work_part.sealed device_request.token_hash "
        "joining_request.token_hash notice_address.p256dh notice_address.auth notice_address.session device.session"
    ),
    OFFICE: (
        "asked_association.answered_by circular.changed_by circular.permission circular.made_by circular.published_by edition.made_by "
        "edition.reviewed_by municipal_request.sent_by own_pattern.made_by poster.made_by posting.posted_by "
        "safety_check.started_by safety_check.ended_by town_check.started_by town_check.ended_by breach.written_by "
        "roster_file.person household_card.printed_by appointment.appointed_by emergency_look.agreed_by "
        "emergency_look.reviewed_by provision.entered_by handover.successor handover.before handover.before_ends "
        "handover.made handover.made_by handover.help_name handover.help_phone handover.was_name handover.was_phone handover.settled handover.undone "
        "handover.closed handover_mark.person handover_mark.done chair_recovery.person chair_recovery.name "
        "chair_recovery.asked chair_recovery.officer chair_recovery.officer_agreed chair_recovery.town_officer "
        "chair_recovery.town_agreed chair_recovery.told chair_recovery.stopped_by chair_recovery.stopped "
        "chair_recovery.finished chair_recovery.present roster_renewal.started_by"
    ),
    SIGNS_IN: (
        "attempt.who challenge.person invitation.person invitation.token_hash invitation.made_by known_browser.person "
        "known_browser.token_hash known_browser.seen passkey.person passkey.credential passkey.public_key "
        "passkey.sign_count passkey.name passkey.made passkey.used passkey.ended person.password_hash person.earlier_hash person.keyed "
        "person.keyed_by appointment.locked session.token_hash session.made session.seen session.person "
        "session.person_since session.person_seen session.stepped_up session.kind"
    ),
    FILE: "roster_file.data roster_file.choices",
    DECIDED: "roster_memory.choices",
    DEMO: "demo_link.person demo_link.household",
    PRIVATE: "help_seen.person call.session help_call.session sighting.session",
}  # fmt: skip

EXEMPT = {column: reason for reason, columns in _REASONS.items() for column in columns.split()}
