"""The switches of speed and memory in the image tab."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from studio.core import compilers
from studio.core.messages import Residency
from studio.ui.image.speed_part import SWITCHES, SpeedPart
from studio.worker.backends.diffusion import switches, tuning
from tests.support.scripted_channel import nothing


def test_every_switch_is_known_to_the_worker() -> None:
    assert set(SWITCHES) <= {*switches.SWITCHES, tuning.AUTO}


def test_switches_go_into_the_request_and_come_back_from_a_recipe(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing)
    window.show_tab("image")
    part = window.page("image").findChild(SpeedPart)
    presenter = world.studio.image
    presenter.set_value("prompt", "a car")
    part.switches["fp8-weights"].click()
    part.switches["compile"].click()
    assert presenter.request().fast == ("fp8-weights", "compile")
    part.switches["int8-weights"].click()
    assert presenter.request().fast == ("compile", "int8-weights")
    assert not part.switches["fp8-weights"].isChecked()
    presenter.set_value("fast", ())
    assert not any(s.isChecked() for s in part.switches.values())
    presenter.set_value("task", "restyle")
    assert not part.isVisibleTo(window)


def test_what_cannot_help_on_this_device_is_not_offered(
    open_window: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compilers, "found", lambda: False)
    world, window = open_window(nothing)
    window.show_tab("image")
    part = window.page("image").findChild(SpeedPart)
    world.studio._residency(Residency(device="cpu"))
    for name in ("auto", "fp8-weights", "compile"):
        assert not part.switches[name].isEnabled(), name
        assert "processor" in part._hints[name].text()
    assert part.switches["int8-weights"].isEnabled()
    world.studio.image.set_value("fast", ("fp8-weights",))
    assert part.switches["fp8-weights"].isEnabled(), "one that came with a recipe can be taken back"
    part.switches["fp8-weights"].click()
    assert world.studio.image.values["fast"] == () and not part.switches["fp8-weights"].isEnabled()
    monkeypatch.setattr(compilers, "found", lambda: True)
    world.studio._residency(Residency(device="cpu"))
    assert part.switches["compile"].isEnabled()
    world.studio._residency(Residency(device="cuda:0"))
    assert part.switches["auto"].isEnabled()
