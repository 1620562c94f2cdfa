"""What the studio can do without a model: its own tools, as a model of the library that is always there.

It cannot be installed, verified or removed, so the library's lists leave it out; it is found when a Request is resolved.
"""

from __future__ import annotations

from collections.abc import Sequence

from studio.core.errors import ModelError
from studio.core.models import InstalledModel, ModelSpec
from studio.core.requests import ImageRequest, Request
from studio.library import layout

TOOLS_ID = "studio-tools"

TOOLS = InstalledModel(
    spec=ModelSpec(
        id=TOOLS_ID,
        name="Studio tools",
        backend="pictures",
        format="native",
        tasks=("edit", "tile", "trace", "control-map", "cutout"),
        licence="Apache-2.0",
        description="What the studio does by itself, without a model.",
        quality="high",
    ),
    folder="",
)

CUTTERS = {"person": "cutout-people", "object": "cutout-anything"}
"""The model of the catalogue that finds each kind of subject for a cut-out."""


def for_task(task: str) -> list[InstalledModel]:
    """The built-in model when it can do the task, as a list to join with those installed."""
    return [TOOLS] if task in TOOLS.spec.tasks else []


def chooses(request: ImageRequest, named: InstalledModel | None) -> bool:
    """Whether the studio chooses the model of a cut-out: none of its networks is named, or none is needed."""
    return named in (None, TOOLS) or (request.cutout is not None and request.cutout.method == "colour")


def cutting(request: ImageRequest, models: Sequence[InstalledModel]) -> InstalledModel:
    """The model that runs a cut-out: the one that the method asks for, else the studio's tools.

    Raises :class:`ModelError` ``model-missing``.
    """
    wanted = CUTTERS.get(request.cutout.method) if request.cutout else None
    if wanted is None:
        return TOOLS
    found = next((m for m in models if m.spec.id == wanted), None)
    if found is None:
        raise ModelError("model-missing", model=wanted)
    return found


def helpers(request: Request, installed: Sequence[InstalledModel]) -> list[InstalledModel]:
    """The models that a cut-out left to the studio's choice may use: those that are there and whole."""
    if not isinstance(request, ImageRequest) or request.task != "cutout" or request.model != TOOLS_ID:
        return []
    if request.cutout is not None and request.cutout.method != "auto":
        return []
    by_id = {m.spec.id: m for m in installed}
    found = [by_id[model_id] for model_id in CUTTERS.values() if model_id in by_id]
    return [m for m in found if layout.is_whole(m)]
