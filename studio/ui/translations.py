"""The language of the interface: switched while it runs, every open window is told by Qt's LanguageChange."""

from __future__ import annotations

import logging

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from studio.core import paths
from studio.core.errors import MESSAGES, ErrorInfo, Phrase
from studio.ui import words
from studio.ui.words import QT_TRANSLATE_NOOP

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
        self.language = "en"
        self._translators: list[QTranslator] = []

    def apply(self, choice: str) -> None:
        """Use the language of a setting. Qt then sends LanguageChange to every widget."""
        language = language_of(choice)
        if language == self.language:
            return
        self.language = language
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
    values = {n: _phrase(info.phrases[n]) if n in info.phrases else _word(n, v) for n, v in info.params.items()}
    if info.code == "setting-invalid" and "name" in values:
        values["name"] = words.setting(info.params["name"])
    return _fill(message.what, values), _fill(message.remedy, values)


PARAMETERS = (
    QT_TRANSLATE_NOOP("errors", "a picture"),
    QT_TRANSLATE_NOOP("errors", "a sound"),
    QT_TRANSLATE_NOOP("errors", "a sound with any samples"),
)
"""Words that come into the sentences as parameters."""


def _word(name: str, value: str) -> str:
    """A parameter in the user's language: a hint is a sentence that the core wrote whole."""
    if name == "task":
        return words.task(value)
    if name == "setting":
        return words.setting(value)
    return QCoreApplication.translate("errors", value) if name in ("hint", "what", "expected") else value


def _phrase(phrase: Phrase) -> str:
    return _fill(phrase.text, {n: _word(n, v) for n, v in phrase.values.items()})


def _fill(template: str, values: dict[str, str]) -> str:
    class Blank(dict[str, str]):
        def __missing__(self, key: str) -> str:
            return "?"

    return QCoreApplication.translate("errors", template).format_map(Blank(values))
