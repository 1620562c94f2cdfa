"""A little of another seed blended in: pictures that stay close to the one of the kept seed."""

from __future__ import annotations

import random

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.core.requests import MAX_SEED, ImageRequest
from studio.presenters.image_tab import ImageTabPresenter
from studio.presenters.takes import Take
from studio.ui.base import button, label
from studio.ui.fields import Form, NumberField, SeedField
from studio.ui.image.part import Part


class VariationPart(Part):
    """While its seed is not kept, every run chooses another and shows it."""

    fields = frozenset({"variation"})

    def __init__(self, presenter: ImageTabPresenter) -> None:
        content = QWidget()
        super().__init__(presenter, content)
        self.form = Form()
        self.strength = NumberField(0.0, 1.0, 0.05, 2)
        self.seed = SeedField(MAX_SEED)
        self.form.add("variation", self.strength, lambda: self.tr("Strength"))
        self.form.add("variation_seed", self.seed, lambda: self.tr("Second seed"))
        self.hint = label(kind="caption", wrap=True)
        self.keep = button("lock", "link", lambda: presenter.set_seed_locked(True))
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.form)
        column.addWidget(self.hint)
        column.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)
        self.strength.changed.connect(lambda value: presenter.set_value("variation", float(value)))
        self.seed.changed.connect(self._seed_set)
        self.seed.lockChanged.connect(self._seed_locked)
        self.seed.rolled.connect(lambda: presenter.set_value("variation_seed", random.randrange(MAX_SEED + 1)))
        presenter.takeChanged.connect(self._take_changed)
        self.retranslate()

    def show_value(self, name: str, value: object) -> None:
        if name == "variation":
            self.strength.set_value(float(value) if isinstance(value, int | float) else 0.0)
            if value:
                self.unfold()
            self._show()
        elif name == "variation_seed":
            self.seed.set_locked(isinstance(value, int))
            if isinstance(value, int):
                self.seed.set_value(value)
        elif name == "seed_locked":
            self._show()

    def _show(self) -> None:
        strength = self.presenter.values["variation"]
        self.form.show_only(frozenset({"variation", "variation_seed"} if strength else {"variation"}))
        self.keep.setVisible(bool(strength) and not self.presenter.seed_locked)
        self.set_summary(f"{strength:g}" if strength else "")

    def _take_changed(self, take: Take) -> None:
        """Show the second seed that was chosen for a take, so that it can be kept."""
        request = take.asset.recipe.request if take.asset is not None else None
        used = request.variation_seed if isinstance(request, ImageRequest) and request.variation else None
        if used is not None and self.presenter.values["variation_seed"] is None:
            self.seed.set_value(used)

    def _seed_set(self, value: int) -> None:
        if self.seed.lock.isChecked():
            self.presenter.set_value("variation_seed", value)

    def _seed_locked(self, locked: bool) -> None:
        self.presenter.set_value("variation_seed", self.seed.value() if locked else None)

    def retranslate(self) -> None:
        self.set_title(self.tr("Variation"))
        self.hint.setText(
            self.tr("Stays close to the picture of the kept seed: 0 changes nothing, 1 is the second seed's picture.")
        )
        self.seed.edit.setPlaceholderText(self.tr("by chance"))
        self.keep.setText(self.tr("Keep the first seed"))
        self.keep.setAccessibleName(self.keep.text())
        self.keep.setToolTip(self.tr("Without it every run varies another picture."))
        self._show()
