"""Errors in the user's language, the words that come into their sentences as parameters included."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTranslator

from studio.core import recipes, requests
from studio.core.errors import ErrorInfo, InputError, phrase
from studio.core.pictures import Cutout
from studio.core.recipes import Recipe
from studio.ui import words
from studio.ui.error_banner import ErrorBanner
from studio.ui.setting_values import value_text
from studio.ui.translations import error_text, notes_of, phrase_text


class Marking(QTranslator):
    """Puts every text that is translated in brackets."""

    def translate(self, context: str, text: str, comment: str | None = None, n: int = -1) -> str:
        return f"[{text}]"

    def isEmpty(self) -> bool:
        return False


@pytest.fixture
def marking(qapp: QCoreApplication) -> Iterator[None]:
    translator = Marking()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def refused(**values: object) -> ErrorInfo:
    with pytest.raises(InputError) as caught:
        requests.build("image", {"prompt": "a cat", **values})
    # It reaches the window through a pipe or the job table.
    return msgspec.json.decode(msgspec.json.encode(caught.value.info), type=ErrorInfo)


@pytest.mark.parametrize(
    ("values", "what", "remedy"),
    [
        (
            {"grid": {"x": {"setting": "steps", "values": "1-60"}, "y": {"setting": "seed", "values": "1,2"}}},
            "[“[Grid]” cannot be [120 pictures].]",
            "[[A grid has at most 100 pictures; choose fewer values.]]",
        ),
        (
            {"grid": {"x": {"setting": "steps", "values": "1"}, "y": {"setting": "steps", "values": "2"}}},
            "[“[Grid]” cannot be [[Steps] twice].]",
            "[[Choose two settings.]]",
        ),
        (
            {"hires": {"strength": 2}},
            "[“[[Second pass]: [Strength]]” cannot be 2.0.]",
            "[[Choose 0 to 1.]]",
        ),
        ({"steps": 900}, "[“[Steps]” cannot be 900.]", "[[Choose 0 to 500.]]"),
        ({"steps": "both"}, "[“[Steps]” cannot be both.]", None),
    ],
)
def test_settings_and_phrases_are_translated_and_what_was_typed_is_not(
    marking: None, values: dict[str, object], what: str, remedy: str | None
) -> None:
    told = error_text(refused(**values))
    assert told[0] == what and remedy in (None, told[1])


def test_the_same_error_reads_well_in_english() -> None:
    error = InputError("setting-invalid", name="grid", value=phrase("{count} texts", count=3), hint=phrase("Leave it."))
    assert str(error) == "“grid” cannot be 3 texts. Leave it."
    assert error.info.params["value"] == "3 texts"


def test_parts_of_settings_are_named(qapp: QCoreApplication) -> None:
    assert words.setting("hires.strength") == "Second pass: Strength"
    assert words.setting("loras.0.weight") == "LoRA 1: Weight"
    assert words.setting("trace.mode") == "Colours" and words.setting("unheard-of") == "unheard-of"


def test_notes_of_a_recipe_are_translated_and_those_of_older_ones_still_shown(marking: None) -> None:
    made = Recipe().noted([phrase("refined as a whole"), phrase("enlarged with {name}", name="真实放大")])
    kept = recipes.from_json(recipes.to_json(made))
    # On the disk and on the command line they are English sentences, as ever.
    assert kept.notes == ("refined as a whole", "enlarged with 真实放大")
    assert notes_of(kept) == ["[refined as a whole]", "[enlarged with 真实放大]"]
    old = recipes.from_json('{"version": 1, "notes": ["drawn at 64×64, then enlarged to 256×256"]}')
    assert notes_of(old) == ["[drawn at 64×64, then enlarged to 256×256]"]


def test_a_note_names_what_the_studio_has_a_word_for(qapp: QCoreApplication) -> None:
    left = phrase("{switch} was left out: {reason}", switch="fp8-weights", reason=phrase("it is on already"))
    assert str(left) == "fp8-weights was left out: it is on already"
    assert phrase_text(left) == "8-bit weights (fp8) was left out: it is on already"
    assert phrase_text(phrase("cut out by {method}", method="person")) == "cut out by people"
    assert value_text("cutout", Cutout(method="colour", background="picture")).startswith("Find by plain background, ")
    assert value_text("fast", ("compile",)) == "Compile the model"


def test_gathered_errors_follow_the_language_while_they_are_shown(qapp: QCoreApplication) -> None:
    cause = InputError("input-empty", name="a.png").info
    banner = ErrorBanner()
    banner.show_error(ErrorInfo(code="import-partly", causes=(("a.png", cause),)))
    assert f"a.png: {cause.what}" in banner.text()
    translator = Marking()
    qapp.installTranslator(translator)
    QCoreApplication.sendEvent(banner, QEvent(QEvent.Type.LanguageChange))
    assert "a.png: [" in banner.text() and "a.png: [" in banner._details.toPlainText()
    qapp.removeTranslator(translator)
    banner.deleteLater()
