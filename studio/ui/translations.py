"""The language of the interface: switched while it runs, every open window is told by Qt's LanguageChange."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from studio.core import paths
from studio.core.errors import MESSAGES, ErrorInfo, Phrase, listed
from studio.core.recipes import Recipe
from studio.ui import fonts, value_words, words

log = logging.getLogger(__name__)


def language_of(choice: str) -> str:
    """``en`` or ``zh_CN`` for a setting, where "" follows the system."""
    if choice:
        return choice
    for name in QLocale.system().uiLanguages():
        if name.startswith("zh"):
            return "zh_CN"
        if name.startswith("en"):
            return "en"
    return "en"


class Translations(QObject):
    """Installs the translators of one language; English needs none."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.language = ""
        self._translators: list[QTranslator] = []

    def apply(self, choice: str) -> None:
        """Use the language of a setting. Qt then sends LanguageChange to every widget."""
        language = language_of(choice)
        if language == self.language:
            return
        self.language = language
        fonts.apply(language)
        for translator in self._translators:
            QCoreApplication.removeTranslator(translator)
        self._translators.clear()
        QLocale.setDefault(QLocale(language) if choice else QLocale.system())
        if language == "en":
            return
        own = str(paths.resources_dir() / "translations")
        qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        # Qt's own first: the last installed is asked first.
        for folder, name in ((qt, f"qtbase_{language}"), (own, f"studio_{language}")):
            translator = QTranslator(self)
            if translator.load(name, folder):
                QCoreApplication.installTranslator(translator)
                self._translators.append(translator)
            else:
                log.info("no translation file %s in %s", name, folder)


def error_text(info: ErrorInfo) -> tuple[str, str]:
    """What happened and the next step, in the user's language."""
    message = MESSAGES.get(info.code, MESSAGES["internal"])
    values = {n: _said(n, info.phrases.get(n, v)) for n, v in info.params.items()}
    if info.code.startswith("setting-") and "name" in values and "name" not in info.phrases:
        values["name"] = words.setting(info.params["name"])
    return _fill(message.what, values), _fill(message.remedy, values)


_NAMES: dict[str, Callable[[str], str]] = {
    "task": words.task,
    "setting": words.setting,
    "switch": value_words.switch,
    "method": value_words.method,
    "axes": value_words.axes,
    "model": words.model_name,
    "kind": words.kind,
    "found": words.kind,
    "wanted": words.kind,
    "language": words.known_language,
    "languages": lambda value: phrase_text(listed(map(words.known_language, value.split(", ")))),
}
"""Parameters that are one of the studio's words, by their name."""


def phrase_text(phrase: Phrase) -> str:
    """A phrase in the user's language."""
    return _fill(phrase.text, {n: _said(n, v) for n, v in phrase.values.items()})


def notes_of(recipe: Recipe) -> list[str]:
    """A Recipe's notes in the user's language; those of older versions that have values stay English."""
    return [phrase_text(recipe.phrases.get(note, Phrase(note))) for note in recipe.notes]


def _said(name: str, value: str | Phrase) -> str:
    if isinstance(value, Phrase):
        return phrase_text(value)
    if name in _NAMES:
        return _NAMES[name](value)
    # Errors of older versions hold whole sentences here.
    return QCoreApplication.translate("errors", value) if name in ("hint", "what", "expected", "reason") else value


def _fill(template: str, values: dict[str, str]) -> str:
    class Blank(dict[str, str]):
        def __missing__(self, key: str) -> str:
            return "?"

    return QCoreApplication.translate("errors", template).format_map(Blank(values))
