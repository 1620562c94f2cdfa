"""“Will it fit?”: the estimate for what the image tab would submit now, kept up to date while it is edited; for an
enlarging the size that comes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil
from PySide6.QtCore import QObject, QTimer, Signal

from studio.core import enlarging
from studio.core.errors import ErrorInfo, StudioError
from studio.core.requests import DRAWING_TASKS, ImageRequest, Request
from studio.library.fitting import Estimate, Machine, estimate
from studio.presenters.background import Task

if TYPE_CHECKING:
    from studio.presenters.image_tab import ImageTabPresenter
    from studio.presenters.studio import StudioPresenter

DELAY_MS = 250
_SIZES = frozenset({"width", "height", "size", "hires.scale"})
_PLACEHOLDER = "x"
"""Stands for the prompt while there is none yet: the estimate does not depend on it."""


def estimator(studio: StudioPresenter) -> Callable[[ImageRequest], Estimate | None]:
    """Works estimates out for the machine as it is now. What it gives may be called in any thread; it says None for a
    request that draws nothing or cannot be run: what is wrong is said when it is submitted."""
    services, residency = studio.services, studio.residency
    resident = tuple(residency.models.items()) if residency else ()
    chosen = residency.device if residency else ""
    free = residency.device_free if residency else 0

    def work(request: ImageRequest) -> Estimate | None:
        if request.task not in DRAWING_TASKS:
            return None
        try:
            resolved, models = services.library.resolve(request)
        except StudioError:
            return None
        if not isinstance(resolved, ImageRequest) or not models:
            return None
        # The worker tells the number format of what it ran last, which may have been text or sound in another one.
        device, dtype = services.calibration.device_of(models[0].spec.id, chosen)
        on_gpu = chosen.partition(":")[0] in ("cuda", "xpu")
        available = free if on_gpu else psutil.virtual_memory().available
        machine = Machine(device, dtype, available, resident)
        return estimate(resolved, models, services.calibration, machine)

    return work


@dataclass(frozen=True)
class Source:
    """The picture that is to be enlarged: its file, width and height."""

    path: str
    width: int
    height: int


class Estimates(QObject):
    """``estimate`` is the latest one, None while nothing can be said; ``refused`` is why the size that is set cannot be;
    ``source`` is the picture that is to be enlarged, once it was looked at. ``changed`` comes when any is another."""

    changed = Signal()

    def __init__(self, presenter: ImageTabPresenter) -> None:
        super().__init__(presenter)
        self._presenter, self._studio = presenter, presenter.studio
        self.estimate: Estimate | None = None
        self.refused: ErrorInfo | None = None
        self.source: Source | None = None
        self._task: Task | None = None
        self._stopped = False
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self.refresh)
        for signal in (
            presenter.valueChanged,
            presenter.modelsChanged,
            self._studio.residencyChanged,
            self._studio.assetSaved,
        ):
            signal.connect(self._soon)

    def stop(self) -> None:
        """Work out no more: the window closes."""
        self._stopped = True
        self._timer.stop()

    def _soon(self, *_changed: object) -> None:
        if not self._stopped:
            self._timer.start()

    def refresh(self) -> None:
        """Work the estimate out anew, in the background."""
        if self._task is not None:
            self._task.cancel()
        if self._presenter.values["task"] == "upscale":
            self._look()
            return
        request, refused = self._request()
        if request is None:
            self._show(None, refused)
            return
        work = estimator(self._studio)
        self._task = self._studio.background.run(lambda: work(request), self._show, lambda _info: self._show(None))

    def _request(self) -> tuple[ImageRequest | None, ErrorInfo | None]:
        """What would be submitted; else, where a size is the reason, why it cannot be."""
        presenter = self._presenter
        if presenter.values["task"] not in DRAWING_TASKS:
            return None, None
        try:
            request = presenter.request(prompt=presenter.values["prompt"].strip() or _PLACEHOLDER)
        except StudioError as error:
            return None, error.info if error.info.params.get("name") in _SIZES else None
        return request if isinstance(request, ImageRequest) else None, None

    def check(self, request: Request) -> None:
        """Raises InputError for an enlarging that cannot be, as far as its picture was looked at."""
        if not isinstance(request, ImageRequest) or request.task != "upscale" or self.source is None:
            return
        given = request.input("source")
        if given is not None and given.path == self.source.path:
            self._check(self.source, request.scale)

    def _check(self, source: Source, scale: int) -> None:
        spec = self._presenter.model_spec()
        enlarging.check(source.width, source.height, scale, enlarging.factors(spec) if spec is not None else ())

    def _look(self) -> None:
        """Find out how large the picture is that is to be enlarged."""
        given = self._presenter.input()
        if given is None:
            self._show(None)
        elif self.source is not None and self.source.path == given.path:
            self._seen(self.source)
        else:
            path = given.path
            self._task = self._studio.background.run(
                lambda: _looked_at(path), self._seen, lambda _info: self._show(None)
            )

    def _seen(self, source: Source) -> None:
        refused = None
        try:
            self._check(source, self._presenter.values["scale"])
        except StudioError as error:
            refused = error.info
        self._show(None, refused, source)

    def _show(self, found: Estimate | None, refused: ErrorInfo | None = None, source: Source | None = None) -> None:
        if (found, refused, source) != (self.estimate, self.refused, self.source):
            self.estimate, self.refused, self.source = found, refused, source
            self.changed.emit()


def _looked_at(path: str) -> Source:
    # Imported here: numpy and Pillow must not slow the window's start.
    from studio.pixels.pictures import size_of

    return Source(path, *size_of(path))
