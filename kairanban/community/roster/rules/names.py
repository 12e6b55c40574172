"""Names of fields, kinds and meanings on pages; each value is a msgid."""

from kairanban.community.roster.rules.choices import Use
from kairanban.community.roster.rules.fields import Field
from kairanban.community.roster.rules.lines import Kind
from kairanban.i18n.marks import N as _n

FIELD_NAMES: dict[Field, str] = {
    Field.IGNORED: _n("Not used"),
    Field.NAME: _n("Representative's name"),
    Field.FAMILY_NAME: _n("Family name"),
    Field.GIVEN_NAME: _n("Given name"),
    Field.READING: _n("Reading of the name"),
    Field.FAMILY_READING: _n("Reading of the family name"),
    Field.GIVEN_READING: _n("Reading of the given name"),
    Field.LABEL: _n("What the house is called"),
    Field.CODE: _n("Number of the household"),
    Field.BLOCK: _n("Block"),
    Field.SETTLEMENT: _n("Settlement"),
    Field.ROUTE_ORDER: _n("Route order"),
    Field.POSTAL: _n("Postal code"),
    Field.ADDRESS: _n("Address"),
    Field.BUILDING: _n("Name of the building"),
    Field.ROOM: _n("Number of the room"),
    Field.PHONE: _n("Telephone"),
    Field.SECOND_PHONE: _n("Second telephone"),
    Field.EMAIL: _n("E-mail"),
    Field.LANGUAGE: _n("Language"),
    Field.METHOD: _n("Paper or tablet"),
    Field.MEMBERSHIP: _n("Membership"),
    Field.REMARK: _n("Remarks"),
    Field.SERIAL: _n("Number of the row (not used)"),
    Field.SIZE: _n("Number of people (not used)"),
    Field.RELATION: _n("Relation to the head (joins people into households)"),
    Field.HEAD: _n("Who is the head (joins people into households)"),
    Field.AGE: _n("Age (tells children from adults, never taken)"),
    Field.BIRTH: _n("Birth date (tells children from adults, never taken)"),
    Field.MEMBERS: _n("People of the household"),
    Field.NEVER: _n("Never taken (birth date, sex, and the like)"),
}

USE_NAMES: dict[Use, str] = {
    Use.HOUSEHOLDS: _n("Read it as a roster"),
    Use.OFFICERS: _n("Read it as a list of officers"),
    Use.NOTHING: _n("Do not read it"),
}

LINE_NAMES: dict[Kind, str] = {
    Kind.HOUSEHOLD: _n("Household"),
    Kind.MEMBER: _n("Belongs to the household above"),
    Kind.EMPTY_HOUSE: _n("Empty house"),
    Kind.HIDDEN: _n("Hidden in the file"),
    Kind.STRUCK: _n("Struck through in the file"),
    Kind.DIED: _n("Has died, as the file says"),
    Kind.HEADING: _n("Heading once more"),
    Kind.TOTAL: _n("Total"),
    Kind.NOTE: _n("Note"),
    Kind.GROUP: _n("Name of a block"),
    Kind.CODE_ONLY: _n("Refused"),
    Kind.DUPLICATE: _n("Twice in the file"),
    Kind.REFUSED: _n("Refused"),
}

METHOD_NAMES = {"digital": _n("Tablet or phone"), "paper": _n("Paper"), "both": _n("Both")}

MEMBERSHIP_NAMES = {"full": _n("Member"), "associate": _n("Associate member"), "none": _n("Not a member")}

# Possible meanings of a remark, besides languages.
MEANING_NAMES = {
    "method:paper": _n("Wants paper"),
    "method:digital": _n("Wants tablet or phone"),
    "method:both": _n("Wants both"),
    "membership:associate": _n("Associate member"),
    "membership:none": _n("Not a member"),
    "appointment:chair": _n("Is the chair"),
    "appointment:officer": _n("Is an officer"),
    "appointment:block_leader": _n("Leads the block"),
    "leave_out": _n("Nobody lives there: leave the row out"),
}

LANGUAGE_NAMES = {
    "ja": "日本語",
    "ja-easy": "やさしい日本語",
    "en": "English",
    "zh": "中文",
    "vi": "Tiếng Việt",
    "pt": "Português",
    "ko": "한국어",
    "id": "Bahasa Indonesia",
    "ne": "नेपाली",
    "my": "မြန်မာ",
}
