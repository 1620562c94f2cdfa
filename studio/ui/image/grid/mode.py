"""The stage's mode that shows the pictures of a grid in their rows and columns while they are made and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from studio.core import grids
from studio.core.grids import Plan
from studio.core.requests import ImageRequest
from studio.presenters.takes import Take, TakeState
from studio.ui import theme
from studio.ui.base import button, name_tool, named, tool
from studio.ui.elided import ElidedLabel
from studio.ui.image.grid.model import GridModel
from studio.ui.image.grid.table import LARGEST, SMALLEST, GridTable
from studio.ui.image.mode import Mode
from studio.ui.pictures import load_picture

if TYPE_CHECKING:
    from studio.presenters.image_tab import ImageTabPresenter
    from studio.ui.image.stage import Stage


def is_grid(take: Take | None) -> bool:
    """Whether a take is one of a grid's pictures or its sheet."""
    return take is not None and isinstance(take.request, ImageRequest) and take.request.grid is not None


class GridMode(Mode):
    name = "grid"
    shows_takes = True

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._job = ""
        self._takes: list[Take] = []
        self._loading: set[int] = set()
        self.model = GridModel()
        self.table = GridTable(self.model)
        self.size_slider = QSlider(Qt.Orientation.Horizontal)
        self.size_slider.setRange(SMALLEST, LARGEST)
        self.size_slider.setFixedWidth(140)
        self.fit = tool("fit", self.table.fit)
        self.sheet = button("grid", "quiet", self._show_sheet)
        self.facts = ElidedLabel("caption")
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.sheet)
        row.addWidget(self.facts, 1)
        row.addWidget(self.size_slider)
        row.addWidget(self.fit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        self.size_slider.valueChanged.connect(lambda value: self.table.set_edge(value))
        self.table.edgeChanged.connect(self._edge_changed)
        self.table.taken.connect(self.presenter.select)
        self.table.opened.connect(self._open)
        self.presenter.takeChanged.connect(self._take_changed)
        theme.signals.changed.connect(self.table.viewport().update)
        self.retranslate()

    @classmethod
    def available(cls, presenter: ImageTabPresenter) -> bool:
        return is_grid(presenter.current)

    def tools(self) -> QWidget:
        return self._row

    def show_take(self, take: Take | None) -> None:
        if take is None or not is_grid(take):
            return
        if take.job != self._job:
            self._begin(take)
        self.table.select_take(take)
        self._say()

    def _begin(self, take: Take) -> None:
        """Another grid is in view: its plan is worked out in the background."""
        self._job, request = take.job, take.request
        self._takes = self.presenter.takes_of_job(take.job)
        self._loading.clear()
        names = {m.spec.id: m.spec.name for m in self.studio.models.installed}
        assert isinstance(request, ImageRequest)
        self.studio.background.run(
            lambda: grids.plan(request, names), lambda plan: self._planned(take, plan), self.presenter.raise_error
        )

    def _planned(self, take: Take, plan: Plan) -> None:
        if take.job != self._job:
            return
        self.model.set_grid(plan, self._takes)
        for made in self._takes[:-1]:
            self._load(made)
        current = self.presenter.current
        if current is not None:
            self.table.select_take(current)
        self._say()

    def _take_changed(self, take: Take) -> None:
        if take.job == self._job:
            self.model.touch(take)
            self._load(take)
            self._say()

    def _load(self, take: Take) -> None:
        number = id(take)
        sheet = bool(self._takes) and take is self._takes[-1]
        if take.state is not TakeState.DONE or sheet or number in self._loading or not take.path:
            return
        self._loading.add(number)
        self.studio.background.run(
            lambda: load_picture(take.path, LARGEST), lambda image: self._loaded(take, image), lambda _info: None
        )

    def _loaded(self, take: Take, image: QImage) -> None:
        if take.job == self._job:
            self.model.set_picture(take, image)

    def _edge_changed(self, edge: int) -> None:
        blocked = self.size_slider.blockSignals(True)
        self.size_slider.setValue(edge)
        self.size_slider.blockSignals(blocked)

    def _open(self, take: Take) -> None:
        self.presenter.select(take)
        self.stage.show_mode("result")

    def _show_sheet(self) -> None:
        if self._takes:
            self._open(self._takes[-1])

    def _say(self) -> None:
        sheet = self._takes[-1] if self._takes else None
        self.sheet.setEnabled(sheet is not None and sheet.state is TakeState.DONE)
        pictures = self._takes[:-1]
        done = sum(take.state is TakeState.DONE for take in pictures)
        text = self.tr("{done} of {count} pictures").format(done=done, count=len(pictures))
        failed = sum(take.state in (TakeState.FAILED, TakeState.STOPPED) for take in pictures)
        if failed:
            text += " · " + self.tr("{count} not drawn: the contact sheet says why").format(count=failed)
        self.facts.setText(text)

    def retranslate(self) -> None:
        named(
            self.table,
            self.tr("Pictures of the grid: arrow keys choose, Enter shows one, plus and minus change the size"),
        )
        named(self.table.horizontalHeader(), self.tr("What the columns vary"))
        named(self.table.verticalHeader(), self.tr("What the rows vary"))
        named(self.size_slider, self.tr("Size of the pictures"))
        name_tool(self.fit, self.tr("Fit into the view"), "0")
        self.sheet.setText(self.tr("Contact sheet"))
        named(self.sheet, self.tr("Show the contact sheet"))
        self._say()
