"""What works beside the main picture model: kinds of additions, families of models, and which fit together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from studio.core.errors import Phrase, phrase
from studio.core.models import InstalledModel, ModelSpec

if TYPE_CHECKING:
    from studio.core.requests import ImageRequest

KINDS: dict[str, str] = {
    "lora": "LoRA",
    "controlnet": "ControlNet",
    "t2i-adapter": "T2I-Adapter",
    "ip-adapter": "IP-Adapter",
    "embedding": "textual inversion embedding",
    "vae": "VAE",
}
"""Tasks of models that never draw by themselves, with what they are called."""

KIND_PHRASES: dict[str, Phrase] = {
    "lora": phrase("a LoRA"),
    "controlnet": phrase("a ControlNet"),
    "t2i-adapter": phrase("a T2I-Adapter"),
    "ip-adapter": phrase("an IP-Adapter"),
    "embedding": phrase("a textual inversion embedding"),
    "vae": phrase("a VAE"),
    "upscale": phrase("an upscaler"),
    "image-encoder": phrase("an image encoder"),
    "depth": phrase("a depth estimator"),
}
"""Kinds of models as they stand in a sentence."""

HELPERS: dict[str, str] = {
    "image-encoder": "image encoder",
    "depth": "depth estimator",
}
"""Tasks of models that others ask for: the encoder of an IP-Adapter, the maker of a depth map."""

FAMILIES: dict[str, str] = {
    "sd15": "SD 1.5",
    "sd2": "SD 2",
    "sdxl": "SDXL",
    "sd3": "SD 3",
    "flux": "Flux",
}
"""Families of picture models that additions are made for; a model's ``family`` may also be another word."""

CONTROLS = (
    "canny", "depth", "pose", "scribble", "lineart", "softedge", "mlsd", "normal", "segmentation", "tile", "blur",
    "grey", "colour", "inpaint", "shuffle", "brightness", "qr", "union",
)  # fmt: skip
"""Kinds of maps that ControlNets and T2I-Adapters follow (option ``control``)."""

PREPROCESSORS: dict[str, str] = {
    "canny": "",
    "line": "",
    "blur": "",
    "colour": "",
    "grey": "",
    "invert": "",
    "depth": "depth",
}
"""What makes a control map from a picture, and the task of the model that it needs ("" = none)."""

_MAKERS: dict[str, str] = {
    "canny": "canny",
    "depth": "depth",
    "scribble": "line",
    "lineart": "line",
    "softedge": "line",
    "tile": "blur",
    "blur": "blur",
    "grey": "grey",
    "brightness": "grey",
    "colour": "colour",
}


class Use(NamedTuple):
    """One addition of a Request: the model's id, what it has to be, and the setting that names it."""

    model: str
    tasks: tuple[str, ...]
    setting: str


def is_addition(spec: ModelSpec) -> bool:
    """Whether a model only works beside another one."""
    return any(task in KINDS or task in HELPERS for task in spec.tasks)


def kind_name(spec: ModelSpec) -> str:
    """“LoRA”, “ControlNet” …; "" for a model that works by itself."""
    return next((KINDS.get(task) or HELPERS[task] for task in spec.tasks if task in KINDS or task in HELPERS), "")


def kind_phrase(spec: ModelSpec) -> Phrase | None:
    """“a LoRA”, “a ControlNet” …; None for a model that works by itself."""
    return next((KIND_PHRASES[task] for task in spec.tasks if task in KINDS or task in HELPERS), None)


def family_name(family: str) -> str:
    """The name that designers know a family by."""
    return FAMILIES.get(family, family or "an unknown family")


def fits(addition: ModelSpec, model: ModelSpec) -> bool:
    """Whether an addition can work beside a model: same family. An addition whose family is not known is let try."""
    return not addition.family or addition.family == model.family


def fitting(models: Iterable[InstalledModel], tasks: Iterable[str], model: ModelSpec) -> list[InstalledModel]:
    """Those of ``models`` that have one of ``tasks`` and fit ``model``, in their order."""
    wanted = set(tasks)
    return [m for m in models if wanted.intersection(m.spec.tasks) and fits(m.spec, model)]


def preprocessor_for(control: str) -> str:
    """The preprocessor that makes the maps of a control kind; "" when none of the studio's does."""
    return _MAKERS.get(control, "")


def uses(request: ImageRequest) -> tuple[Use, ...]:
    """The additions that a Request names, each as often as it does."""
    found = [Use(request.vae, ("vae",), "vae")]
    found += [Use(use.model, ("lora",), f"loras.{n}.model") for n, use in enumerate(request.loras)]
    found += [Use(name, ("embedding",), f"embeddings.{n}") for n, name in enumerate(request.embeddings)]
    found += [
        Use(unit.model, ("controlnet", "t2i-adapter"), f"control.{n}.model") for n, unit in enumerate(request.control)
    ]
    found += [Use(use.model, ("ip-adapter",), f"references.{n}.model") for n, use in enumerate(request.references)]
    if request.hires is not None:
        found.append(Use(request.hires.upscaler, ("upscale",), "hires.upscaler"))
    return tuple(use for use in found if use.model)
