"""A real backend for tests of the engine: it draws small pictures step by step, without any model runtime."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from studio.core.messages import Phase
from studio.core.models import InstalledModel, ModelFile, ModelSpec
from studio.library import layout
from studio.worker.context import JobContext

VARIABLE = "tiny=tests.support.tiny_backend:TinyBackend"
"""The value of ``AIGC_STUDIO_BACKENDS`` that makes it known to a worker."""
STEPS = 6


class Loaded:
    memory = 1

    def close(self) -> None:
        pass


class TinyBackend:
    tasks = frozenset({"text-to-image"})

    def warm(self) -> None:
        pass

    def load(self, model: InstalledModel, ctx: JobContext) -> Loaded:
        time.sleep(0.03)
        return Loaded()

    def run(self, model: Loaded, ctx: JobContext) -> None:
        for take in range(ctx.request.takes):
            rng = np.random.default_rng(ctx.seed(take))
            for step in range(STEPS):
                ctx.check_cancelled()
                time.sleep(0.008)
                ctx.phase(Phase.DENOISING, ctx.overall(take, step / STEPS), take=take)
            pixels = rng.integers(0, 255, (96, 96, 3), dtype=np.uint8)
            ctx.emit_image(take, pixels, ctx.recipe(ctx.request, take=take))


def install(models: Path) -> None:
    """Put the model that this backend runs into a model folder."""
    folder = models / "tiny"
    folder.mkdir(parents=True)
    (folder / "tiny.bin").write_bytes(b"tiny")
    file = ModelFile(path="tiny.bin", size=4)
    spec = ModelSpec(
        id="tiny", name="Tiny", backend="tiny", format="native", tasks=("text-to-image",), files=(file,), memory=1
    )
    layout.write_manifest(folder, layout.Manifest(spec=spec, sha256="ab" * 32, source="folder"))
