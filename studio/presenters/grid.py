"""The grid dialog's state: two axes or a prompt matrix, checked while they are edited, submitted as one job."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from studio.core import axes, grids, requests
from studio.core.errors import ErrorInfo, StudioError
from studio.core.pictures import Axis, Grid
from studio.core.requests import ImageRequest
from studio.library.fitting import Estimate
from studio.presenters import grid_axes
from studio.presenters.background import Task
from studio.presenters.estimates import estimator
from studio.settings.prompts import preparing
from studio.settings.prompts.book import Book

if TYPE_CHECKING:
    from studio.presenters.image_tab import ImageTabPresenter

DELAY_MS = 150
REMEMBERED = "grid"
"""Where the axes are kept among the tabs' last values."""
NAMED = 3
"""Pictures that are named as examples."""


@dataclass(frozen=True)
class AxisText:
    """An axis as it is written; ``setting`` "" is none. ``label`` is the setting's name on the sheet."""

    setting: str = ""
    text: str = ""
    label: str = ""


@dataclass(frozen=True)
class Checked:
    """What was found: ``request`` when it can be run, else ``errors`` by where they belong: ``x``, ``y``, ``prompt``
    or "" (the whole). ``columns`` × ``rows`` places hold ``pictures`` different pictures."""

    request: ImageRequest | None = None
    columns: int = 0
    rows: int = 0
    pictures: int = 0
    examples: tuple[str, ...] = ()
    estimate: Estimate | None = None
    errors: dict[str, ErrorInfo] = field(default_factory=dict)


class GridPresenter(QObject):
    """``checked`` brings a :class:`Checked` after every change; ``submitted`` comes when the job is in the queue."""

    checked = Signal(object)
    submitted = Signal()

    def __init__(self, tab: ImageTabPresenter, parent: QObject) -> None:
        super().__init__(parent)
        self.tab, self.studio = tab, tab.studio
        self.axes = {"x": AxisText(), "y": AxisText()}
        self.matrix = self.dark = False
        self.outcome = Checked()
        self._task: Task | None = None
        self._wanted = False
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self.check)
        self._restore()
        tab.valueChanged.connect(self._soon)
        tab.modelsChanged.connect(self._soon)

    # -- what is set ----------------------------------------------------------------------------------------------

    def settings(self) -> list[str]:
        """The settings that can be varied."""
        return grid_axes.settings(self.tab)

    def suggested(self, setting: str) -> str:
        """Values of a setting to begin with."""
        return grid_axes.suggested(self.tab, setting)

    def choices(self, setting: str) -> list[grid_axes.Choice]:
        return grid_axes.choices(self.tab, setting)

    def set_axis(self, side: str, axis: AxisText) -> None:
        if self.axes[side] != axis:
            self.axes[side] = axis
            self._soon()

    def set_matrix(self, on: bool) -> None:
        self.matrix = on
        self._soon()

    def set_dark(self, on: bool) -> None:
        self.dark = on
        self._soon()

    def toggled(self, text: str, choice: grid_axes.Choice) -> str:
        """The text of an axis with a choice added, or taken out where it stood."""
        pieces = axes.split(text)
        kept = [p for p in pieces if p.casefold() != choice.text.casefold() and p != choice.value]
        return axes.joined(kept if len(kept) < len(pieces) else [*pieces, choice.text])

    def random_seeds(self, count: int) -> str:
        """As many seeds nobody chose."""
        return ", ".join(str(random.randrange(requests.MAX_SEED + 1)) for _ in range(count))

    def close(self) -> None:
        """The dialog goes: keep what was written for the next time."""
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()
        kept: dict[str, Any] = {"matrix": self.matrix, "dark": self.dark}
        for side, axis in self.axes.items():
            kept |= {f"{side}.setting": axis.setting, f"{side}.text": axis.text}
        self.studio.remember_tab(REMEMBERED, kept)

    def _restore(self) -> None:
        kept = self.studio.settings.tabs.get(REMEMBERED, {})
        self.matrix, self.dark = kept.get("matrix") is True, kept.get("dark") is True
        can = self.settings()
        for side in self.axes:
            setting, text = kept.get(f"{side}.setting"), kept.get(f"{side}.text")
            if isinstance(setting, str) and isinstance(text, str) and setting in can:
                self.axes[side] = AxisText(setting, text)
        if not self.axes["x"].setting and can:
            first = "steps" if "steps" in can else can[0]
            self.axes["x"] = AxisText(first, self.suggested(first))
        if not self._can_matrix():
            self.matrix = False

    def _can_matrix(self) -> bool:
        return "prompt" in self.tab.fields()

    # -- checking -------------------------------------------------------------------------------------------------

    def _soon(self, name: str = "", *_value: object) -> None:
        # Every result of a running job shows its seed in the tab; that changes nothing while it is not kept.
        if name != "seed" or self.tab.seed_locked:
            self._timer.start()

    def check(self) -> None:
        """Find out in the background what the grid would be."""
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()
        try:
            base = self._base()
        except StudioError as error:
            self._show(Checked(errors={_place(error.info, self.axes): error.info}))
            return
        grid, sides = Grid(matrix=self.matrix, dark=self.dark), () if self.matrix else ("x", "y")
        written = {s: self.axes[s] for s in sides if self.axes[s].setting}
        offered = {s: self.choices(axis.setting) for s, axis in written.items()}
        estimate = estimator(self.studio)
        book = self.studio.book.book if self.studio.book.loaded else None
        work: Callable[[], Checked] = lambda: _check(base, grid, written, offered, estimate, book)  # noqa: E731
        self._task = self.studio.background.run(work, self._show, lambda info: self._show(Checked(errors={"": info})))

    def _base(self) -> ImageRequest:
        request = self.tab.request(takes=1)
        assert isinstance(request, ImageRequest)
        return request

    def _show(self, outcome: Checked) -> None:
        self.outcome = outcome
        wanted, self._wanted = self._wanted, False
        self.checked.emit(outcome)
        if wanted and outcome.request is not None:
            self._run(outcome.request)

    # -- running --------------------------------------------------------------------------------------------------

    def submit(self) -> None:
        """Check once more, then put it into the queue; what is wrong comes with ``checked``."""
        self._wanted = True
        self.check()

    def _run(self, request: ImageRequest) -> None:
        try:
            self.tab.submit(request)
        except StudioError as error:
            place = _place(error.info, self.axes)
            self._show(replace(self.outcome, request=None, errors={place: error.info}))
            return
        self.submitted.emit()


def _check(
    base: ImageRequest,
    grid: Grid,
    written: dict[str, AxisText],
    offered: dict[str, list[grid_axes.Choice]],
    estimate: Callable[[ImageRequest], Estimate | None],
    book: Book | None,
) -> Checked:
    errors: dict[str, ErrorInfo] = {}
    made: dict[str, Axis] = {}
    for side, axis in written.items():
        try:
            values = grid_axes.values_of(axis.setting, axis.text, offered[side])
            made[side] = axes.completed(Axis(setting=axis.setting, values=values, label=axis.label))
        except StudioError as error:
            errors[side] = error.info
    if errors:
        return Checked(errors=errors)
    if "x" not in made and "y" in made:
        made["x"] = made.pop("y")
    try:
        request = requests.validate(msgspec.structs.replace(base, grid=msgspec.structs.replace(grid, **made)))
        if book is not None:
            # Wildcards and styles of a hundred pictures are more than a frame's work when Generate is pressed.
            request = preparing.prepare(request, book)
        assert isinstance(request, ImageRequest)
        plan = grids.plan(request)
    except StudioError as error:
        return Checked(errors={_place(error.info, written): error.info})
    pictures = len(plan.requests)
    named = (plan.requests[n].prompt if grid.matrix else plan.name(n) for n in range(min(NAMED, pictures)))
    return Checked(request, len(plan.columns), len(plan.rows) or 1, pictures, tuple(named), estimate(request))


def _place(info: ErrorInfo, written: dict[str, AxisText]) -> str:
    """Where an error belongs: the axis that has the setting, the prompt, or the whole."""
    name = info.params.get("name", "")
    if info.code != "setting-invalid":
        return "prompt" if info.code.startswith(("prompt-", "wildcard-")) else ""
    for side, axis in written.items():
        named = {axis.setting, *(("width", "height") if axis.setting == axes.SIZE else ())}
        if axis.setting and (name in named or (name and axis.setting.endswith(f".{name}"))):
            return side
    return "prompt" if name == "prompt" else ""
