"""Writes the list of common passwords that the program ships with.

    python -m tests.house.common_passwords DJANGO ZXCVBN

where both are folders of the unpacked wheels of Django 5.2 and zxcvbn 4.5. Of Django the 20,000 common passwords are taken, of
zxcvbn the common passwords and the 30,000 most frequent words of English: what has ten characters or more.
"""

import gzip
import importlib.util
import sys
import unicodedata
from pathlib import Path

from kairanban.community.signin.rules.passwords import PASSWORD_LEAST
from kairanban.community.signin.rules.refused_passwords import LIST

HEADER = """\
# Common passwords and English words of ten characters or more, in lower case, sorted; written by tests/house/common_passwords.py.
# From Django, common-passwords.txt.gz: Copyright (c) Django Software Foundation and individual contributors, BSD-3-Clause;
# the list was made by Royce Williams.
# From zxcvbn for Python, frequency_lists.py: Copyright (c) 2012-2016 Dan Wheeler and Dropbox, Inc., and Daniel Wolf, MIT.
"""


def written(django: Path, zxcvbn: Path) -> str:
    """Return the list as it is stored."""
    with gzip.open(django / "django/contrib/auth/common-passwords.txt.gz", "rt", encoding="utf-8") as file:
        found = set(file.read().split("\n"))
    spec = importlib.util.spec_from_file_location("lists", zxcvbn / "zxcvbn" / "frequency_lists.py")
    assert spec is not None
    assert spec.loader is not None
    lists = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(lists)
    for name in ("passwords", "english_wikipedia"):
        found.update(lists.FREQUENCY_LISTS[name])
    plain = {unicodedata.normalize("NFKC", one).casefold().strip() for one in found}
    kept = sorted(one for one in plain if len(one) >= PASSWORD_LEAST and not one.startswith("#"))
    return HEADER + "\n".join(kept) + "\n"


if __name__ == "__main__":
    LIST.write_text(written(Path(sys.argv[1]), Path(sys.argv[2])), encoding="utf-8")
