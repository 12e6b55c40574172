"""The supported languages. A new one needs an entry here and a folder in `locale/`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    """The folder of the catalogue."""
    tag: str
    """Value of the `lang` attribute."""
    name: str
    """Its name in the language itself."""
    locale: str
    """Babel locale for dates, numbers and plural forms."""

    latin: bool = False
    """Written in Latin letters, so that names need their reading in them."""

    easy: bool = False
    """Written by the rules of easy Japanese, for learners of the language."""

    @property
    def japanese(self) -> bool:
        """Written in Japanese, so that furigana apply."""
        return self.tag == "ja"


LANGUAGES = {
    language.code: language
    for language in (
        Language("ja", "ja", "日本語", "ja"),
        Language("ja-easy", "ja", "やさしい にほんご", "ja", easy=True),
        Language("en", "en", "English", "en", latin=True),
        Language("zh", "zh-Hans", "简体中文", "zh_Hans_CN"),
        Language("vi", "vi", "Tiếng Việt", "vi", latin=True),
        Language("pt", "pt-BR", "Português (Brasil)", "pt_BR", latin=True),
        Language("ko", "ko", "한국어", "ko"),
    )
}

DEFAULT = "ja"


def choose(wanted: str | None, accept: str = "") -> str:
    """Return the chosen language, else the first supported one of Accept-Language, else Japanese."""
    if wanted in LANGUAGES:
        return str(wanted)
    for part in accept.split(","):
        asked = part.split(";")[0].strip().lower().split("-")[0]
        for language in LANGUAGES.values():
            if language.tag.split("-")[0] == asked:
                return language.code
    return DEFAULT
