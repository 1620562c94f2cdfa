"""Styles, presets and negative presets: what a file of them may hold."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

import msgspec

from studio.core import requests
from studio.core.errors import InputError, phrase
from studio.core.requests import Kind

VERSION = 1
PROMPT_PLACE = "{prompt}"

Name: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=80, pattern=r"^\S(.*\S)?$")]
Words: TypeAlias = Annotated[str, msgspec.Meta(max_length=10_000)]
Labels: TypeAlias = Annotated[dict[str, Annotated[str, msgspec.Meta(max_length=80)]], msgspec.Meta(max_length=20)]

NOT_IN_PRESETS = frozenset({"control", "references", "grid", "edit", "cutout", "trace", "extend"})
"""Settings that belong to a picture or a single run."""


class PromptItem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """``name`` is what requests and other files call it; ``labels`` are names in other languages (``zh``)."""

    name: Name
    labels: Labels = {}

    def label(self, language: str) -> str:
        """The name in a language (``zh_CN`` finds ``zh``)."""
        return self.labels.get(language) or self.labels.get(language.partition("_")[0]) or self.name

    def check(self) -> None:
        """Raises :class:`InputError` for what its fields' types cannot say."""


class Style(PromptItem, frozen=True, kw_only=True):
    """Words around a prompt: ``prompt`` holds ``{prompt}`` where it goes, or is put behind it. ``group`` is a heading."""

    prompt: Words = ""
    negative: Words = ""
    group: Annotated[str, msgspec.Meta(max_length=40)] = ""

    def check(self) -> None:
        if not self.prompt.strip() and not self.negative.strip():
            raise InputError(
                "setting-invalid",
                name="prompt",
                value=phrase("empty"),
                hint=phrase("Give it a prompt or a negative."),
            )


class Negative(PromptItem, frozen=True, kw_only=True):
    """A negative prompt with a name."""

    negative: Annotated[str, msgspec.Meta(min_length=1, max_length=10_000)]


class Preset(PromptItem, frozen=True, kw_only=True):
    """Settings with a name, as ``--set`` writes them; those it does not name stay as they are."""

    kind: Literal["text", "image", "audio"] = "image"
    settings: dict[str, Any]

    def check(self) -> None:
        self.values()

    def values(self) -> dict[str, Any]:
        """The settings as the Request's own types. Raises :class:`InputError` naming the one that does not fit."""
        allowed = allowed_in_presets(self.kind)
        for name, value in self.settings.items():
            if name.partition(".")[0] not in allowed:
                hint = phrase("Settings of a preset: {names}.", names=", ".join(sorted(allowed)))
                raise InputError("setting-invalid", name=name, value=str(value)[:80], hint=hint)
        request = requests.build(self.kind, {**self.settings, "prompt": "."})
        return {name: getattr(request, name) for name in {n.partition(".")[0] for n in self.settings}}


def allowed_in_presets(kind: Kind) -> frozenset[str]:
    """Names of the settings that a preset of this kind may hold."""
    return frozenset(requests.settings_of(kind)) - NOT_IN_PRESETS


def as_plain(settings: dict[str, Any]) -> dict[str, Any]:
    """Settings as JSON types, for a Preset."""
    plain: dict[str, Any] = msgspec.to_builtins(settings)
    return plain
