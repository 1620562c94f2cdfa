"""Runs the speech and listening backends on the starter models."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from studio.core.models import InstalledModel
from studio.core.requests import AudioRequest, InputRef, validate
from studio.worker.backends.base import Backend, Loaded
from tests.support.context import RecordingContext, make_context


class Ready:
    """A backend with its model in memory, for the tests of one module."""

    def __init__(self, backend: Backend, model: InstalledModel, folder: Path) -> None:
        self.backend, self.model = backend, model
        self.loaded: Loaded = backend.load(model, make_context(AudioRequest(prompt="x"), folder, [model]))

    def context(self, folder: Path, source: Path | None = None, **values: Any) -> RecordingContext:
        inputs = (InputRef(path=str(source)),) if source else ()
        request = validate(AudioRequest(**{"seed": 1, "inputs": inputs, **values}))
        return make_context(request, folder, [self.model], threads=1)

    def run(self, folder: Path, source: Path | None = None, **values: Any) -> RecordingContext:
        ctx = self.context(folder, source, **values)
        self.backend.run(self.loaded, ctx)
        ctx.finish()
        return ctx
