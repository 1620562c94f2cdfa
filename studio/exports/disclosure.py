"""What leaves the machine with an exported file, at each level; shown before anything is written."""

from __future__ import annotations

from pathlib import PurePath, PureWindowsPath
from typing import Any

import msgspec

from studio.core import recipes
from studio.core.recipes import Recipe
from studio.exports.options import Level

GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
COMPOSITE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"


def source_type(recipe: Recipe) -> str:
    """The IPTC digital source type of what the recipe made; "" for what was merely imported."""
    return {"generated": GENERATED, "edited": COMPOSITE}.get(recipe.source, "")


def scrub(recipe: Recipe) -> Recipe:
    """The recipe without the folders of the user's machine: input paths become bare file names."""
    request = recipe.request
    if request is None or not request.inputs:
        return recipe
    inputs = tuple(msgspec.structs.replace(i, path=_bare(i.path)) for i in request.inputs)
    return msgspec.structs.replace(recipe, request=msgspec.structs.replace(request, inputs=inputs))


def _bare(path: str) -> str:
    return PureWindowsPath(path).name if "\\" in path else PurePath(path).name


def provenance(recipe: Recipe) -> dict[str, Any]:
    """That it was made by a model, with which one and under which licence: no prompt, no settings."""
    out: dict[str, Any] = {"source": recipe.source, "digital_source_type": source_type(recipe)}
    if recipe.model is not None:
        out["model"] = {"id": recipe.model.id, "name": recipe.model.name, "licence": recipe.model.licence}
    return {k: v for k, v in out.items() if v}


def leaving(recipe: Recipe | None, level: Level) -> dict[str, Any]:
    """All that an exported file (and its line in the manifest) says about its making, as plain JSON types."""
    if recipe is None or level == "nothing":
        return {}
    if level == "provenance":
        return provenance(recipe)
    return {**provenance(recipe), "recipe": recipes.to_dict(scrub(recipe))}
