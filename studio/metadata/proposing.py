"""From what was found in a file to what the studio would take over: other programs' settings, or a recipe of ours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath

import msgspec

from studio.core import requests
from studio.core.errors import ErrorInfo
from studio.core.models import InstalledModel
from studio.core.recipes import Recipe
from studio.core.requests import ImageRequest, InputRef
from studio.metadata import matching, translating
from studio.metadata.found import Found, note
from studio.metadata.proposal import LISTS, Item, Need, Proposal

Locate = Callable[[InputRef], str]
"""The path of an input file of a recipe, "" where it is not there any more."""

_OF_A_RUN = frozenset({"takes", "run_prompts", "run_negative"})
"""Fields that belong to one run; the next one fills them in anew."""


def nowhere(item: InputRef) -> str:
    return ""


def propose(found: Found, models: Sequence[InstalledModel], locate: Locate = nowhere) -> Proposal | None:
    """What a file offers, whoever wrote it; None where it says nothing. ``models`` are the installed ones."""
    if found.recipe is not None:
        return of_recipe(found.recipe, models, locate)
    return translating.translate(found, models) if found.settings else None


def of_recipe(recipe: Recipe, models: Sequence[InstalledModel], locate: Locate = nowhere) -> Proposal | None:
    """A recipe of the studio, whole: every field of its Request. None for one that has no Request."""
    request = recipe.request
    if request is None:
        return None
    notes: list[ErrorInfo] = []
    used = {use.id: use for use in (recipe.model, *recipe.additions) if use is not None}

    def need(kind: str, model_id: str) -> Need:
        use = used.get(model_id)
        name, digest = (use.name or model_id, use.sha256) if use is not None else (model_id, "")
        installed = next((m for m in models if m.spec.id == model_id), None)
        if installed is not None:
            same = not digest or not installed.sha256 or digest == installed.sha256
            if not same:
                notes.append(note("taken-other-file", name=installed.spec.name))
            return Need(kind, name, digest, model_id, "id" if same else "other")
        match = matching.find(request.task if kind == "model" else kind, name, digest, models)
        if match is not None and match.how == "other":
            notes.append(note("taken-other-file", name=match.model.spec.name))
        return Need(kind, name, digest, match.model.spec.id if match else "", match.how if match else "")

    items: list[Item] = []
    for field in msgspec.structs.fields(request):
        name, value = field.name, getattr(request, field.name)
        if name in _OF_A_RUN or name in LISTS:
            continue
        if name in ("model", "vae") and value:
            items.append(Item(name, name, value, need(name, value)))
        elif name == "hires" and value is not None and value.upscaler:
            items.append(Item(name, name, value, need("upscaler", value.upscaler)))
        else:
            items.append(Item(translating.KEYS.get(name, name), name, value))
    if isinstance(request, ImageRequest):
        items += _entries(request, need)
    items.append(Item("inputs", "inputs", None))
    for ref in request.inputs:
        path = locate(ref)
        named = PurePath(ref.path.replace("\\", "/")).name
        items.append(Item(f"input-{ref.role}", "inputs", ref, Need("file", named, "", path, "id" if path else "")))
    return Proposal(requests.kind_of(request), "AIGC Studio", tuple(items), tuple(notes), own=True)


def _entries(request: ImageRequest, need: Callable[[str, str], Need]) -> list[Item]:
    items = [Item(setting, setting, None) for setting in ("loras", "embeddings", "control", "references")]
    items += [Item(f"lora-{n}", "loras", use, need("lora", use.model)) for n, use in enumerate(request.loras, 1)]
    items += [
        Item(f"embedding-{n}", "embeddings", name, need("embedding", name))
        for n, name in enumerate(request.embeddings, 1)
    ]
    # A unit without a model takes the first that fits, and a control map needs none.
    items += [
        Item(f"control-{n}", "control", unit, need("controlnet", unit.model) if unit.model else None)
        for n, unit in enumerate(request.control, 1)
    ]
    items += [
        Item(f"reference-{n}", "references", use, need("ip-adapter", use.model) if use.model else None)
        for n, use in enumerate(request.references, 1)
    ]
    return items
