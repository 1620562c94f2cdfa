"""Makes the map of a control unit an asset of the gallery, which the unit then follows as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, Signal

from studio.core import requests
from studio.core.errors import InputError, StudioError, phrase
from studio.core.pictures import ControlUnit
from studio.core.requests import ImageRequest
from studio.presenters import controls, units

if TYPE_CHECKING:
    from studio.presenters.image_tab import ImageTabPresenter


class MapMaking(QObject):
    """``used`` brings the values (``control`` and ``inputs``) as they were before a map took the picture's place."""

    used = Signal(object)

    def __init__(self, tab: ImageTabPresenter) -> None:
        super().__init__(tab)
        self._tab = tab
        self._making: dict[str, ControlUnit] = {}

    def keep(self, number: int) -> bool:
        """Make the map of a unit an asset; False when that cannot be (the error is shown)."""
        tab = self._tab
        unit = tab.values["control"][number]
        picture = tab.input(unit.input)
        tab.clear_error()
        if picture is None:
            tab.raise_error(InputError("input-needed", what=phrase("a picture")).info)
            return False
        source = msgspec.structs.replace(picture, role="source")
        side = controls.side(tab.values, tab.model_spec())
        request = ImageRequest(
            task="control-map", control=controls.for_map((unit,)), inputs=(source,), width=side, height=side
        )
        try:
            job = tab.submit(requests.validate(request))
        except StudioError as error:
            tab.raise_error(error.info)
            return False
        self._making[job] = unit
        return True

    def saved(self, job: str, asset: Any) -> None:
        """A result of the tab has been saved."""
        unit = self._making.pop(job, None)
        if unit is not None:
            self.use(unit, self._tab.studio.file_of(asset), asset.id)

    def use(self, unit: ControlUnit, path: str, asset: str) -> None:
        """Let a unit follow a finished map. One that was changed or taken away meanwhile is left alone."""
        tab = self._tab
        control = list(tab.values["control"])
        if unit not in control:
            return
        before = {name: tab.values[name] for name in ("control", "inputs")}
        number = control.index(unit)
        role = unit.input
        if role == "source" or sum(other.input == role for other in control) > 1:
            role = units.free_role(tab.values, "control")
        tab.set_input(path, role, asset)
        control[number] = msgspec.structs.replace(unit, preprocessor="", input=role)
        tab.set_value("control", tuple(control))
        self.used.emit(before)
