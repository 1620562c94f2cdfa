"""The batch dialog and what it puts into the queue."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from studio.core.errors import ModelError
from studio.ui.many import opening
from studio.ui.many.batch_dialog import BatchDialog
from tests.support.scripted_channel import complete, nothing
from tests.ui.gallery_world import draw_picture
from tests.ui.test_window import nameless, unreachable


@pytest.fixture
def dialog(image: Callable[..., Any]) -> Callable[..., tuple[Any, Any, Any, BatchDialog]]:
    def make(script: Any = nothing, *, engine: bool = False) -> tuple[Any, Any, Any, BatchDialog]:
        world, page, presenter = image(script, engine=engine)
        page.many.batch.trigger()
        return world, page, presenter, page.window().findChild(BatchDialog)

    return make


def table(folder: Path, *lines: str) -> Path:
    path = folder / "海报 posters.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def texts(dialog: BatchDialog, column: int) -> list[str]:
    return [dialog.rows.index(r, column).data() for r in range(dialog.rows.rowCount())]


def test_every_row_is_checked_before_any_is_queued(dialog: Callable[..., Any], tmp_path: Path) -> None:
    world, _, presenter, opened = dialog()
    assert opened.pages.currentWidget() is opened.empty and not opened.start.isEnabled()
    path = table(tmp_path, "prompt,steps,name", "a red kite,4,kite", "a boat,900,boat", ",4,nothing")
    opened.choose(path)
    world.wait(lambda: opened.rows.rowCount() == 3)
    assert texts(opened, 0) == ["3", "4", "2"]
    assert texts(opened, 1) == ["boat", "nothing", "kite"]
    assert "“Steps” cannot be 900" in texts(opened, 3)[0] and "prompt is empty" in texts(opened, 3)[1]
    assert texts(opened, 2)[2] == "a red kite · Steps: 4"
    assert "1 of 3 rows" in opened.count.text() and not opened.start.isEnabled()
    opened.skip.click()
    assert opened.start.isEnabled() and "1" in opened.start.text()
    assert not world.engine.jobs()
    presenter.set_value("prompt", "anything")
    assert not opened.start.isEnabled()
    opened.presenter.submit()
    world.settle(0.05)
    assert not world.engine.jobs()
    world.wait(lambda: "2 of 3 rows" in opened.count.text())


def test_a_batch_is_queued_as_a_group_with_its_titles(dialog: Callable[..., Any], tmp_path: Path) -> None:
    world, page, presenter, opened = dialog(complete, engine=True)
    presenter.set_value("steps", 6)
    opened.choose(table(tmp_path, "提示词;种子;name", "一只风筝;7;风筝", "a boat;8;"))
    world.wait(lambda: opened.start.isEnabled())
    assert "2 results" in opened.cost.text()
    opened.start.click()
    world.wait(lambda: page.window().findChild(BatchDialog) is None)
    world.wait(lambda: len(world.engine.jobs()) == 2 and world.engine.idle())
    jobs = sorted(world.engine.jobs(), key=lambda job: job.batch.number)
    assert [job.title for job in jobs] == ["风筝", ""]
    assert {job.batch.name for job in jobs} == {"海报 posters"} and len({job.batch.id for job in jobs}) == 1
    assert [(j.request.seed, j.request.steps) for j in jobs] == [(7, 6), (8, 6)]


def test_a_batch_does_not_take_the_view_from_who_looks_at_an_older_take(
    dialog: Callable[..., Any], tmp_path: Path
) -> None:
    world, page, presenter, opened = dialog(complete, engine=True)
    opened.choose(table(tmp_path, "prompt", *(f"boat {n}" for n in range(3))))
    world.wait(lambda: opened.start.isEnabled())
    opened.start.click()
    world.wait(lambda: len(presenter.takes) == 3 and not presenter.busy)
    assert presenter.current is presenter.takes[-1]
    first = presenter.takes[0]
    presenter.select(first)
    again = opening.batch(presenter, page.window())
    again.choose(tmp_path / "海报 posters.csv")
    world.wait(lambda: again.start.isEnabled())
    again.start.click()
    world.wait(lambda: len(presenter.takes) == 6 and not presenter.busy)
    assert presenter.current is first


def test_a_folder_is_worked_on_picture_by_picture(dialog: Callable[..., Any], tmp_path: Path) -> None:
    world, _, presenter, opened = dialog()
    folder = tmp_path / "图片"
    folder.mkdir()
    for name in ("10.png", "9.png"):
        draw_picture(1).save(folder / name)
    (folder / "notes.txt").write_text("no picture", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    drop = QDropEvent(
        QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    opened.source.dropEvent(drop)
    world.wait(lambda: opened.rows.rowCount() == 2)
    presenter.set_value("prompt", "x")
    world.wait(lambda: "works on a picture" in texts(opened, 3)[0])
    opened.task.changed.emit("upscale")
    world.wait(lambda: opened.start.isEnabled())
    assert not opened.prompt.isVisible()
    assert [Path(i.request.input().path).name for i in opened.presenter.outcome.batch.items] == ["9.png", "10.png"]
    opened.task.changed.emit("inpaint")
    world.wait(lambda: "mask" in texts(opened, 3)[0])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "prompt,colour\na,b\n", "colour"),
        ("a.csv", "", "empty"),
        ("a.txt", "# only a remark\n", "holds no prompts"),
        ("a.exe", "MZ", "not a folder"),
    ],
)
def test_what_holds_no_rows_is_told(
    dialog: Callable[..., Any], tmp_path: Path, name: str, content: str, said: str
) -> None:
    world, _, _, opened = dialog()
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    opened.choose(path)
    world.wait(lambda: said in opened.count.text())
    assert not opened.start.isEnabled() and opened.bar.isHidden()


def test_a_missing_model_is_told_for_its_rows(dialog: Callable[..., Any], tmp_path: Path) -> None:
    world, _, _, opened = dialog()

    def resolve(request: Any) -> Any:
        if request.model == "gone":
            raise ModelError("model-missing", model="gone")
        return request, ()

    world.services.library.resolve = resolve
    opened.choose(table(tmp_path, "prompt,model", "a,icon", "b,gone"))
    world.wait(lambda: opened.rows.rowCount() == 2)
    assert "not installed" in texts(opened, 3)[0]
    assert nameless(opened) == [] and unreachable(opened) == []


def test_a_file_may_be_dropped_anywhere(dialog: Callable[..., Any], tmp_path: Path) -> None:
    world, _, presenter, opened = dialog()
    presenter.set_value("prompt", "a boat")
    path = table(tmp_path, "prompt", "a kite", "a boat")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    for widget in (opened.prompt, opened.empty, opened.table.viewport(), opened.start, opened):
        opened.rows.show_batch(None)
        place = QPoint(2, 2)
        where = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        enter = QDragEnterEvent(place, *where)
        QApplication.sendEvent(widget, enter)
        assert enter.isAccepted(), widget
        QApplication.sendEvent(widget, QDropEvent(place, *where))
        world.wait(lambda: opened.rows.rowCount() == 2)
    assert opened.prompt.text() == "a boat" and opened.source.title.text() == path.name
