"""A part of the brief whose settings are the fields of one struct of the Request."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec
from PySide6.QtWidgets import QWidget

from studio.presenters.image_tab import ImageTabPresenter
from studio.ui.image.part import Part


class StructPart(Part):
    """Keeps fields and the struct ``setting`` of the presenter the same; None there means all defaults."""

    setting: ClassVar[str] = ""
    struct: ClassVar[type[Any]]

    def __init__(self, presenter: ImageTabPresenter, content: QWidget) -> None:
        super().__init__(presenter, content)
        self._bound: dict[str, Any] = {}

    def value(self) -> Any:
        """The struct as it is now."""
        return self.presenter.values[self.setting] or self.struct()

    def bind(self, name: str, field: Any) -> None:
        """Keep a field and one of the struct's values the same."""
        self._bound[name] = field
        field.changed.connect(lambda value: self.change(**{name: value}))

    def change(self, **values: Any) -> None:
        self.set_struct(msgspec.structs.replace(self.value(), **values))

    def set_struct(self, value: Any) -> None:
        self.presenter.set_value(self.setting, value)

    def show_value(self, name: str, value: object) -> None:
        if name == self.setting:
            current = self.value()
            for field_name, field in self._bound.items():
                field.set_value(getattr(current, field_name))
            self.shown(current)

    def shown(self, value: Any) -> None:
        """The struct was set: show what is not bound to a field of its own."""
