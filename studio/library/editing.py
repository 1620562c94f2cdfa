"""What the user knows better than the file: the kind, family and words of an imported addition."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from studio.core import additions
from studio.core.errors import InputError, ModelError, phrase
from studio.core.models import InstalledModel, ModelSpec
from studio.library import layout

_LONGEST = 200


def edit(models: Path, model_id: str, changes: Mapping[str, Any]) -> InstalledModel:
    """Write changes into a model's manifest. See :meth:`studio.library.library.Library.edit`."""
    for folder in models.iterdir() if models.is_dir() else ():
        manifest = None if folder.name.startswith(".") or not folder.is_dir() else layout.read_manifest(folder)
        if manifest is not None and manifest.spec.id == model_id:
            spec = manifest.spec
            for name, value in changes.items():
                spec = _changed(spec, name, value)
            manifest = msgspec.structs.replace(manifest, spec=spec)
            layout.write_manifest(folder, manifest)
            return layout.as_installed(folder, manifest)
    raise ModelError("model-missing", model=model_id)


def _changed(spec: ModelSpec, name: str, value: Any) -> ModelSpec:
    editable = settings(spec)
    if name not in editable:
        hint = (
            phrase("Of this model one can set: {names}.", names=", ".join(editable))
            if editable
            else phrase("Nothing of this model can be set.")
        )
        raise InputError("setting-invalid", name=name, value=value, hint=hint)
    if name == "trigger_words":
        words = value if isinstance(value, list | tuple) else re.split(r"[,，;\n]+", str(value))
        return _option(spec, name, [w for w in (_text(word) for word in words) if w][:32])
    text = _text(value)
    if name == "control" and text and text not in additions.CONTROLS:
        raise InputError(
            "setting-invalid",
            name=name,
            value=text,
            hint=phrase("Choose one of: {names}.", names=", ".join(additions.CONTROLS)),
        )
    if name == "family" and text and text not in additions.FAMILIES:
        raise InputError(
            "setting-invalid",
            name=name,
            value=text,
            hint=phrase("Choose one of: {names}.", names=", ".join(additions.FAMILIES)),
        )
    if name == "token" and (not text or re.search(r"\s", text)):
        raise InputError(
            "setting-invalid", name=name, value=f"“{text}”", hint=phrase("Choose one word without spaces.")
        )
    if name == "name":
        return msgspec.structs.replace(spec, name=text) if text else spec
    return msgspec.structs.replace(spec, family=text) if name == "family" else _option(spec, name, text)


def settings(spec: ModelSpec) -> tuple[str, ...]:
    """What can be set of a model, in the order it is shown; nothing of one that works by itself."""
    if not set(spec.tasks).intersection(additions.KINDS):
        return ()
    own = {
        "lora": ("trigger_words",),
        "controlnet": ("control",),
        "t2i-adapter": ("control",),
        "embedding": ("token",),
    }
    return ("name", "family", *own.get(spec.tasks[0], ()))


def _option(spec: ModelSpec, name: str, value: Any) -> ModelSpec:
    return msgspec.structs.replace(spec, options={**spec.options, name: value})


def _text(value: Any) -> str:
    return "".join(c for c in str(value) if c.isprintable()).strip()[:_LONGEST]
