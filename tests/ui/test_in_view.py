"""What is seen on the stage is what is worked on: the take that runs, the source that was set, and no other picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PIL import Image

from studio.core.errors import ErrorInfo
from studio.core.jobs import Job, JobState
from studio.core.messages import Finished, Phase, RunJob, Started
from studio.core.requests import ImageRequest
from studio.presenters.queue import QueuePresenter
from studio.presenters.takes import TakeState
from studio.ui.image.frame.mode import FrameMode
from studio.ui.image.painter.mode import MaskMode
from studio.ui.queue_delegate import second_line
from tests.support.scripted_channel import ScriptedChannel, nothing

GREY = bytes([90]) * (16 * 16 * 3)


def starts(channel: ScriptedChannel, command: RunJob) -> None:
    channel.say(Started(job=command.job))
    channel.progress(command, 0.3, Phase.DENOISING)
    channel.show(command, GREY, 16, 16)


def opened(open_window: Callable[..., Any], script: Any = nothing, *, engine: bool = False) -> tuple[Any, Any, Any]:
    world, window = open_window(script, engine=engine)
    window.show_tab("image")
    world.studio.image.set_value("prompt", "a lantern")
    return world, window.page("image"), world.studio.image


def finished(world: Any, name: str, request: Any = None) -> Any:
    """A job of one take that is done; gives the take."""
    job = Job(id=name, request=request or ImageRequest(prompt="stones", seed=1))
    job.move_to(JobState.RUNNING)
    world.studio._job_changed(job)
    world.studio._asset_saved(name, 0, world.add("image", "stones", number=5))
    job.move_to(JobState.SAVING)
    job.move_to(JobState.DONE)
    world.studio._job_changed(job)
    return world.studio.image.takes[-1]


def page_of(tab: Any) -> Any:
    return tab.workbench.mode._layout.currentWidget()


def texts(widget: Any) -> str:
    return f"{widget._title.text()} {widget._hint.text()}"


def test_what_runs_stays_in_view_while_more_is_queued(open_window: Callable[..., Any]) -> None:
    world, tab, image = opened(open_window, starts, engine=True)
    assert image.generate()
    world.wait(lambda: image.running is not None and not tab.view.empty)
    first = image.running
    assert image.generate() and image.generate()
    assert image.current is first
    second, third = image.takes[1], image.takes[2]
    image.select(third)
    world.wait(lambda: world.studio.waiting.ahead(third.job) == 1)
    assert page_of(tab) is not tab.view
    world.wait(lambda: "1" in texts(page_of(tab)))
    assert "Waiting" in texts(page_of(tab))
    # The preview of the one that runs does not come before the eyes of who looks at one that waits.
    world.studio._progress(tab.presenter.running.progress)
    world.channels[0].show(world.channels[0].job, GREY, 16, 16)
    world.settle(0.1)
    assert image.current is third and page_of(tab) is not tab.view
    image.select(first)
    assert page_of(tab) is tab.view, "its last preview is there at once"
    channel, job = world.channels[0], world.channels[0].job
    world.studio._asset_saved(first.job, 0, world.add("image", "a lantern", number=3))
    channel.finish(job)
    world.wait(lambda: image.running is second)
    assert image.current is second, "the next that runs comes into view"


def test_who_looks_at_an_older_take_stays_there(open_window: Callable[..., Any]) -> None:
    world, _, image = opened(open_window)
    old = finished(world, "old")
    finished(world, "new")
    image.select(old)
    job = Job(id="batch", request=ImageRequest(prompt="x"))
    job.move_to(JobState.RUNNING)
    world.studio._job_changed(job)
    assert image.running is not None and image.current is old


def test_a_take_that_failed_shows_why_and_no_picture(open_window: Callable[..., Any]) -> None:
    def fails(channel: ScriptedChannel, command: RunJob) -> None:
        starts(channel, command)
        info = ErrorInfo(code="memory-short", params={"needed": "6 GB", "free": "2 GB"})
        channel.say(Finished(job=command.job, outcome="failed", error=info))

    world, tab, image = opened(open_window, fails, engine=True)
    finished(world, "before")
    world.wait(lambda: tab.view.picture().width() == 320)
    image.generate()
    world.wait(lambda: image.current is not None and image.current.state is TakeState.FAILED)
    assert page_of(tab) is not tab.view
    assert "6 GB" in texts(page_of(tab))
    assert tab.view.empty


def test_a_source_that_is_set_comes_into_view_with_its_name(open_window: Callable[..., Any]) -> None:
    world, tab, image = opened(open_window)
    take = finished(world, "before")
    world.wait(lambda: tab.view.picture().width() == 320)
    image.set_value("task", "upscale")
    small = world.folder / "small.png"
    Image.new("RGB", (64, 48), "red").save(small)
    image.set_input(str(small))
    world.wait(lambda: tab.view.picture().width() == 64)
    assert image.current is None
    bar = tab.workbench
    assert "small" in bar.facts.text() and "64 × 48" in bar.facts.text()
    assert not bar.use.isVisible() and not bar.trace.isVisible()
    image.select(take)
    assert bar.use.isVisible() and "small" not in bar.facts.text()
    # Back to drawing, and to Upscale again: its source is what is seen there.
    image.set_value("task", "text-to-image")
    assert image.current is take
    image.set_value("task", "upscale")
    world.wait(lambda: tab.view.picture().width() == 64)


def test_a_result_of_the_source_stays_in_view_only_where_it_was_made(open_window: Callable[..., Any]) -> None:
    world, tab, image = opened(open_window)
    image.set_value("task", "upscale")
    small = world.folder / "small.png"
    Image.new("RGB", (64, 48), "red").save(small)
    image.set_input(str(small))
    take = finished(world, "made", ImageRequest(task="upscale", inputs=image.values["inputs"]))
    world.wait(lambda: tab.view.picture().width() == 320)
    image.task_changed()
    assert image.current is take
    # The source is what is cut out, not what was enlarged of it.
    image.set_value("task", "cutout")
    assert image.current is None
    world.wait(lambda: tab.view.picture().width() == 64)
    image.set_value("task", "upscale")
    image.take_as_input(take.path, take.asset.id)
    image.select(take)
    image.set_value("task", "cutout")
    assert image.current is take, "it is the source"


def test_modes_that_show_the_source_say_nothing_of_a_take(open_window: Callable[..., Any]) -> None:
    world, tab, image = opened(open_window)
    image.set_input(world.studio.file_of(world.add("image", "small", number=2)))
    for task, mode in (("inpaint", MaskMode), ("outpaint", FrameMode)):
        image.set_value("task", task)
        request = ImageRequest(task="image-to-image", prompt="x", inputs=image.values["inputs"])
        image.select(finished(world, f"of {task}", request))
        tab.workbench.show_mode(mode.name)
        assert not tab.workbench.use.isVisible() and not tab.workbench.send.isVisible()
        assert "Source" in tab.workbench.facts.text()
        tab.workbench.show_mode("result")
        assert tab.workbench.use.isVisible()


def begins(channel: ScriptedChannel, command: RunJob) -> None:
    channel.say(Started(job=command.job))


def test_while_the_model_is_loaded_every_place_says_so(open_window: Callable[..., Any]) -> None:
    world, tab, image = opened(open_window, begins, engine=True)
    assert image.generate()
    world.wait(lambda: image.running is not None)
    assert image.running.request.model == "", "whichever is the default"
    said = f"Loading {image.model_spec().name}"
    assert said in texts(page_of(tab)) and "Waiting" not in texts(page_of(tab))
    assert tab.progress.phase.text().startswith(said)
    job = Job(id="a", request=image.running.request, state=JobState.RUNNING)
    assert second_line(job, QueuePresenter(world.studio).model_name(job)) == said
