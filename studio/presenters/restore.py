"""“Use these settings”: a Recipe back into a tab, exactly, with what changed and what is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from studio.core.recipes import Recipe


@dataclass
class Restored:
    """What applying a recipe does. ``changed`` are the names of the settings that differ; ``missing_model`` is the
    model's name when it is not installed; ``missing_files`` are input files that are not there any more."""

    values: dict[str, Any]
    changed: list[str] = field(default_factory=list)
    missing_model: str = ""
    missing_files: list[str] = field(default_factory=list)


def restore(values: dict[str, Any], recipe: Recipe, installed: set[str]) -> Restored:
    """The values a tab must take to make the recipe's asset again; every field is set, so nothing old is left over."""
    request = recipe.request
    assert request is not None
    wanted = {f.name: getattr(request, f.name) for f in msgspec.structs.fields(request)}
    wanted["takes"] = 1
    if wanted["seed"] is None:
        wanted["seed"] = 0
    outcome = Restored(values={n: v for n, v in wanted.items() if n in values})
    outcome.changed = [n for n, v in outcome.values.items() if values.get(n) != v]
    if request.model and request.model not in installed:
        outcome.missing_model = (recipe.model.name if recipe.model else "") or request.model
    outcome.missing_files = [Path(i.path).name for i in request.inputs if not Path(i.path).is_file()]
    return outcome
