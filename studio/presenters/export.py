"""What the export dialog shows and does: options, the planned names, what leaves the machine, and the export itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from studio.core import paths
from studio.core.errors import ErrorInfo
from studio.core.requests import Kind
from studio.exports import vectors
from studio.exports.disclosure import leaving
from studio.exports.options import FORMATS, VECTOR, ExportItem, ExportOptions, Manifest, Plan

if TYPE_CHECKING:
    from studio.presenters.background import Task
    from studio.presenters.studio import StudioPresenter

PLAN_DELAY_MS = 120


class ExportPresenter(QObject):
    """One export of some assets, from the choice of options to the manifest."""

    changed = Signal()
    """The options are others than those of the plan."""
    planned = Signal(object)
    """The Plan of the present options."""
    invalid = Signal(object)
    """The ErrorInfo that says why the options make no plan."""
    started = Signal()
    progress = Signal(int, int, str)
    finished = Signal(object)
    failed = Signal(object)

    def __init__(self, studio: StudioPresenter, assets: Sequence[Any]) -> None:
        super().__init__(studio)
        self.studio = studio
        self.items = [
            ExportItem(
                id=a.id,
                kind=a.kind,
                path=Path(studio.file_of(a)),
                title=a.title,
                created=a.created,
                recipe=a.recipe,
            )
            for a in assets
        ]
        drawings = [vectors.is_vector(i.path) for i in self.items if i.kind == "image"]
        self._any_drawing = any(drawings)
        self.options = ExportOptions(
            folder=self._folder(),
            level=studio.settings.embed,
            image_format="svg" if drawings and all(drawings) else "png",
        )
        self.plan: Plan | None = None
        self.running = False
        self._wanted = False
        self._task: Task | None = None
        self._planning: Task | None = None
        self._timer = QTimer(self, singleShot=True, interval=PLAN_DELAY_MS)
        self._timer.timeout.connect(self._make_plan)

    def _folder(self) -> Path:
        return paths.documents_dir() / "AIGC Studio Exports" / Path(self.studio.services.project.folder).name

    @property
    def kinds(self) -> set[Kind]:
        return {i.kind for i in self.items}

    def formats(self, kind: Kind) -> tuple[str, ...]:
        """The formats that are offered for a kind: those of paths only where some asset is made of paths."""
        return tuple(f for f in FORMATS[kind] if kind != "image" or f not in VECTOR or self._any_drawing)

    def set(self, **changes: Any) -> None:
        """Change options; the plan follows soon."""
        self.options = msgspec.structs.replace(self.options, **changes)
        self._timer.start()
        self.changed.emit()

    def refresh(self) -> None:
        """Plan at once."""
        self._timer.stop()
        self._make_plan()

    def _make_plan(self) -> None:
        from studio.exports.plan import plan

        if self._planning is not None:
            self._planning.cancel()
        items, options = self.items, self.options
        self._planning = self.studio.background.run(
            lambda: plan(items, options),
            lambda made: self._planned(made, options),
            lambda error: self._invalid(error, options),
        )

    def _planned(self, plan: Plan, options: ExportOptions) -> None:
        if options is not self.options:
            return
        self.plan = plan
        self.planned.emit(plan)
        if self._wanted:
            self._wanted = False
            self._write(plan)

    def _invalid(self, error: ErrorInfo, options: ExportOptions) -> None:
        if options is not self.options:
            return
        self.plan = None
        self._wanted = False
        self.invalid.emit(error)

    def disclosure(self) -> str:
        """What the first file will say about its making, as the reader of the file finds it."""
        said = leaving(self.items[0].recipe, self.options.level) if self.items else {}
        return json.dumps(said, ensure_ascii=False, indent=2) if said else ""

    def start(self) -> None:
        """Write the files of the present options in the background; when these are newer than the plan, plan first.

        Nothing is written (and ``started`` not emitted) while the plan is invalid or would overwrite unasked.
        """
        if self.running:
            return
        if self.plan is not None and self.plan.options is self.options:
            self._write(self.plan)
        else:
            self._wanted = True
            self.refresh()

    def _write(self, plan: Plan) -> None:
        from studio.exports.run import export

        if self.running or not plan.files or (plan.existing and not plan.options.overwrite):
            return
        self.running = True
        self.started.emit()

        def work(progress: Any, cancelled: Any) -> Manifest:
            return export(plan, lambda done, total, name: progress((done, total, name)), cancelled)

        self._task = self.studio.background.run_long(
            work, self._finished, self._failed, lambda step: self.progress.emit(*step)
        )

    def cancel(self) -> None:
        """Ask a running export to stop after the file it writes."""
        if self._task is not None:
            self._task.cancel()

    def _finished(self, manifest: Manifest) -> None:
        self.running = False
        self.finished.emit(manifest)

    def _failed(self, error: ErrorInfo) -> None:
        self.running = False
        self.failed.emit(error)

    def close(self) -> None:
        """The dialog is gone."""
        self._timer.stop()
        if self._planning is not None:
            self._planning.cancel()
        self.cancel()
        self.deleteLater()
