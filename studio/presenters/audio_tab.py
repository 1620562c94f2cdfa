"""The audio tab: text to speech, speech to text, noise out of sounds."""

from __future__ import annotations

from typing import Any

from studio.core.errors import StudioError
from studio.core.requests import AudioRequest
from studio.library import resolving
from studio.presenters.tab import TabPresenter

NEEDS_SOUND = frozenset({"transcribe", "denoise"})
LOUDNESS: tuple[float, ...] = (-14.0, -16.0, -19.0, -23.0)
"""Usual delivery targets in LUFS: streaming, podcast stereo, podcast mono, broadcast (EBU R 128)."""


class AudioTabPresenter(TabPresenter):
    kind = "audio"

    def languages(self) -> list[str]:
        """Language tags that an installed voice speaks, or that recognition knows, for the chosen task."""
        found: list[str] = []
        for model in self.studio.models.for_task(self.values["task"]):
            if not self.values["model"] or model.spec.id == self.values["model"]:
                found += [tag for tag in model.spec.languages if tag not in found]
        return found

    def voices(self) -> list[tuple[str, str]]:
        """Pairs (model id, voice) for the chosen language and model."""
        language, chosen = self.values["language"], self.values["model"]
        return [
            (model.spec.id, voice)
            for model in self.studio.models.for_task("speak")
            if (not chosen or model.spec.id == chosen) and (not language or language in model.spec.languages)
            for voice in model.spec.voices
        ]

    def automatic(self) -> str:
        """Language and voice choose the model; the language is detected a moment after the text was typed."""
        if self.values["task"] != "speak":
            return super().automatic()
        detected = self.facts.facts.language if self.facts.facts is not None else ""
        language = self.values["language"] or detected
        try:
            asked = AudioRequest(language=language, voice=self.values["voice"])
            return resolving.speech(asked, self.studio.models.for_task("speak"), None)[1].spec.name
        except StudioError:
            return ""

    def fitting(self, values: dict[str, Any]) -> dict[str, Any]:
        values = super().fitting(values)
        fresh = self.defaults()
        if values["task"] == "speak":
            values["inputs"] = ()
        else:
            values["voice"], values["speed"], values["takes"] = "", fresh["speed"], 1
            values["seed"] = None
        if values["task"] == "denoise":
            values["language"] = ""
        return values

    def take_as_input(self, path: str, asset: str = "") -> None:
        """Use a sound as the input of the next run."""
        if self.values["task"] not in NEEDS_SOUND:
            self.set_value("task", "transcribe")
        self.set_input(path, "source", asset)
