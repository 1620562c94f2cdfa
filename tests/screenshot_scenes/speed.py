"""The image tab with its switches of speed and memory unfolded and an estimate that rests on earlier runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from studio.core.messages import Residency
from studio.core.recipes import ModelUse, Recipe
from studio.core.requests import ImageRequest

if TYPE_CHECKING:
    from tests.screenshots import Stage


def speed(stage: Stage) -> QWidget:
    stage.window.show_tab("image")
    presenter = stage.studio.image
    services = stage.studio.services
    icon = next(m for m in services.library.installed() if m.spec.id == "icon")
    services.library.resolve = lambda request: (request, (icon,))
    stage.studio._residency(Residency(device="cpu", dtype="float32"))
    recipe = Recipe(
        request=ImageRequest(prompt="x", width=256, height=256, steps=20, guidance=4.0),
        model=ModelUse(id="icon", family="icon"),
        device="cpu",
        dtype="float32",
        duration_s=2.1,
    )
    services.calibration.observe(recipe, 210_000_000)
    presenter.set_value("prompt", {"en": "a red apple", "zh_CN": "红苹果"}[stage.language])
    presenter.set_value("takes", 4)
    presenter.set_value("fast", ("fp8-weights",))
    stage.world.wait(lambda: presenter.estimates.estimate is not None)
    part = stage.window.page("image").parts[-1]
    stage.window.page("image")._scroll.ensureWidgetVisible(part, 0, 400)
    return stage.window
