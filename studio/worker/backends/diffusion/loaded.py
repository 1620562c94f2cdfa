"""A diffusers pipeline in memory, with what is kept beside it from job to job."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from studio.core.errors import ModelError, phrase
from studio.core.models import InstalledModel
from studio.core.prompting.glossary import Glossary
from studio.worker.backends.diffusion.errors import free_device_memory
from studio.worker.backends.diffusion.previews import Projection, fit_projection
from studio.worker.backends.diffusion.prompts import PromptCache
from studio.worker.images.upscaling import Upscaler


def _nothing() -> None:
    pass


class LoadedPipeline:
    """The parts of one model, shared by the pipelines of all tasks: no part is in memory twice."""

    def __init__(self, model: InstalledModel, read: Callable[[], Any], dtype: str) -> None:
        """``read`` brings the pipeline from the disk; it is called here and again by :meth:`reload`."""
        self.model, self.dtype = model, dtype
        self._read = read
        self.quantised = ""
        """The switch that has put the network's weights into 8 bits, "" while they are exact."""
        self.tuned: dict[tuple[str, tuple[int, int]], tuple[str, ...]] = {}
        """Which switches trying has found to be faster here, by task and size."""
        self.options = model.spec.options
        self.prompts = PromptCache()
        self.beside: dict[tuple[str, ...], Any] = {}
        """Additions that the last job used, by their id and more: the next job may want them too."""
        self.check: Callable[[], None] = _nothing
        """Called before every block of every network, so that a cancel need not wait for a slow step to end."""
        self._pipes: dict[str, Any] = {}
        self._projection: Projection | None = None
        self._fitted = False
        self._glossary: Glossary | None = None
        self._upscalers: dict[str, Upscaler] = {}
        self._base: Any = None
        self._fill()

    def _fill(self) -> None:
        self._base = self._read()
        self.scheduler = self._base.scheduler
        networks = _networks(self._base)
        self._weights = _bytes_of(networks)
        for network in networks:
            self.watch(network)

    @property
    def memory(self) -> int:
        """Bytes of the weights, with those of the additions that are kept."""
        return self._weights + self.memory_beside

    @property
    def memory_beside(self) -> int:
        """Bytes of the additions that are kept."""
        kept = self.beside.values()
        networks = [one for one in kept if hasattr(one, "parameters")]
        return _bytes_of(networks) + sum(int(getattr(one, "memory", 0)) for one in kept if one not in networks)

    def watch(self, network: Any) -> None:
        """Make a network ready to draw, and let a cancel end it between two of its blocks."""
        network.eval()
        _watch(network, lambda *_: self.check())

    def reload(self) -> None:
        """Read the weights from the disk anew: something changed them for good."""
        self._base = self.scheduler = None
        self._pipes.clear()
        self.quantised = ""
        free_device_memory()
        self._fill()

    def pipeline(self, task: str) -> Any:
        """The pipeline for a task. Raises ModelError ``model-wrong-kind`` when the model has none."""
        task = "inpaint" if task == "outpaint" else task
        if task not in self._pipes:
            pipe = _for_task(self._base, task, self.model.spec.name)
            pipe.set_progress_bar_config(disable=True)
            self.prompts.attach(pipe)
            self._pipes[task] = pipe
        return self._pipes[task]

    @contextlib.contextmanager
    def replaced(self, name: str, part: Any) -> Iterator[None]:
        """Another part of that name in the pipelines of every task."""
        before = getattr(self._base, name)
        self._set(name, part)
        try:
            yield
        finally:
            self._set(name, before)

    def _set(self, name: str, part: Any) -> None:
        for pipe in (self._base, *self._pipes.values()):
            setattr(pipe, name, part)

    @property
    def projection(self) -> Projection | None:
        """Latents to preview colours, fitted at first use."""
        if not self._fitted:
            self._fitted = True
            vae = getattr(self._base, "vae", None)
            if vae is not None:
                self._projection = fit_projection(vae, self._base.vae_scale_factor)
        return self._projection

    def glossary(self) -> Glossary | None:
        """The model's Chinese glossary, when its options name one."""
        name = self.options.get("glossary")
        if name and self._glossary is None:
            self._glossary = Glossary.read(Path(self.model.folder) / Path(str(name)).name)
        return self._glossary

    def upscaler(self, model: InstalledModel, load: Callable[[], Upscaler]) -> Upscaler:
        """A helper model's networks; loaded when they are first needed."""
        if model.spec.id not in self._upscalers:
            self._upscalers[model.spec.id] = load()
        return self._upscalers[model.spec.id]

    def close(self) -> None:
        for upscaler in self._upscalers.values():
            upscaler.close()
        self.prompts.clear()
        self.beside.clear()
        self._pipes.clear()
        self._base = None
        self.scheduler = None
        free_device_memory()


def _networks(pipe: Any) -> list[Any]:
    import torch

    return [part for part in pipe.components.values() if isinstance(part, torch.nn.Module)]


def _bytes_of(networks: list[Any]) -> int:
    return sum(t.numel() * t.element_size() for n in networks for t in (*n.parameters(), *n.buffers()))


def _watch(module: Any, hook: Callable[..., None]) -> None:
    """Hook the members of the outermost lists of blocks below ``module``."""
    import torch

    for child in module.children():
        if isinstance(child, torch.nn.ModuleList):
            for block in child:
                block.register_forward_pre_hook(hook)
        else:
            _watch(child, hook)


def _for_task(base: Any, task: str, name: str) -> Any:
    from diffusers.pipelines import auto_pipeline

    mapping, factory = {
        "text-to-image": (auto_pipeline.AUTO_TEXT2IMAGE_PIPELINES_MAPPING, auto_pipeline.AutoPipelineForText2Image),
        "image-to-image": (auto_pipeline.AUTO_IMAGE2IMAGE_PIPELINES_MAPPING, auto_pipeline.AutoPipelineForImage2Image),
        "inpaint": (auto_pipeline.AUTO_INPAINT_PIPELINES_MAPPING, auto_pipeline.AutoPipelineForInpainting),
    }[task]
    channels = getattr(getattr(getattr(base, "unet", None), "config", None), "in_channels", 4)
    latent = getattr(getattr(getattr(base, "vae", None), "config", None), "latent_channels", 4)
    if channels > latent and task != "inpaint":
        raise ModelError(
            "model-wrong-kind", model=name, task=task, hint=phrase("this one is made for inpainting only.")
        )
    try:
        wanted = auto_pipeline._get_task_class(mapping, type(base).__name__)
    except ValueError as error:
        raise ModelError("model-wrong-kind", model=name, task=task, hint=phrase("one of another family.")) from error
    return base if type(base) is wanted else factory.from_pipe(base)
