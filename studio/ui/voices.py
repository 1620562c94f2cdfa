"""Names of voices: what a model calls them, as a person reads it."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from studio.ui import words

_LANGUAGES = {"e": "es", "f": "fr", "h": "hi", "i": "it", "j": "ja", "k": "ko", "p": "pt", "z": "zh"}
_CODED = re.compile(r"([a-z])([fm])_(\w+)")
"""Kokoro's way: the first letter is the speaker's language, the second woman or man."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Voices", text)


def voice_name(voice: str) -> str:
    """``jm_kumo`` is “Kumo (Japanese, male)”; another name begins with a capital letter."""
    coded = _CODED.fullmatch(voice)
    language = _language(coded[1]) if coded else ""
    if coded is None or not language:
        return _titled(voice)
    gender = _tr("female") if coded[2] == "f" else _tr("male")
    return _tr("{voice} ({language}, {gender})").format(voice=_titled(coded[3]), language=language, gender=gender)


def _language(letter: str) -> str:
    if letter in "ab":
        return _tr("American English") if letter == "a" else _tr("British English")
    return words.language(_LANGUAGES[letter]) if letter in _LANGUAGES else ""


def _titled(name: str) -> str:
    return " ".join(part[:1].upper() + part[1:] for part in name.split("_"))
