"""Finishing pictures: what the studio does by itself, and with small networks that find a subject (CPU)."""

from __future__ import annotations

import importlib
from typing import Any, cast

from studio.core.models import InstalledModel
from studio.worker.context import JobContext

MODULES = {
    "control-map": "studio.worker.backends.tools.control_map",
    "cutout": "studio.worker.backends.tools.cutout",
    "edit": "studio.worker.backends.tools.edit",
    "tile": "studio.worker.backends.tools.tile",
    "trace": "studio.worker.backends.tools.trace",
}
"""The module of each task. It has ``run(ctx, tools)``, which emits the takes of ``ctx.request``; it and what it imports
are loaded when the task is first run."""


class Tools:
    """The main model of a job: the studio's own tools, which need no memory, or one network that is kept."""

    def __init__(self, network: Any = None) -> None:
        self.network = network

    @property
    def memory(self) -> int:
        return int(self.network.memory) if self.network is not None else 0

    def close(self) -> None:
        if self.network is not None:
            self.network.close()


class PicturesBackend:
    """Dispatches each task to the module of :data:`MODULES`."""

    tasks = frozenset(MODULES)

    def load(self, model: InstalledModel, ctx: JobContext) -> Tools:
        from studio.worker.images import subjects

        return Tools(subjects.load(model, ctx.threads) if subjects.method_of(model) else None)

    def warm(self) -> None:
        """Nothing here takes long to import."""

    def run(self, model: Any, ctx: JobContext) -> None:
        importlib.import_module(MODULES[ctx.request.task]).run(ctx, cast(Tools, model))
