"""The batch dialog's state: a folder, table or text of prompts read row by row, checked, and queued as one group."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from studio.core import batches, requests
from studio.core.batches import Batch
from studio.core.errors import ErrorInfo, InputError, StudioError, phrase
from studio.core.requests import ImageRequest, Request
from studio.library.fitting import Estimate, combined
from studio.presenters.estimates import estimator
from studio.settings.prompts import book as books
from studio.settings.prompts import preparing

if TYPE_CHECKING:
    from studio.presenters.background import Cancelled, Progress, Task
    from studio.presenters.image_tab import ImageTabPresenter

DELAY_MS = 300


@dataclass(frozen=True)
class Checked:
    """What was found: the ``batch``, or the ``error`` that says why there is none; both None while nothing is chosen.
    ``estimate`` is for all rows that can be run."""

    batch: Batch | None = None
    error: ErrorInfo | None = None
    estimate: Estimate | None = None


class BatchPresenter(QObject):
    """``checking`` says that rows are being read, ``checked`` brings a :class:`Checked`, ``submitted`` the number of jobs
    that are in the queue now."""

    checking = Signal()
    checked = Signal(object)
    submitted = Signal(int)

    def __init__(self, tab: ImageTabPresenter, parent: QObject) -> None:
        super().__init__(parent)
        self.tab, self.studio = tab, tab.studio
        self.path: Path | None = None
        self.outcome = Checked()
        self._task: Task | None = None
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self.check)
        tab.valueChanged.connect(self._soon)
        tab.modelsChanged.connect(self._soon)

    def choose(self, path: Path) -> None:
        """The folder or file whose rows are wanted."""
        self.path = path
        self.check()

    def _soon(self, name: str = "", *_value: object) -> None:
        # Every result of a running job shows its seed in the tab; that changes no row while it is not kept.
        shown_only = name == "seed" and not self.tab.seed_locked
        if self.path is not None and not shown_only:
            # What was checked is no longer what would be queued.
            self.checking.emit()
            self._timer.start()

    def check(self) -> None:
        """Read and check every row in the background; a check under way is given up."""
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        path = self.path
        if path is None:
            return
        shared, estimate = self._shared(), estimator(self.studio)
        finish = self._finisher()
        store = self.studio.services.project.store

        def asset_of(file: Path) -> str:
            known = store.at(file)
            return known.id if known is not None else ""

        def work(_progress: Progress, cancelled: Cancelled) -> Checked:
            rows = batches.read(path, "image")
            name = batches.name_of(path)
            found = batches.check(
                "image", rows, shared, name=name, finish=finish, asset_of=asset_of, cancelled=cancelled
            )
            return Checked(found, estimate=_estimate(found, estimate, cancelled))

        def done(found: Checked) -> None:
            if task is self._task:
                self._show(found)

        self.checking.emit()
        self._task = task = self.studio.background.run_long(work, done, lambda info: done(Checked(error=info)))

    def submit(self) -> None:
        """Queue every row that can be run, as one group."""
        batch = self.outcome.batch
        if batch is None or not batch.items or self._task is not None or self._timer.isActive():
            return
        engine = self.studio.engine

        def queue() -> int:
            jobs = batch.jobs()
            engine.submit_jobs(jobs)
            return len(jobs)

        def queued(jobs: int) -> None:
            self.submitted.emit(jobs)
            self.tab.begun.emit()

        self.studio.background.run(queue, queued, lambda info: self._show(Checked(error=info)))

    def close(self) -> None:
        """The dialog goes."""
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    # -- inside ---------------------------------------------------------------------------------------------------

    def _show(self, found: Checked) -> None:
        self._task = None
        self.outcome = found
        self.checked.emit(found)

    def _shared(self) -> Mapping[str, Any]:
        """What every row has unless it says something else: the tab as it stands, without the picture in it."""
        values = dict(self.tab.values)
        values["seed"] = values["seed"] if self.tab.seed_locked else None
        values = self.tab.fitting(values)
        kept = (ref for ref in values["inputs"] if ref.role not in ("source", "mask") and ref.path)
        return {**values, "inputs": tuple(kept)}

    def _finisher(self) -> Callable[[Request], Request]:
        book = self.studio.book
        finish = preparing.finisher(
            self.studio.services.library.resolve, lambda: book.book if book.loaded else books.load()
        )

        def checked(request: Request) -> Request:
            if request.task == "inpaint" and request.input("mask") is None:
                raise InputError("input-needed", what=phrase("a picture in the column “mask”"))
            return finish(request)

        return checked


def _estimate(
    batch: Batch, estimate: Callable[[ImageRequest], Estimate | None], cancelled: Cancelled
) -> Estimate | None:
    """The estimate for all rows; requests that differ only in words and pictures are worked out once."""
    known: dict[bytes, Estimate | None] = {}
    found: list[Estimate] = []
    blank: dict[str, Any] = {"prompt": "", "negative": "", "seed": None, "inputs": (), "run_prompts": ()}
    for item in batch.items:
        if cancelled() or not isinstance(item.request, ImageRequest):
            return None
        key = requests.to_json(msgspec.structs.replace(item.request, **blank, run_negative=None))
        if key not in known:
            try:
                known[key] = estimate(item.request)
            except StudioError:
                known[key] = None
        one = known[key]
        if one is None:
            return None
        found.append(one)
    return combined(found) if found else None
