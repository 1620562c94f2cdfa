"""The image tab: prompts and pictures to pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from studio.core import requests
from studio.core.errors import InputError, StudioError
from studio.core.models import ModelSpec
from studio.core.requests import ImageRequest, Request
from studio.core.samplers import SAMPLERS
from studio.library import resolving
from studio.library.builtin import TOOLS
from studio.presenters import controls
from studio.presenters.comparing import Comparing
from studio.presenters.edit_preview import EditPreview
from studio.presenters.estimates import Estimates
from studio.presenters.improving import Improver
from studio.presenters.looking import PictureActions
from studio.presenters.map_making import MapMaking
from studio.presenters.model_card import ModelCard
from studio.presenters.painting import Painting, is_pending, submit_painted, with_painted
from studio.presenters.tab import TabPresenter
from studio.presenters.takes import Take, TakeState
from studio.settings.prompts import preparing

if TYPE_CHECKING:
    from studio.presenters.studio import StudioPresenter

TASK_GROUPS: dict[str, tuple[str, ...]] = {
    "draw": requests.DRAWING_TASKS,
    "finish": requests.FINISHING_TASKS,
    "see": requests.SEEING_TASKS,
}
"""The image tab's tasks as they are offered."""

NEEDS_PICTURE = frozenset(requests.IMAGE_TASKS) - {"text-to-image"}
NEEDS_NO_MODEL = frozenset(TOOLS.spec.tasks)
"""Tasks that the studio does by itself: there is no model to choose."""

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

_ADDITIONS = frozenset({"loras", "embeddings", "control", "references", "vae"})
_DRAWING = _ADDITIONS | {
    "prompt", "negative", "styles", "steps", "guidance", "scheduler", "seed", "takes", "fast", "variation", "clip_skip",
    "seamless",
}  # fmt: skip
_OF_TASK: dict[str, frozenset[str]] = {
    "text-to-image": _DRAWING | {"size", "hires"},
    "image-to-image": _DRAWING | {"size", "source", "strength", "hires"},
    "inpaint": _DRAWING | {"size", "source", "mask", "feather", "strength"},
    "outpaint": _DRAWING | {"source", "extend", "feather", "strength"},
    "upscale": frozenset({"source", "scale"}),
    "restyle": frozenset({"source", "style", "style-picture", "strength"}),
    "cutout": frozenset({"source", "cutout"}),
    "edit": frozenset({"source", "edit"}),
    "tile": frozenset({"source", "tile"}),
    "trace": frozenset({"source", "trace"}),
    "control-map": frozenset({"source", "control"}),
    "caption": frozenset({"source", "see"}),
    "tag": frozenset({"source", "see"}),
    "detect": frozenset({"source", "see"}),
}
"""The settings that each task uses. A setting that no task names here goes back to its default before a run."""

_USED_AS = {
    "width": "size",
    "height": "size",
    "mask_invert": "mask",
    "mask_grow": "mask",
    "mask_feather": "feather",
    "variation_seed": "variation",
}
"""Settings that are used under another name: the one that :data:`_OF_TASK` and the parts of the brief know."""

_ROLES = {"source": "source", "mask": "mask", "style-picture": "style", "cutout": "background"}
"""Settings that are an input file, and its role."""


VARIED = 0.15
"""How much of another seed is blended in by :meth:`ImageTabPresenter.vary` unless the brief says how much."""


def _drawn_from(take: Take | None) -> ImageRequest | None:
    """The request that a finished take was really made with."""
    if take is None or take.state is not TakeState.DONE or take.asset is None:
        return None
    request = take.asset.recipe.request
    return request if isinstance(request, ImageRequest) and request.grid is None else None


class ImageTabPresenter(TabPresenter):
    kind = "image"

    def __init__(self, studio: StudioPresenter) -> None:
        super().__init__(studio)
        self.painting: Painting | None = None
        """Where a mask is painted, once that has been shown."""
        self.handed_over = ""
        """The file of what was painted when its project was closed."""
        self.estimates = Estimates(self)
        self.card = ModelCard(self)
        self.improver = Improver(self)
        self.actions = PictureActions(self)
        self.maps = MapMaking(self)
        self.edits = EditPreview(studio, self)
        """How the edit that is set looks; it reads the picture when its source is named."""
        self.comparing = Comparing(studio.background, self)
        self.comparing.changed.connect(self.begun)

    def fields(self) -> frozenset[str]:
        """The settings that the chosen task uses."""
        return self._used(self.values)

    def automatic(self) -> str:
        """For upscale the factor chooses the model."""
        if self.values["task"] != "upscale":
            return super().automatic()
        try:
            return resolving.enlarging(self.values["scale"], self.studio.models.for_task("upscale")).spec.name
        except StudioError:
            return ""

    def needs_model(self) -> bool:
        return self.values["task"] not in NEEDS_NO_MODEL

    def _used(self, values: dict[str, Any]) -> frozenset[str]:
        used = _OF_TASK.get(values["task"], frozenset())
        return used | {"transparent"} if "prompt" in used and self._draws_on_plain(values) else used

    def uses(self, values: dict[str, Any], setting: str) -> bool:
        return _USED_AS.get(setting, setting) in self._used(values)

    def _draws_on_plain(self, values: dict[str, Any]) -> bool:
        """Whether the model can cut its picture out: it draws on a plain background."""
        spec = self._spec(values)
        return bool(spec and spec.options.get("flat_background"))

    def _spec(self, values: dict[str, Any]) -> ModelSpec | None:
        models = self.studio.models
        return models.spec(values["model"] or models.defaults.get(values["task"], ""))

    def model_spec(self) -> ModelSpec | None:
        """The model that is chosen, or that will be; None where the task has none."""
        return self._spec(self.values)

    def fitting(self, values: dict[str, Any]) -> dict[str, Any]:
        values = super().fitting(values)
        used = self._used(values)
        wanted = {role for name, role in _ROLES.items() if name in used}
        if values["task"] == "control-map":
            values["control"] = controls.for_map(values["control"])
        else:
            for name in {"control", "references"} & used:
                wanted |= {unit.input for unit in values[name]}
        values["inputs"] = tuple(i for i in values["inputs"] if i.role in wanted)
        if "mask" in used:
            values["inputs"] = with_painted(values["inputs"], self.painting)
        fresh = self.defaults()
        for name in (*requests.settings_of("image"), "takes"):
            if _USED_AS.get(name, name) not in used:
                values[name] = fresh[name]
        if "seed" not in used:
            values["seed"] = None
        if any(i.role == "style" for i in values["inputs"]):
            values["style"] = ""
        return values

    def set_input(self, path: str, role: str = "source", asset: str = "") -> None:
        """As every tab does; another source takes the mask and the edit away that were made for the one before, and
        comes into view in place of a take that has nothing to do with it."""
        before = self.input()
        if role == "source" and before is not None and before.path != path:
            self.values["inputs"] = tuple(i for i in self.values["inputs"] if i.role != "mask")
        super().set_input(path, role, asset)
        if role == "source" and path and (before is None or before.path != path):
            # After the source, so that it can be undone: the same edit is then made on this picture too.
            self.set_value("edit", None)
            self._show_source()

    def task_changed(self) -> None:
        super().task_changed()
        source = self.input()
        if "source" not in self.fields():
            if self.current is None and self.takes:
                self.select(self.takes[-1])
        elif source is not None and self.current is not None and not self._belongs(self.current, source.path):
            self._show_source()

    def _belongs(self, take: Take, source: str) -> bool:
        """Whether a take may stay in view beside a source: it is being made, or is the source, or this task made it of
        the source. What another task made of it would look as if it were what is worked on now."""
        made = take.request.input("source")
        made_here = made is not None and made.path == source and take.request.task == self.values["task"]
        return take.live or take.path == source or made_here

    def _show_source(self) -> None:
        """What is worked on is what is seen: no take is in view, and what runs already does not come there."""
        self.select(None)
        self._following = not self.busy

    def submit(self, request: Request) -> str:
        """Put styles and wildcards in, then run. While their files are still being read, or a mask must be written
        first, it runs as soon as that is done, and the answer is ""."""
        if request.task == "inpaint" and request.input("mask") is None:
            raise InputError("mask-needed")
        self.estimates.check(request)
        book = self.studio.book
        if preparing.needs_book(request) and not book.loaded:
            book.when_loaded(lambda: self._submit_late(request))
            return ""
        request = preparing.prepare(request, book.book)
        if self.painting is None or not is_pending(request):
            return super().submit(request)
        submit_painted(self, request, self.painting)
        return ""

    def can_vary(self, take: Take | None) -> bool:
        """Whether a take can be varied: a finished picture that was drawn from a seed that is known."""
        request = _drawn_from(take)
        return request is not None and request.task in requests.DRAWING_TASKS and request.seed is not None

    def vary(self, take: Take) -> bool:
        """Make pictures close to a take: its settings and its seed, with a little of another one. The brief stays as it
        is. False when it cannot be run (the error is shown)."""
        request = _drawn_from(take)
        if request is None or request.seed is None:
            return False
        self.clear_error()
        changes = {
            "variation": self.values["variation"] or VARIED,
            "variation_seed": None,
            "takes": self.values["takes"],
        }
        # The recipe names its inputs within the project; those of the take are files.
        varied = msgspec.structs.replace(request, **changes, inputs=take.request.inputs)
        try:
            self.submit(requests.validate(varied))
        except StudioError as error:
            self.raise_error(error.info)
            return False
        return True

    def _submit_late(self, request: Request) -> None:
        try:
            self.submit(request)
        except StudioError as error:
            self.raise_error(error.info)

    def asset_saved(self, job_id: str, index: int, asset: Any) -> None:
        super().asset_saved(job_id, index, asset)
        self.actions.saved(job_id, asset)
        self.maps.saved(job_id, asset)

    def change_project(self) -> None:
        self.improver.dismiss()
        self.comparing.leave()
        super().change_project()

    def take_as_input(self, path: str, asset: str = "") -> None:
        """Use a picture as the input of the next run; leaves a task that takes none."""
        if self.values["task"] not in NEEDS_PICTURE:
            self.set_value("task", "image-to-image" if self._can("image-to-image") else "upscale")
        self.set_input(path, "source", asset)

    def send_to(self, task: str, path: str, asset: str = "") -> None:
        """Choose a task with a picture as what it works on."""
        self.set_value("task", task)
        self.set_input(path, "source", asset)

    def _can(self, task: str) -> bool:
        return bool(self.studio.models.for_task(task))
