"""The files of additions: strangers wrote them, so they are looked at before anything is done with them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

from studio.core.errors import ModelError, Phrase, ResourceError, phrase
from studio.core.models import InstalledModel
from studio.worker.backends.diffusion import errors, runtime
from studio.worker.backends.diffusion.single_file import checkpoint_file, read_header
from studio.worker.backends.diffusion.work import Work

T = TypeVar("T")
Tensor = Any

MOST = 16 << 30
"""Bytes of one file of weights at most."""


def find(work: Work, model_id: str) -> InstalledModel:
    """The addition of that id among the job's models. Raises ModelError ``model-missing``."""
    found = next((m for m in work.ctx.models[1:] if m.spec.id == model_id), None)
    if found is None:
        raise ModelError("model-missing", model=model_id)
    return found


def unfit(
    addition: InstalledModel, work: Work, reason: Phrase, hint: Phrase | None = None, detail: str = ""
) -> ModelError:
    """The error for an addition that does not work beside the job's model."""
    return ModelError(
        "addition-unfit",
        detail,
        addition=addition.spec.name,
        model=work.loaded.model.spec.name,
        reason=reason,
        hint=hint or phrase("Leave it out, or choose another one."),
    )


def weights(addition: InstalledModel, file: Path | None = None) -> tuple[dict[str, Tensor], dict[str, str]]:
    """The tensors of its safetensors file on the CPU, and the file's metadata.

    Raises ModelError ``model-pickle`` for another format and ``model-damaged`` for what is cut off, too large, not
    numbers, or has weights that are not finite.
    """
    import torch
    from safetensors import safe_open

    path = file or checkpoint_file(addition)
    if path.suffix != ".safetensors":
        raise ModelError("model-pickle", file=path.name)
    read_header(path)
    if path.stat().st_size > MOST:
        raise ModelError("model-damaged", file=path.name, reason=phrase("it is too large"))
    with errors.loading(addition.spec.name, path.name), safe_open(str(path), framework="pt", device="cpu") as opened:
        found = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118 - it is no mapping
        metadata = dict(opened.metadata() or {})
    for name, tensor in found.items():
        if tensor.is_floating_point() and not bool(torch.isfinite(tensor.float()).all()):
            raise ModelError("model-damaged", file=path.name, reason=_no_numbers(name))
    return found, metadata


@contextlib.contextmanager
def beside(addition: InstalledModel, work: Work) -> Iterator[None]:
    """Around what diffusers does with an addition: whatever goes wrong is said as ``addition-unfit``.

    Raises MemoryError when memory runs out.
    """
    try:
        with runtime.quiet(), errors.loading(addition.spec.name):
            yield
    except ModelError as error:
        if error.info.code != "model-load-failed":
            raise
        raise unfit(addition, work, phrase("its weights do not fit this model"), detail=error.info.detail) from error


def kept(work: Work, addition: InstalledModel, kind: tuple[str, ...], make: Callable[[], T]) -> T:
    """What the last job made of an addition, or what ``make`` gives now; other models give way to it if they must.

    Raises what ``make`` raises, and ResourceError ``out-of-memory``.
    """
    key = (addition.spec.id, addition.sha256, *kind)
    if key not in work.loaded.beside:
        work.ctx.check_cancelled()
        try:
            made = make()
        except MemoryError as error:
            if not work.ctx.make_room():
                raise ResourceError("out-of-memory", detail=str(error)) from error
            made = make()
        work.loaded.beside[key] = made
    return cast(T, work.loaded.beside[key])


@contextlib.contextmanager
def tidied(work: Work) -> Iterator[None]:
    """What this job does not use is no longer kept."""
    used = {model.spec.id for model in work.ctx.models[1:]}
    for key in [key for key in work.loaded.beside if key[0] not in used]:
        del work.loaded.beside[key]
    yield


def network(work: Work, addition: InstalledModel, cls: Any, folder: Path | None = None, variant: str = "") -> Any:
    """A network of diffusers or transformers from the addition's folder, on the device and ready to draw.

    Raises ModelError ``model-pickle``, ``model-damaged``, ``addition-unfit``; MemoryError when it does not fit.
    """
    folder = folder or Path(addition.folder)
    if not any(folder.glob("*.safetensors")):
        raise ModelError(
            "model-damaged", file=addition.spec.name, reason=phrase("there are no .safetensors weights in it")
        )
    for file in sorted(folder.glob("*.safetensors")):
        read_header(file)
    with beside(addition, work):
        made, info = cls.from_pretrained(
            str(folder),
            dtype=runtime.torch_dtype(work.loaded.dtype),
            use_safetensors=True,
            local_files_only=True,
            variant=variant or addition.spec.options.get("variant") or None,
            output_loading_info=True,
        )
    for name in info["missing_keys"]:
        raise unfit(addition, work, phrase("{name} is missing", name=name[:120]))
    return ready(work, addition, made)


def ready(work: Work, addition: InstalledModel, made: Any) -> Any:
    """``made`` on the device, watched for a cancel. Raises ModelError ``model-damaged`` for weights that are no numbers."""
    import torch

    for name, tensor in made.named_parameters():
        if not bool(torch.isfinite(tensor).all()):
            raise ModelError("model-damaged", file=addition.spec.name, reason=_no_numbers(name))
    with errors.loading(addition.spec.name):
        made.to(work.ctx.device.id)
    work.loaded.watch(made)
    return made


def _no_numbers(name: str) -> Phrase:
    return phrase("{name} has weights that are no numbers", name=name[:80])


def checked_shapes(
    addition: InstalledModel, work: Work, given: Mapping[str, Tensor], wanted: Mapping[str, Tensor]
) -> None:
    """Raises ModelError ``addition-unfit`` unless ``given`` has the names and shapes of ``wanted``."""
    for name, tensor in wanted.items():
        if given.get(name) is None:
            raise unfit(addition, work, phrase("{name} is missing", name=name[:120]))
        if tuple(given[name].shape) != tuple(tensor.shape):
            has, needs = (" × ".join(map(str, t.shape)) for t in (given[name], tensor))
            reason = phrase("{name} is {has} instead of {needs}", name=name[:120], has=has, needs=needs)
            raise unfit(addition, work, reason)
