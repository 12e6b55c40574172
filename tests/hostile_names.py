"""Names and titles that would end a line, begin a formula, close an element or read as another name."""

from hypothesis import strategies as st

PIECES = [
    "佐藤 花子", "\r\nBcc: spy@example.jp\r\n", "\r\n\r\n", "\r", "\n", "\x85", "\u2028", "\u2029", "\v", "\x1c",
    "\u202e", "\u2066", "\u200f", "\u061c", "\x00", "\x1b[2J", "\u200b", "\ufeff", "\u3000", "\xa0", " ",
    "=1+1", "+81", "-1", "@SUM(A1)", "\t=1", "＝1", "'", '"', '""', '","', ",", ";", ":", "\\n", "\\", "\ud800", "\udfff",
    "END:VEVENT", "\r\nEND:VCALENDAR\r\n", "<script>alert(1)</script>", "</table>", "&lt;", "{{ 7*7 }}", "%(name)s", "%",
    "👨\u200d👩\u200d👧", "葛\U000e0100", "か\u3099", "a" + "\u0301" * 40, "字" * 90, "a" * 90, "=?utf-8?q?x?=", "=?utf-8?b?DQpCY2M6IHNweUBleGFtcGxlLmpw?=", "<x@y.example>",
]  # fmt: skip
hostile_names = st.one_of(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join), st.text(min_size=1, max_size=40)
)
FORMULAS = [
    before + sign + "1" for before in ("", " ", "\u3000", "\u200b", "\t", "'", "\xa0 ") for sign in "=+-@＝"
]
