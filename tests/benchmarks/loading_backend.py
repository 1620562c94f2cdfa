"""What bar 3 has a worker do: import the heavy runtimes and bring a model of some hundred megabytes into memory."""

from __future__ import annotations

from typing import Any

from studio.core.messages import Phase
from studio.core.models import InstalledModel, ModelSpec
from studio.worker.context import JobContext

VARIABLE = "loading=tests.benchmarks.loading_backend:LoadingBackend"
MODEL = InstalledModel(
    spec=ModelSpec(id="loading", name="Loading", backend="loading", format="native", memory=1), folder=""
)


class Loaded:
    def __init__(self, layers: Any) -> None:
        self.layers = layers
        self.memory = sum(p.numel() * p.element_size() for p in layers.parameters())

    def close(self) -> None:
        del self.layers


class LoadingBackend:
    tasks = frozenset({"write"})

    def warm(self) -> None:
        import diffusers
        import torch
        import transformers

        assert torch and transformers.AutoModel and diffusers.UNet2DConditionModel

    def load(self, model: InstalledModel, ctx: JobContext) -> Loaded:
        self.warm()
        import torch

        torch.set_num_threads(ctx.threads)
        layers = torch.nn.Sequential()
        for number in range(24):
            ctx.phase(Phase.LOADING, number / 24)
            layers.append(torch.nn.Linear(2048, 2048))
        return Loaded(layers.eval())

    def run(self, model: Loaded, ctx: JobContext) -> None:
        import torch

        with torch.inference_mode():
            value = torch.ones(8, 2048)
            for number in range(50):
                value = torch.tanh(model.layers(value))
                ctx.text(0, "word ")
                ctx.phase(Phase.GENERATING, number / 50)
        ctx.emit_text(0, "word", ctx.recipe(ctx.request, take=0))
