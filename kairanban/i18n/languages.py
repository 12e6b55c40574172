"""The languages there are catalogues for. Adding one is a line here and a folder in `locale/`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    """The folder of the catalogue."""
    tag: str
    """What `lang` says."""
    name: str
    """Its own name for itself."""
    locale: str
    """Whose formats of dates and numbers it uses, as Babel names them."""

    easy: bool = False
    """Written by the rules of easy Japanese, for whoever is still learning the language."""

    @property
    def japanese(self) -> bool:
        """Written with kanji that may have furigana."""
        return self.tag == "ja"


LANGUAGES = {
    language.code: language
    for language in (
        Language("ja", "ja", "日本語", "ja"),
        Language("ja-easy", "ja", "やさしい にほんご", "ja", easy=True),
        Language("en", "en", "English", "en"),
        Language("zh", "zh-Hans", "简体中文", "zh_Hans_CN"),
        Language("vi", "vi", "Tiếng Việt", "vi"),
        Language("pt", "pt-BR", "Português (Brasil)", "pt_BR"),
        Language("ko", "ko", "한국어", "ko"),
    )
}

DEFAULT = "ja"


def choose(wanted: str | None, accept: str = "") -> str:
    """The language chosen, else the first the browser asks for that exists, else Japanese."""
    if wanted in LANGUAGES:
        return str(wanted)
    for part in accept.split(","):
        asked = part.split(";")[0].strip().lower().split("-")[0]
        for language in LANGUAGES.values():
            if language.tag.split("-")[0] == asked:
                return language.code
    return DEFAULT
