"""Model cards: what a model is for, words for its styles, and example prompts, in the user's language.

A model brings one as ``card.json`` in its folder, or as ``card`` in the options of its catalogue entry.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, TypeAlias

import msgspec

from studio.core.models import InstalledModel

FILE = "card.json"
_BYTES = 1 << 20

Text: TypeAlias = Annotated[str, msgspec.Meta(max_length=500)]
Texts: TypeAlias = Annotated[list[Text], msgspec.Meta(max_length=40)]


class CardStyle(msgspec.Struct, frozen=True):
    """``words`` are what the model was trained to read; ``labels`` what the user sees, by language."""

    words: str
    labels: dict[str, str]

    def label(self, language: str) -> str:
        return _in(self.labels, language) or self.words


class Card(msgspec.Struct, frozen=True):
    """``purpose`` is a sentence, ``examples`` are prompts, each by language (``en``, ``zh``)."""

    purpose: dict[str, str] = {}
    styles: tuple[CardStyle, ...] = ()
    examples: dict[str, tuple[str, ...]] = {}

    def purpose_in(self, language: str) -> str:
        return _in(self.purpose, language) or ""

    def examples_in(self, language: str) -> tuple[str, ...]:
        return _in(self.examples, language) or ()


class _Style(msgspec.Struct, frozen=True):
    words: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    en: Text = ""
    zh: Text = ""


class _Document(msgspec.Struct, frozen=True):
    """What is read of the file; all else in it is left alone."""

    purpose: dict[str, Text] = {}
    styles: Annotated[list[_Style], msgspec.Meta(max_length=100)] = []
    examples: dict[str, Texts] = {}


def card_of(model: InstalledModel) -> Card | None:
    """The card of a model; None when it brings none that can be read."""
    try:
        document = _read(model)
    except (OSError, msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None
    if document is None:
        return None
    styles = tuple(CardStyle(s.words, {"en": s.en, "zh": s.zh}) for s in document.styles)
    return Card(document.purpose, styles, {language: tuple(texts) for language, texts in document.examples.items()})


def _read(model: InstalledModel) -> _Document | None:
    given: Any = model.spec.options.get("card")
    if isinstance(given, dict):
        return msgspec.convert(given, _Document)
    path = Path(model.folder) / FILE
    with path.open("rb") as file:
        data = file.read(_BYTES + 1)
    return msgspec.json.decode(data, type=_Document) if len(data) <= _BYTES else None


def _in(texts: dict[str, Any], language: str) -> Any:
    """The text in a language (``zh_CN`` finds ``zh``), else the English one."""
    return texts.get(language) or texts.get(language.partition("_")[0]) or texts.get("en")
