"""Switches that trade exactness or time for speed or memory, each with a line on what it changes."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.core import compilers
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui import value_words
from studio.ui.base import label
from studio.ui.fields import SwitchField
from studio.ui.image.part import Part

SWITCHES = ("auto", "first-block-cache", "compile", "fp8-weights", "int8-weights")
"""Names in ``ImageRequest.fast`` that a user can choose; those that only save memory turn themselves on when needed."""
_EXCLUSIVE = {"fp8-weights": "int8-weights", "int8-weights": "fp8-weights"}


class SpeedPart(Part):
    fields = frozenset({"fast"})

    def __init__(self, presenter: ImageTabPresenter) -> None:
        content = QWidget()
        super().__init__(presenter, content)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.switches = {name: SwitchField() for name in SWITCHES}
        self._hints = {name: label(kind="caption", wrap=True) for name in SWITCHES}
        for name, switch in self.switches.items():
            column.addWidget(switch)
            column.addWidget(self._hints[name])
            self._hints[name].setContentsMargins(24, 0, 0, 4)
            switch.changed.connect(partial(self._switched, name))
        self.studio.residencyChanged.connect(self._show_device)
        self.retranslate()

    def show_value(self, name: str, value: object) -> None:
        if name != "fast" or not isinstance(value, tuple):
            return
        for key, switch in self.switches.items():
            switch.set_value(key in value)
        self._show_device()
        if any(key in value for key in SWITCHES):
            self.unfold()

    def show_task(self) -> None:
        self._show_device()

    def retranslate(self) -> None:
        self.set_title(self.tr("Speed and memory"))
        texts = {
            "auto": (
                value_words.switch("auto"),
                self.tr("Tries two layouts before drawing and keeps what is faster. For graphics cards."),
            ),
            "first-block-cache": (
                value_words.switch("first-block-cache"),
                self.tr("Up to twice as fast; fine details may differ. For Flux with more than 8 steps."),
            ),
            "compile": (
                value_words.switch("compile"),
                self.tr("A minute once, then faster. Pays for many pictures of one size."),
            ),
            "fp8-weights": (
                value_words.switch("fp8-weights"),
                self.tr("Half of the memory or less; fine details differ."),
            ),
            "int8-weights": (
                value_words.switch("int8-weights"),
                self.tr("A quarter of the memory of full precision; a little slower, fine details differ."),
            ),
        }
        for name, (title, _hint) in texts.items():
            self.switches[name].setText(title)
            self.switches[name].setAccessibleName(title)
        self._texts = {name: hint for name, (_title, hint) in texts.items()}
        self._show_device()

    def _show_device(self, *_event: object) -> None:
        """What gains nothing on this machine's device cannot be chosen, and says why."""
        useless = self._useless()
        for name, switch in self.switches.items():
            hint = useless.get(name, self._texts[name])
            # One that a recipe brought can be taken back.
            switch.setEnabled(name not in useless or switch.value())
            switch.setAccessibleDescription(hint)
            self._hints[name].setText(hint)

    def _useless(self) -> dict[str, str]:
        """The switches that are of no use here, each with the reason."""
        residency = self.studio.residency
        if residency is None or residency.device != "cpu":
            return {}
        found = {
            "auto": self.tr("Only for graphics cards; this machine draws on its processor."),
            "fp8-weights": self.tr("Only for graphics cards; on a processor int8 saves as much."),
        }
        if not compilers.found():
            found["compile"] = self.tr("On a processor it needs a C++ compiler, and none was found.")
        return found

    def _switched(self, name: str, on: bool) -> None:
        chosen = [n for n in self.presenter.values["fast"] if n not in (name, _EXCLUSIVE.get(name) if on else None)]
        self.presenter.set_value("fast", (*chosen, name) if on else tuple(chosen))
