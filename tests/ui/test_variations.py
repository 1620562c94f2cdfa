"""Variations and the second pass in the brief, and Vary on a take."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import msgspec

from studio.core.messages import RunJob, Started
from studio.core.pictures import Hires
from studio.core.requests import ImageRequest
from studio.presenters.image_tab import VARIED
from studio.presenters.takes import TakeState
from studio.ui.image.hires_part import HiresPart
from studio.ui.image.variation_part import VariationPart
from tests.support.scripted_channel import ScriptedChannel
from tests.ui.gallery_world import draw_picture


def draws(channel: ScriptedChannel, command: RunJob) -> None:
    """Draws with the seeds that a worker would choose."""
    channel.say(Started(job=command.job))
    request = command.request
    assert isinstance(request, ImageRequest)
    if request.variation and request.variation_seed is None:
        request = msgspec.structs.replace(request, variation_seed=99)
    if request.seed is None:
        request = msgspec.structs.replace(request, seed=7)
    out = io.BytesIO()
    draw_picture(1).save(out, "PNG")
    command = msgspec.structs.replace(command, request=request)
    for take in range(request.takes):
        channel.result(command, take, out.getvalue(), ".png", width=320, height=240)
    channel.finish(command)


def test_a_variation_has_a_strength_and_a_seed_of_its_own(image: Callable[..., Any]) -> None:
    world, page, presenter = image(draws, engine=True)
    part = page.findChild(VariationPart)
    presenter.set_value("prompt", "a boat")
    assert part.isVisible() and not part.seed.isVisible()
    part.strength.spin.setValue(0.3)
    assert presenter.request().variation == 0.3 and presenter.request().variation_seed is None
    assert part.keep.isVisibleTo(part)
    part.keep.click()
    assert presenter.seed_locked and not part.keep.isVisibleTo(part)
    presenter.generate()
    world.wait(lambda: presenter.takes and presenter.takes[-1].state is TakeState.DONE)
    assert part.seed.value() == 99
    part.seed.lock.click()
    assert presenter.request().variation_seed == 99
    part.seed.dice.click()
    assert presenter.request().variation_seed == presenter.values["variation_seed"] != 99
    part.seed.lock.click()
    assert presenter.request().variation_seed is None
    presenter.set_value("task", "upscale")
    assert not part.isVisible()


def test_vary_makes_pictures_close_to_a_take(image: Callable[..., Any]) -> None:
    world, page, presenter = image(draws, engine=True)
    assert not page.workbench.vary.isEnabled()
    presenter.set_value("prompt", "a boat")
    presenter.set_value("steps", 5)
    presenter.generate()
    world.wait(lambda: presenter.current is not None and presenter.current.state is TakeState.DONE)
    presenter.set_value("prompt", "something else")
    presenter.set_value("takes", 2)
    page.workbench.vary.click()
    world.wait(lambda: len(presenter.takes) == 3 and presenter.takes[-1].state is TakeState.DONE)
    request = presenter.takes[-1].request
    assert (request.prompt, request.steps, request.seed, request.takes) == ("a boat", 5, 7, 2)
    assert request.variation == VARIED
    # The brief is not touched: the next Generate draws what it says, from a new seed.
    assert (presenter.values["prompt"], presenter.values["variation"]) == ("something else", 0.0)
    assert not presenter.seed_locked


def test_the_second_pass_is_switched_and_remembers_what_was_set(image: Callable[..., Any]) -> None:
    world, page, presenter = image()
    part = page.findChild(HiresPart)
    presenter.set_value("prompt", "a boat")
    assert part.isVisible() and presenter.request().hires is None
    part.switch.click()
    assert presenter.request().hires == Hires()
    part.scale.changed.emit(1.5)
    part.strength.spin.setValue(0.5)
    upscaler = next(m.spec.id for m in world.studio.models.installed if "upscale" in m.spec.tasks)
    part.upscaler.changed.emit(upscaler)
    assert presenter.request().hires == Hires(scale=1.5, strength=0.5, upscaler=upscaler)
    part.switch.click()
    assert presenter.request().hires is None
    part.switch.click()
    assert presenter.request().hires == Hires(scale=1.5, strength=0.5, upscaler=upscaler)
    presenter.set_value("hires", Hires(scale=2.5))
    assert part.scale.currentText() == "×2.5"
    presenter.set_value("task", "inpaint")
    assert not part.isVisible()
    presenter.set_value("task", "text-to-image")
    world.services.library.installed = lambda: []
    world.studio.models.refresh()
    world.wait(lambda: not world.studio.models.installed)
    assert part.offer.isVisibleTo(part) and part.upscaler.count() == 1
