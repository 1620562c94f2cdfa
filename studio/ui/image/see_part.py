"""How closely a picture is looked at."""

from __future__ import annotations

from typing import Any

import msgspec

from studio.core.pictures import See
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui.fields import ChoiceField, Form, NumberField
from studio.ui.image.part import Part


class SeePart(Part):
    fields = frozenset({"see"})

    def __init__(self, presenter: ImageTabPresenter) -> None:
        self.form = Form()
        super().__init__(presenter, self.form)
        self.detail = ChoiceField()
        self.confidence = NumberField(0.0, 1.0, 0.05, 2)
        self.most = NumberField(1, 50, 1)
        self._bound: dict[str, Any] = {"detail": self.detail, "confidence": self.confidence, "most": self.most}
        for name, field in self._bound.items():
            self.form.add(f"see.{name}", field)
            field.changed.connect(lambda value, n=name: self._changed(n, value))
        self.unfold()
        self.retranslate()
        self.show_value("see", presenter.values["see"])

    def show_value(self, name: str, value: object) -> None:
        if name == "see":
            see = value if isinstance(value, See) else See()
            for field_name, field in self._bound.items():
                field.set_value(getattr(see, field_name))

    def show_task(self) -> None:
        caption = self.presenter.values["task"] == "caption"
        self.form.show_only(frozenset({"see.detail"} if caption else {"see.confidence", "see.most"}))

    def retranslate(self) -> None:
        self.set_title(self.tr("Looking"))
        self.detail.set_choices([("short", self.tr("One sentence")), ("long", self.tr("In detail"))])
        self.confidence.setToolTip(self.tr("Less sure findings are left out"))

    def _changed(self, name: str, value: object) -> None:
        see = self.presenter.values["see"] or See()
        self.presenter.set_value("see", msgspec.structs.replace(see, **{name: value}))
