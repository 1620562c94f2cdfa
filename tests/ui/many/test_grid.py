"""The grid dialog and the grid on the stage, with a scripted worker."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from studio.core.errors import InputError
from studio.core.messages import RunJob, Started
from studio.core.pictures import Hires
from studio.presenters.grid import AxisText, Checked
from studio.presenters.takes import TakeState
from studio.ui.image.grid.mode import GridMode
from studio.ui.image.grid.model import TAKE_ROLE
from studio.ui.many import opening
from studio.ui.many.grid_dialog import GridDialog
from tests.support.scripted_channel import ScriptedChannel
from tests.ui.gallery_world import draw_picture
from tests.ui.test_window import nameless


def draws(channel: ScriptedChannel, command: RunJob) -> None:
    """Every take of a job as a small picture."""
    channel.say(Started(job=command.job))
    for take in range(command.request.takes):
        out = io.BytesIO()
        draw_picture(take).save(out, "PNG")
        channel.result(command, take, out.getvalue(), ".png", width=320, height=240)
    channel.finish(command)


@pytest.fixture
def dialog(image: Callable[..., Any]) -> Callable[..., tuple[Any, Any, Any, GridDialog]]:
    """A window with the grid dialog open over the image tab."""

    def make(script: Any = draws, *, engine: bool = False) -> tuple[Any, Any, Any, GridDialog]:
        world, page, presenter = image(script, engine=engine)
        presenter.set_value("prompt", "a red lantern")
        page.many.grid.trigger()
        opened = page.window().findChild(GridDialog)
        world.settle(0.4)
        world.wait(lambda: opened.presenter.outcome.request is not None)
        forget(opened)
        return world, page, presenter, opened

    return make


def forget(dialog: GridDialog) -> None:
    """The dialog opens with a grid that can be run: what is waited for is what comes next."""
    dialog.presenter.outcome = Checked()
    dialog.start.setEnabled(False)


def put(dialog: GridDialog, side: str, setting: str, text: str) -> None:
    forget(dialog)
    row = dialog.rows[side]
    row.setting.set_value(setting)
    row.setting.changed.emit(setting)
    row.values.setText(text)


def test_pictures_are_counted_while_values_are_typed(dialog: Callable[..., Any]) -> None:
    world, _, _, opened = dialog()
    assert opened.presenter.axes["x"].setting == "steps"
    icon = [m for m in world.studio.models.installed if m.spec.id == "icon"]
    world.services.library.resolve = lambda request: (request, tuple(icon))
    put(opened, "x", "steps", "4-8 (+2)")
    put(opened, "y", "seed", "1, 2")
    world.wait(lambda: opened.start.isEnabled())
    assert "3 × 2 = 6" in opened.count.text()
    assert "Steps: 4 · Seed: 1" in opened.examples.text()
    assert opened.rows["x"].error.isHidden() and "memory" in opened.cost.text()
    put(opened, "y", "steps", "9")
    world.wait(lambda: "two settings" in opened.count.text())
    assert not opened.start.isEnabled()


@pytest.mark.parametrize(
    ("setting", "text", "said"),
    [
        ("steps", "four", "Give a whole number"),
        ("steps", "4, 900", "0 to 500"),
        ("steps", "1-5 (-1)", "leads away"),
        ("guidance", "high", "Give a number"),
        ("scheduler", "Euler X", "Choose it from the list"),
        ("model", "nobody's", "Choose it from the list"),
        ("size", "large", "512x768"),
        ("prompt", "green, blue", "first value"),
        ("seed", " ", "at least one value"),
    ],
)
def test_mistakes_are_told_at_their_axis(dialog: Callable[..., Any], setting: str, text: str, said: str) -> None:
    world, _, _, opened = dialog()
    put(opened, "x", setting, text)
    world.wait(lambda: said in opened.rows["x"].error.text())
    assert opened.rows["x"].error.isVisible() and not opened.start.isEnabled()
    assert opened.rows["y"].error.isHidden()


def test_values_are_chosen_from_a_list(dialog: Callable[..., Any]) -> None:
    world, _, _, opened = dialog()
    row = opened.rows["x"]
    put(opened, "x", "scheduler", "")
    row._fill_menu()
    actions = {a.text(): a for a in row.choose.menu().actions()}
    for name in ("DPM++ 2M", "Euler a"):
        actions[name].trigger()
    assert row.values.text() == "DPM++ 2M, Euler a"
    row._fill_menu()
    checked = [a for a in row.choose.menu().actions() if a.isChecked()]
    assert len(checked) == 2
    checked[0].trigger()
    assert row.values.text() in ("DPM++ 2M", "Euler a")
    put(opened, "y", "seed", "")
    opened.rows["y"]._fill_menu()
    opened.rows["y"].choose.menu().actions()[0].trigger()
    world.wait(lambda: opened.start.isEnabled())
    assert opened.presenter.outcome.rows == 2


def test_models_are_written_by_name_and_sent_by_id(dialog: Callable[..., Any]) -> None:
    world, _, _, opened = dialog()
    name = next(c.text for c in opened.presenter.choices("model") if c.value == "icon")
    put(opened, "x", "model", name)
    world.wait(lambda: opened.start.isEnabled())
    assert opened.presenter.outcome.request.grid.x.values == ("icon",)


def test_parts_of_the_prompt_make_a_matrix(dialog: Callable[..., Any]) -> None:
    world, _, presenter, opened = dialog()
    opened.kind.setCurrentIndex(1)
    world.wait(lambda: "behind a |" in opened.prompt_error.text())
    opened.prompt.setPlainText("a cat | wearing a hat | in snow")
    world.wait(lambda: opened.start.isEnabled())
    assert presenter.values["prompt"] == "a cat | wearing a hat | in snow"
    assert "2 × 2 = 4" in opened.count.text()


def test_axes_are_remembered(dialog: Callable[..., Any]) -> None:
    world, page, presenter, opened = dialog()
    put(opened, "x", "guidance", "3, 7")
    opened.dark.changed.emit(True)
    opened.reject()
    world.settle(0.05)
    again = opening.grid(presenter, page.window())
    assert again.rows["x"].setting.value() == "guidance"
    assert again.rows["x"].values.text() == "3, 7"
    assert again.presenter.dark and again.dark.value() is True


def test_wildcards_of_every_picture_are_chosen_before_it_is_queued(dialog: Callable[..., Any]) -> None:
    world, _, presenter, opened = dialog()
    put(opened, "x", "seed", "1-6")
    opened.prompt.setPlainText("a {red|blue} boat")
    world.wait(lambda: opened.start.isEnabled())
    opened.start.click()
    world.wait(lambda: len(presenter.takes) == 7)
    words = [w.run_prompt for w in presenter.takes[0].request.grid.words]
    assert len(words) == 6 and set(words) == {"a red boat", "a blue boat"}
    assert presenter.takes[0].request.prompt == "a {red|blue} boat"


def test_a_wildcard_that_is_not_there_is_told_at_the_prompt(dialog: Callable[..., Any]) -> None:
    world, _, _, opened = dialog()
    put(opened, "x", "steps", "4, 8")
    opened.prompt.setPlainText("a __nowhere__ boat")
    world.wait(lambda: "nowhere" in opened.prompt_error.text())
    assert not opened.start.isEnabled()


def test_an_empty_prompt_is_told_at_the_prompt(dialog: Callable[..., Any]) -> None:
    world, _, _, opened = dialog()
    put(opened, "x", "steps", "4, 8")
    opened.prompt.setPlainText("")
    world.wait(lambda: opened.prompt_error.isVisible())
    assert "empty" in opened.prompt_error.text()


def test_a_grid_is_one_job_whose_pictures_are_shown_in_their_places(dialog: Callable[..., Any]) -> None:
    world, page, presenter, opened = dialog(engine=True)
    put(opened, "x", "steps", "4, 8")
    put(opened, "y", "seed", "1, 2, 3")
    world.wait(lambda: opened.start.isEnabled())
    opened.start.click()
    world.wait(lambda: len(presenter.takes) == 7 and all(t.state is TakeState.DONE for t in presenter.takes))
    mode = page.workbench.mode
    assert isinstance(mode, GridMode)
    world.wait(lambda: mode.model.rowCount() == 3 and mode.model.columnCount() == 2)
    request = presenter.takes[0].request
    assert request.grid.x.label == "Steps" and request.grid.y.values == ("1", "2", "3")
    table = mode.table
    index = mode.model.index(1, 1)
    take = index.data(TAKE_ROLE)
    world.wait(lambda: mode.model.has_picture(take))
    table.setCurrentIndex(index)
    assert presenter.current is take
    assert mode.model.headerData(1, Qt.Orientation.Horizontal) == "Steps: 8"
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert page.workbench.mode.name == "result"
    page.workbench.show_mode("grid")
    assert table.currentIndex() == index
    mode.sheet.click()
    assert presenter.current is presenter.takes[-1] and page.workbench.mode.name == "result"
    world.wait(lambda: page.view.picture().width() == 320)
    assert nameless(page.window()) == []


def test_a_single_picture_after_a_grid_has_no_grid_mode(dialog: Callable[..., Any]) -> None:
    world, page, presenter, opened = dialog(engine=True)
    put(opened, "x", "steps", ", ".join(str(n) for n in range(1, 13)))
    put(opened, "y", "", "")
    world.wait(lambda: opened.start.isEnabled())
    opened.start.click()
    world.wait(lambda: len(presenter.takes) == 13 and not presenter.busy)
    mode = page.workbench.mode
    world.wait(lambda: mode.model.wrapped)
    assert mode.model.columnCount() == 4 and mode.table.horizontalHeader().isHidden()
    before = mode.table.edge()
    QTest.keyClick(mode.table, Qt.Key.Key_Plus)
    assert mode.table.edge() > before
    assert mode.table.grab().toImage().width() > 0
    presenter.generate()
    world.wait(lambda: len(presenter.takes) == 14)
    assert page.workbench.mode.name == "result"


def test_weights_of_the_loras_in_use_can_be_varied(dialog: Callable[..., Any]) -> None:
    from studio.core.pictures import LoraUse

    world, _, presenter, opened = dialog()
    assert not any(s.startswith("loras") for s in opened.presenter.settings())
    presenter.set_value("loras", (LoraUse(model="x"),))
    presenter.set_value("hires", Hires())
    assert "loras.0.weight" in opened.presenter.settings()
    opened.presenter.set_axis("x", AxisText("hires.strength", "0.2, 0.4"))
    world.wait(lambda: opened.presenter.outcome.request is not None)
    assert opened.presenter.outcome.request.loras[0].model == "x"
    with pytest.raises(InputError):
        from studio.core import axes

        axes.type_of("loras.0.nothing")


def test_the_dialog_opens_with_values_around_the_present_ones_and_nothing_red(image: Callable[..., Any]) -> None:
    world, page, presenter = image(draws)
    presenter.set_value("prompt", "")
    presenter.set_value("steps", 20)
    page.many.grid.trigger()
    opened = page.window().findChild(GridDialog)
    world.wait(lambda: opened.presenter.outcome.errors or opened.presenter.outcome.request is not None)
    row = opened.rows["x"]
    assert row.values.text() == "10, 20, 30" and row.error.isHidden()
    assert opened.prompt_error.isHidden() and opened.count.text() == "Write a prompt."
    assert opened.focusWidget() is opened.prompt
    opened.prompt.setPlainText("a lantern")
    world.wait(lambda: opened.start.isEnabled())
    opened.prompt.setPlainText("")
    world.wait(lambda: opened.prompt_error.isVisible())
    opened.prompt.setPlainText("a lantern")
    put_setting = opened.rows["y"].setting
    put_setting.set_value("scheduler")
    put_setting.changed.emit("scheduler")
    world.wait(lambda: "y" in opened.presenter.outcome.errors)
    assert opened.rows["y"].error.isHidden() and opened.rows["y"].hint.isVisible()
    assert opened.count.text() == "Choose values for what varies." and not opened.start.isEnabled()
    opened.rows["y"].values.setText("Euler")
    opened.rows["y"].values.setText("")
    world.wait(lambda: opened.rows["y"].error.isVisible())


def test_clip_skip_is_written_as_other_programs_count_it(dialog: Callable[..., Any]) -> None:
    world, _, _, opened = dialog()
    put(opened, "x", "clip_skip", "1-3")
    world.wait(lambda: opened.presenter.outcome.request is not None and opened.presenter.outcome.columns == 3)
    assert opened.presenter.outcome.request.grid.x.values == ("0", "1", "2")
    assert opened.presenter.outcome.examples[:2] == ("Clip skip: 1", "Clip skip: 2")
