"""The image tab: prompts and pictures to pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studio.core.samplers import SAMPLERS
from studio.presenters.estimates import Estimates
from studio.presenters.tab import TabPresenter

if TYPE_CHECKING:
    from studio.presenters.studio import StudioPresenter

NEEDS_PICTURE = frozenset({"image-to-image", "inpaint", "upscale", "restyle"})
SIZES: tuple[tuple[int, int], ...] = (
    (0, 0),
    (512, 512),
    (768, 768),
    (1024, 1024),
    (1216, 832),
    (832, 1216),
    (1344, 768),
    (768, 1344),
)
"""Size presets in pixels; (0, 0) is the model's own."""

SCHEDULERS = ("", *SAMPLERS)
"""Names that the diffusers backend knows; "" is the model's own."""

_OF_TASK: dict[str, frozenset[str]] = {
    "text-to-image": frozenset({"prompt", "negative", "size", "steps", "guidance", "scheduler", "seed", "takes"}),
    "image-to-image": frozenset(
        {"prompt", "negative", "size", "steps", "guidance", "scheduler", "seed", "takes", "source", "strength"}
    ),
    "inpaint": frozenset(
        {"prompt", "negative", "size", "steps", "guidance", "scheduler", "seed", "takes", "source", "mask", "strength"}
    ),
    "upscale": frozenset({"source", "scale"}),
    "restyle": frozenset({"source", "style", "style-picture", "strength"}),
}


class ImageTabPresenter(TabPresenter):
    kind = "image"

    def __init__(self, studio: StudioPresenter) -> None:
        super().__init__(studio)
        self.estimates = Estimates(self)

    def fields(self) -> frozenset[str]:
        """The settings that the chosen task uses."""
        used = _OF_TASK[self.values["task"]]
        return used | {"transparent"} if "prompt" in used and self._draws_on_plain() else used

    def _draws_on_plain(self) -> bool:
        """Whether the model can cut its picture out: it draws on a plain background."""
        models = self.studio.models
        spec = models.spec(self.values["model"] or models.defaults.get(self.values["task"], ""))
        return bool(spec and spec.options.get("flat_background"))

    def fitting(self, values: dict[str, Any]) -> dict[str, Any]:
        values = super().fitting(values)
        used = _OF_TASK[values["task"]]
        roles = {"source": "source", "mask": "mask", "style-picture": "style"}
        wanted = {role for name, role in roles.items() if name in used}
        values["inputs"] = tuple(i for i in values["inputs"] if i.role in wanted)
        fresh = self.defaults()
        for name in ("negative", "steps", "guidance", "scheduler", "strength", "scale", "style", "takes"):
            if name not in used:
                values[name] = fresh[name]
        if "transparent" not in self.fields():
            values["transparent"] = False
        if "size" not in used:
            values["width"] = values["height"] = 0
        if "seed" not in used:
            values["seed"] = None
        if any(i.role == "style" for i in values["inputs"]):
            values["style"] = ""
        return values

    def take_as_input(self, path: str, asset: str = "") -> None:
        """Use a picture as the input of the next run; leaves a task that takes none."""
        if self.values["task"] not in NEEDS_PICTURE:
            self.set_value("task", "image-to-image" if self._can("image-to-image") else "upscale")
        self.set_input(path, "source", asset)

    def _can(self, task: str) -> bool:
        return bool(self.studio.models.for_task(task))
