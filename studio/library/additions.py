"""Which additions work beside the model of a Request: those it names, checked for kind and family, and what they need."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import msgspec

from studio.core import additions
from studio.core.addition_checks import CONTROL_TASKS
from studio.core.additions import Use
from studio.core.errors import InputError, ModelError, Phrase, phrase, verbatim
from studio.core.models import InstalledModel, ModelSpec
from studio.core.pictures import ControlUnit, ReferenceUse
from studio.core.requests import ImageRequest, Request
from studio.library import resolving

_CONTROL, _REFERENCE = ("controlnet", "t2i-adapter"), ("ip-adapter",)


def resolve(
    request: Request,
    model: InstalledModel,
    installed: Sequence[InstalledModel],
    get: Callable[[str], InstalledModel],
) -> tuple[Request, list[InstalledModel]]:
    """The Request with a model in every unit, and the models that it needs beside ``model``; nothing is loaded.

    ``get`` gives an installed, whole model by its id. Raises :class:`ModelError` for what is missing, damaged, of
    another kind or of another family.
    """
    if not isinstance(request, ImageRequest):
        return request, []
    if request.task == "control-map":
        return request, [m for unit in request.control[:1] for m in _estimator(unit, installed, get)]
    if request.task in CONTROL_TASKS:
        request = _filled(request, model, installed)
    request = _with_upscaler(request, installed)
    found = []
    for use in additions.uses(request):
        addition = get(use.model)
        check(use, addition, model, installed)
        found.append(addition)
        if "ip-adapter" in addition.spec.tasks:
            found += _encoder(addition, installed, get)
    for unit in request.control if request.task in CONTROL_TASKS else ():
        found += _estimator(unit, installed, get)
    return request, found


def check(use: Use, addition: InstalledModel, model: InstalledModel, installed: Sequence[InstalledModel]) -> None:
    """Raises :class:`ModelError` ``addition-other-kind`` or ``addition-other-family``, naming what would fit."""
    spec = addition.spec
    if not set(use.tasks).intersection(spec.tasks):
        is_a = additions.kind_phrase(spec) or phrase("a model that works by itself")
        wanted = _one_of(use.tasks)
        hint = _fitting_hint(use.tasks, model, installed)
        raise ModelError("addition-other-kind", addition=spec.name, kind=is_a, wanted=wanted, hint=hint)
    if "upscale" not in use.tasks and not additions.fits(spec, model.spec):
        raise ModelError(
            "addition-other-family",
            addition=spec.name,
            kind=additions.kind_phrase(spec),
            family=_family(spec),
            model=model.spec.name,
            other=_family(model.spec),
            hint=_fitting_hint(use.tasks, model, installed),
        )


def _fitting_hint(tasks: Sequence[str], model: InstalledModel, installed: Sequence[InstalledModel]) -> Phrase:
    if "upscale" in tasks:
        names = [m.spec.name for m in installed if "upscale" in m.spec.tasks]
    else:
        names = [m.spec.name for m in additions.fitting(installed, tasks, model.spec)]
    if names:
        return phrase("Fitting ones installed: {names}.", names=", ".join(names))
    wanted, family = _one_of(tasks), _family(model.spec)
    return phrase("None that fits is installed; import {wanted} for {family}.", wanted=wanted, family=family)


def _one_of(tasks: Sequence[str]) -> Phrase:
    first, *rest = (additions.KIND_PHRASES.get(task, verbatim(task)) for task in tasks)
    for kind in rest:
        first = phrase("{first} or {second}", first=first, second=kind)
    return first


def _family(spec: ModelSpec) -> str | Phrase:
    return additions.family_name(spec.family) if spec.family else phrase("an unknown family")


def _filled(request: ImageRequest, model: InstalledModel, installed: Sequence[InstalledModel]) -> ImageRequest:
    """Every unit and reference with a model: those without get the first installed one that fits."""
    control = tuple(_control(unit, model, installed) for unit in request.control)
    references = tuple(_reference(use, model, installed) for use in request.references)
    if control == request.control and references == request.references:
        return request
    return msgspec.structs.replace(request, control=control, references=references)


def _with_upscaler(request: ImageRequest, installed: Sequence[InstalledModel]) -> ImageRequest:
    """The second pass with the upscaler that it uses; without one where none is installed."""
    hires = request.hires
    if hires is None or hires.upscaler or hires.scale <= 1 or not any("upscale" in m.spec.tasks for m in installed):
        return request
    upscaler = resolving.enlarging(math.ceil(hires.scale), installed).spec.id
    return msgspec.structs.replace(request, hires=msgspec.structs.replace(hires, upscaler=upscaler))


def _control(unit: ControlUnit, model: InstalledModel, installed: Sequence[InstalledModel]) -> ControlUnit:
    if unit.model:
        return unit
    able = following(unit, model.spec, installed)
    if not able:
        kind = phrase("ControlNet or T2I-Adapter for {map}", map=unit.preprocessor or phrase("this map"))
        raise _none(kind, model)
    return msgspec.structs.replace(unit, model=able[0].spec.id)


def following(unit: ControlUnit, model: ModelSpec, installed: Sequence[InstalledModel]) -> list[InstalledModel]:
    """The ControlNets and T2I-Adapters that fit a picture model and can follow the map of a unit; where none is made for
    such maps, those whose kind is not known or that follow several. A unit without a model gets the first."""
    able = additions.fitting(installed, _CONTROL, model)
    if not unit.preprocessor:
        return able
    # An inverted drawing is a drawing of lines.
    wanted = "line" if unit.preprocessor == "invert" else unit.preprocessor
    kinds = [m for m in able if additions.preprocessor_for(_kind(m)) == wanted]
    return kinds or [m for m in able if _kind(m) in ("", "union")]


def _kind(model: InstalledModel) -> str:
    return str(model.spec.options.get("control", ""))


def _reference(use: ReferenceUse, model: InstalledModel, installed: Sequence[InstalledModel]) -> ReferenceUse:
    if use.model:
        return use
    able = additions.fitting(installed, _REFERENCE, model.spec)
    if not able:
        raise _none(verbatim("IP-Adapter"), model)
    return msgspec.structs.replace(use, model=able[0].spec.id)


def _none(kind: Phrase, model: InstalledModel) -> ModelError:
    return ModelError(
        "addition-none",
        kind=kind,
        model=model.spec.name,
        hint=phrase("Import one for {family} in the model library.", family=_family(model.spec)),
    )


def encoders(adapter: ModelSpec, installed: Sequence[InstalledModel]) -> list[InstalledModel] | None:
    """The installed image encoders that are as wide as an IP-Adapter reads; None for one that brings its own."""
    options = adapter.options
    if options.get("encoder"):
        return None
    reads, width = str(options.get("encoder_reads", "")), options.get("encoder_width")
    return [m for m in installed if "image-encoder" in m.spec.tasks and m.spec.options.get(reads) == width]


def _encoder(
    adapter: InstalledModel, installed: Sequence[InstalledModel], get: Callable[[str], InstalledModel]
) -> list[InstalledModel]:
    """The image encoder of an IP-Adapter that came without one: any installed one that is as wide."""
    able = encoders(adapter.spec, installed)
    if able is None:
        return []
    if not able:
        options = adapter.spec.options
        part = phrase(
            "a CLIP image encoder whose layer {layer} is {width} wide",
            layer=options.get("encoder_reads", ""),
            width=options.get("encoder_width"),
        )
        hint = phrase("Import the folder “image_encoder” that its publisher keeps beside it.")
        raise ModelError("addition-needs", addition=adapter.spec.name, part=part, hint=hint)
    return [get(able[0].spec.id)]


def _estimator(
    unit: ControlUnit, installed: Sequence[InstalledModel], get: Callable[[str], InstalledModel]
) -> list[InstalledModel]:
    """The model that makes the map of a unit, when its preprocessor is one."""
    task = additions.PREPROCESSORS.get(unit.preprocessor, "")
    return [get(estimator(task, installed).spec.id)] if task else []


def estimator(task: str, installed: Sequence[InstalledModel]) -> InstalledModel:
    """The first installed model that makes a map (task ``depth``). Raises InputError naming what to import."""
    able = [m for m in installed if task in m.spec.tasks]
    if not able:
        hint = phrase(
            "Import the folder of a depth model of transformers (Depth Anything, DPT, ZoeDepth) in the model library."
        )
        raise InputError("addition-needs", addition=task, part=phrase("a model that estimates depth"), hint=hint)
    return able[0]
