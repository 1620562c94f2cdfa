"""Control by pictures: ControlNets as diffusers' pipelines run them, T2I-Adapters beside any pipeline with a UNet."""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Iterator
from typing import Any

from PIL import Image

from studio.core.errors import phrase
from studio.core.models import InstalledModel
from studio.core.pictures import ControlUnit
from studio.pixels.pictures import Pixels
from studio.worker.backends.diffusion.additions import adapters, controlnets, files
from studio.worker.backends.diffusion.additions.maps import maps
from studio.worker.backends.diffusion.work import Work

_PIPELINES = {
    ("sd", "text-to-image"): "StableDiffusionControlNetPipeline",
    ("sd", "image-to-image"): "StableDiffusionControlNetImg2ImgPipeline",
    ("sd", "inpaint"): "StableDiffusionControlNetInpaintPipeline",
    ("sdxl", "text-to-image"): "StableDiffusionXLControlNetPipeline",
    ("sdxl", "image-to-image"): "StableDiffusionXLControlNetImg2ImgPipeline",
    ("sdxl", "inpaint"): "StableDiffusionXLControlNetInpaintPipeline",
    ("sd3", "text-to-image"): "StableDiffusion3ControlNetPipeline",
    ("flux", "text-to-image"): "FluxControlNetPipeline",
    ("flux", "image-to-image"): "FluxControlNetImg2ImgPipeline",
    ("flux", "inpaint"): "FluxControlNetInpaintPipeline",
}
"""By family and task; diffusers has no others whose ControlNets are for any kind of map."""

_MODES = {"canny": 0, "depth": 2, "blur": 3, "grey": 5}
"""What Flux' union ControlNets call the maps of the studio's preprocessors (InstantX/FLUX.1-dev-Controlnet-Union)."""


@contextlib.contextmanager
def controlled(work: Work) -> Iterator[None]:
    """The request's control units work while it is drawn, each from its start to its end with its weight.

    Raises ModelError for a model that does not fit, InputError for a picture that cannot be read.
    """
    units = [unit for unit in work.request.control if unit.weight]
    if not units:
        yield
        return
    models = [files.find(work, unit.model) for unit in units]
    pictures = maps(work, units)
    every = list(zip(units, models, pictures, strict=True))
    with contextlib.ExitStack() as stack:
        nets = [one for one in every if "t2i-adapter" not in one[1].spec.tasks]
        if nets:
            stack.enter_context(_controlnets(work, nets))
        for unit, model, pixels in every:
            if "t2i-adapter" in model.spec.tasks:
                stack.enter_context(adapters.adapted(work, unit, model, pixels))
        yield


@contextlib.contextmanager
def _controlnets(work: Work, every: list[tuple[ControlUnit, InstalledModel, Pixels]]) -> Iterator[None]:
    import diffusers

    plain, known = work.pipe, dict(work.extra)
    name = _PIPELINES.get((family(plain), "inpaint" if work.request.task == "outpaint" else work.request.task))
    if name is None:
        reason = phrase("ControlNets of this family do not work for {task}", task=work.request.task)
        raise files.unfit(every[0][1], work, reason, phrase("Use them for text to image, or leave control out."))
    nets = [controlnets.load(work, model) for _, model, _ in every]
    cls = getattr(diffusers, name)
    with files.beside(every[0][1], work):
        work.pipe = _remade(plain, cls, nets[0] if len(nets) == 1 else _joined(nets))
    work.loaded.prompts.attach(work.pipe)
    work.pipe.set_progress_bar_config(disable=True)
    work.extra |= _arguments(cls, work, every)
    try:
        yield
    finally:
        work.pipe, work.extra = plain, known


def family(pipe: Any) -> str:
    """``sd``, ``sdxl``, ``sd3``, ``flux`` or "": the family of a pipeline whatever its task."""
    name = type(pipe).__name__
    for start, found in (("StableDiffusionXL", "sdxl"), ("StableDiffusion3", "sd3"), ("Flux", "flux")):
        if name.startswith(start):
            return found
    unet = getattr(pipe, "unet", None)
    return "sd" if name.startswith("StableDiffusion") and type(unet).__name__ == "UNet2DConditionModel" else ""


def _remade(pipe: Any, cls: Any, controlnet: Any) -> Any:
    """A pipeline of ``cls`` with the parts and settings of ``pipe``; diffusers' ``from_pipe`` would change their number
    format."""
    takes = inspect.signature(cls.__init__).parameters
    parts = {name: part for name, part in pipe.components.items() if name in takes}
    settings = {name: pipe.config[name] for name in takes if name in pipe.config and name not in parts}
    made = cls(**{**settings, **parts, "controlnet": controlnet})
    for name in ("_all_hooks", "_offload_device", "_offload_gpu_id"):
        if hasattr(pipe, name):
            setattr(made, name, getattr(pipe, name))
    return made


def _joined(nets: list[Any]) -> Any:
    import diffusers
    from diffusers.models.controlnets.multicontrolnet import MultiControlNetModel

    kinds = {
        "SD3ControlNetModel": diffusers.SD3MultiControlNetModel,
        "FluxControlNetModel": diffusers.FluxMultiControlNetModel,
    }
    return kinds.get(type(nets[0]).__name__, MultiControlNetModel)(nets)


def _arguments(cls: Any, work: Work, every: list[tuple[ControlUnit, InstalledModel, Pixels]]) -> dict[str, Any]:
    """What the pipeline is called with beside what any other is."""
    takes = inspect.signature(cls.__call__).parameters
    images = [Image.fromarray(pixels) for _, _, pixels in every]
    values: dict[str, list[Any]] = {
        "control_image" if "control_image" in takes else "image": images,
        "controlnet_conditioning_scale": [float(unit.weight) for unit, _, _ in every],
        "control_guidance_start": [float(unit.start) for unit, _, _ in every],
        "control_guidance_end": [float(unit.end) for unit, _, _ in every],
    }
    modes = [_mode(work, unit, model) for unit, model, _ in every]
    if any(mode is not None for mode in modes):
        values["control_mode"] = modes
    return {name: value[0] if len(every) == 1 else value for name, value in values.items()}


def _mode(work: Work, unit: ControlUnit, model: InstalledModel) -> int | None:
    """Which kind of map a union ControlNet is given; None for one that follows a single kind."""
    if not model.spec.options.get("modes"):
        return None
    if unit.preprocessor not in _MODES:
        reason = phrase("it follows several kinds of maps and has to be told which this is")
        hint = phrase(
            "Let the studio make the map ({names}), or use a ControlNet for a single kind of map.",
            names=", ".join(_MODES),
        )
        raise files.unfit(model, work, reason, hint)
    return _MODES[unit.preprocessor]
