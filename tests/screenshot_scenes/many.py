"""Many pictures at once: the grid dialog, a grid on the stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from studio.core.pictures import Axis, Grid
from studio.core.requests import ImageRequest, validate
from studio.ui.many import opening

if TYPE_CHECKING:
    from tests.screenshots import Stage

PROMPT = {"en": "a paper lantern at dusk", "zh_CN": "黄昏的纸灯笼"}
MATRIX = {
    "en": "a paper lantern at dusk | in the rain | seen from below | in ink",
    "zh_CN": "黄昏的纸灯笼 | 下着雨 | 从下往上看 | 水墨",
}


def _dialog(stage: Stage, prompt: str) -> Any:
    stage.window.show_tab("image")
    stage.studio.image.set_value("prompt", prompt)
    stage.fill_gallery()
    return opening.grid_of(stage.window)


def _put(dialog: Any, side: str, setting: str, text: str) -> None:
    row = dialog.rows[side]
    row.setting.set_value(setting)
    row.setting.changed.emit(setting)
    row.values.setText(text)


def grid_dialog(stage: Stage) -> QWidget:
    """Two axes, the second with a mistake."""
    dialog = _dialog(stage, PROMPT[stage.language])
    library = stage.world.services.library
    icon = [m for m in library.installed() if m.spec.id == "icon"]
    library.resolve = lambda request: (request, tuple(icon))  # type: ignore[method-assign]
    _put(dialog, "x", "scheduler", "Euler a, DPM++ 2M, DDIM")
    _put(dialog, "y", "guidance", "3-9 (+2)")
    stage.world.wait(lambda: dialog.start.isEnabled())
    if stage.studio.settings.theme == "dark":
        _put(dialog, "y", "steps", "10, 20, 900")
        stage.world.wait(lambda: dialog.rows["y"].error.isVisible())
    return dialog  # type: ignore[no-any-return]


def grid_matrix(stage: Stage) -> QWidget:
    dialog = _dialog(stage, MATRIX[stage.language])
    dialog.kind.setCurrentIndex(1)
    stage.world.wait(lambda: dialog.start.isEnabled())
    return dialog  # type: ignore[no-any-return]


def grid_result(stage: Stage) -> QWidget:
    """A grid under way: some pictures done, one chosen."""
    from studio.core.messages import Phase, Progress
    from studio.ui import words

    stage.fill_gallery()
    stage.window.show_tab("image")
    prompt = PROMPT[stage.language]
    stage.studio.image.set_value("prompt", prompt)
    steps, guidance = words.setting("steps"), words.setting("guidance")
    grid = Grid(
        x=Axis(setting="steps", values=("8", "16", "24", "32"), label=steps),
        y=Axis(setting="guidance", values=("3", "5", "7"), label=guidance),
    )
    request = validate(ImageRequest(prompt=prompt, seed=7, grid=grid))
    job = stage.job("g", request)
    for take in range(9):
        stage.save(job, "image", prompt, 3 + take, take)
    stage.studio._progress(Progress(job="g", phase=Phase.DENOISING, fraction=0.75, eta=14, take=9))
    tab = stage.studio.image
    tab.enqueued.emit("g")
    tab.select(tab.takes[5])
    stage.world.settle(0.6)
    return stage.window


def contact_sheet(stage: Stage) -> QWidget:
    """A sheet of everything in the gallery, about to be saved."""
    stage.fill_gallery()
    gallery = stage.window.side.gallery
    assert gallery is not None
    stage.world.wait(lambda: len(gallery.presenter.assets) == 8)
    gallery.grid.select_all()
    gallery.actions_.contact_sheet()
    from studio.ui.many.sheet_dialog import SheetDialog

    dialog = stage.window.findChild(SheetDialog)
    assert dialog is not None
    dialog.dark.changed.emit(stage.studio.settings.theme == "dark")
    dialog.dark.set_value(stage.studio.settings.theme == "dark")
    dialog.heading.setText({"en": "Lanterns, first round", "zh_CN": "灯笼：第一轮"}[stage.language])
    stage.world.wait(lambda: dialog.save.isEnabled())
    stage.world.settle(0.2)
    return dialog


TABLE = {
    "en": "prompt,seed,steps,name\na paper lantern at dusk,1,20,Dusk\na paper lantern at dawn,2,20,Dawn\n"
    "a paper lantern in the rain,3,900,Rain\n,4,20,Snow\na paper lantern on a boat,5,20,Boat\n",
    "zh_CN": "提示词,种子,步数,名称\n黄昏的纸灯笼,1,20,黄昏\n清晨的纸灯笼,2,20,清晨\n雨中的纸灯笼,3,900,雨\n,4,20,雪\n"
    "船上的纸灯笼,5,20,船\n",
}


def batch_empty(stage: Stage) -> QWidget:
    stage.window.show_tab("image")
    return opening.batch_of(stage.window)


def batch_dialog(stage: Stage) -> QWidget:
    """A table with two rows that cannot be run."""
    stage.window.show_tab("image")
    library = stage.world.services.library
    icon = [m for m in library.installed() if m.spec.id == "icon"]
    library.resolve = lambda request: (request, tuple(icon))  # type: ignore[method-assign]
    path = stage.world.folder / {"en": "Lanterns.csv", "zh_CN": "灯笼.csv"}[stage.language]
    path.write_text(TABLE[stage.language], encoding="utf-8")
    dialog = opening.batch_of(stage.window)
    dialog.choose(path)
    stage.world.wait(lambda: dialog.rows.rowCount() == 5)
    dialog.skip.setChecked(True)
    return dialog


def queue_batches(stage: Stage) -> QWidget:
    """Two batches in the queue, one unfolded, and a job of its own."""
    from studio.core.errors import ErrorInfo
    from studio.core.jobs import BatchPlace, Job, JobState
    from studio.core.messages import Phase, Progress

    grid_result(stage)
    stage.window.side.show_queue()
    panel = stage.window.side.queue
    assert panel is not None
    names = {"en": ("Lanterns", "Product pictures"), "zh_CN": ("灯笼", "产品图片")}[stage.language]

    def put(batch: int, number: int, total: int, state: JobState, **more: Any) -> None:
        place = BatchPlace(id=f"b{batch}", name=names[batch], number=number, total=total)
        request = ImageRequest(prompt=f"{PROMPT[stage.language]} {number}")
        job = Job(id=f"{batch}-{number}", request=request, state=state, batch=place, position=number, **more)
        stage.world.engine.listener.job_changed(job)

    for number in range(1, 25):
        state = JobState.DONE if number < 9 else JobState.RUNNING if number == 9 else JobState.WAITING
        progress = Progress(job=f"0-{number}", phase=Phase.DENOISING, fraction=0.4, eta=20) if number == 9 else None
        put(0, number, 24, state, progress=progress, started=9e4 if number < 10 else None)
    for number in range(1, 5):
        failed = number == 2
        error = ErrorInfo(code="out-of-memory") if failed else None
        put(1, number, 4, JobState.FAILED if failed else JobState.DONE, started=8e4, ended=8e4 + 3, error=error)
    stage.world.settle(0.2)
    panel.batches.cards["b1"].fold.click()
    stage.world.settle(0.3)
    return stage.window


def variations(stage: Stage) -> QWidget:
    """A variation and a second pass in the brief."""
    from studio.core.pictures import Hires

    stage.window.show_tab("image")
    presenter = stage.studio.image
    prompt = PROMPT[stage.language]
    presenter.set_value("prompt", prompt)
    job = stage.job("v", ImageRequest(prompt=prompt, seed=7))
    stage.save(job, "image", prompt, 3)
    stage.finish(job)
    presenter.set_value("variation", 0.15)
    presenter.set_value("hires", Hires(scale=1.5))
    page: Any = stage.window.page("image")
    stage.world.settle(0.2)
    from studio.ui.image.hires_part import HiresPart

    page._scroll.ensureWidgetVisible(page.findChild(HiresPart), 0, 40)
    stage.world.settle(0.2)
    return stage.window
