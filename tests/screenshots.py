"""Renders the window as pictures: ``python -m tests.screenshots OUT [NAMES…]``, in themes, languages and sizes."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["AIGC_STUDIO_NO_SOUND"] = "1"

import msgspec
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from studio.core import paths
from studio.core.errors import ErrorInfo
from studio.core.jobs import Job, JobState
from studio.core.messages import Phase, Progress, Residency
from studio.core.models import InstalledModel
from studio.core.recipes import CUT
from studio.core.requests import AudioRequest, ImageRequest, InputRef, Message, Request, TextRequest
from studio.ui.main_window import MainWindow
from tests.screenshot_scenes import beside, conversation, finishing, many, prompts, seeing, workbench
from tests.screenshot_scenes.additions import additions
from tests.screenshot_scenes.speed import speed
from tests.screenshot_scenes.takeover import takeover
from tests.ui.gallery_world import World, destroy

SIZES = ((1280, 800), (1920, 1080))
THEMES = ("light", "dark")
LANGUAGES = ("en", "zh_CN")

TEXT = {
    "en": "1. Warm at six, gone by nine.\n2. The corner that smells like morning.\n3. Bread first, then the day.\n"
    "4. Your street, your oven.\n5. Six o'clock never tasted so good.\n\nEach line can stand alone on a paper bag; "
    "the second also works as a sign above the door.",
    "zh_CN": "一、六点出炉，九点售罄。\n二、街角的清晨，是面包的味道。\n三、先有面包，再有一天。\n四、你的街道，你的烤箱。\n"
    "五、早上六点，从未如此美味。\n\n每一句都可以单独印在纸袋上；第二句也适合写在门楣的招牌上。",
}
PROMPT = {
    "en": "Five short slogans for a neighbourhood bakery that opens at six",
    "zh_CN": "为一家早上六点开门的社区面包店写五句简短的广告语",
}


class Stage:
    """A window over a real project, with the state of each scene put into its presenters."""

    def __init__(self, folder: Path, language: str, theme: str) -> None:
        self.world = World(folder)
        self.language = language
        self.studio = self.world.studio
        self.studio.change_settings(language=language, theme=theme)
        self.installed(
            "smollm2-135m", "hibari-en", "kokoro-82m", "whisper-base", "deepfilternet3", "icon", "realesrgan-x4plus"
        )
        self.window = MainWindow(self.studio)
        self.window.show()
        self.world.wait(lambda: self.studio.models.loaded)
        self.studio._worker_changed("ready", None)
        self.studio._residency(Residency(models={"smollm2-135m": 210_000_000}))

    def installed(self, *ids: str) -> None:
        """Say that these models of the catalogue are installed."""
        library = self.world.services.library
        specs = [s for s in library.catalogue() if s.id in ids]
        folder = paths.models_dir()
        models = [InstalledModel(spec=s, folder=str(folder / s.id)) for s in specs]
        library.installed = lambda: models  # type: ignore[method-assign]
        library.default_for = lambda task, language="": next(  # type: ignore[method-assign]
            m for m in models if task in m.spec.tasks
        )

    def close(self) -> None:
        destroy(self.window)
        self.world.close()

    # -- putting things on the stage --------------------------------------------------------------------------------

    def job(self, job_id: str, request: Request) -> Job:
        job = Job(id=job_id, request=request)
        job.move_to(JobState.RUNNING)
        self.studio._job_changed(job)
        return job

    def save(self, job: Job, kind: Any, prompt: str, number: int, take: int = 0) -> None:
        asset = self.world.add(kind, prompt, number=number)
        self.studio._asset_saved(job.id, take, asset)

    def finish(self, job: Job) -> None:
        job.move_to(JobState.SAVING)
        job.move_to(JobState.DONE)
        self.studio._job_changed(job)

    def fill_gallery(self) -> None:
        names = {"en": "A paper lantern at dusk, number {n}", "zh_CN": "黄昏的纸灯笼，第 {n} 张"}[self.language]
        for n in range(8):
            asset = self.world.add(("image", "image", "audio", "text")[n % 4], names.format(n=n + 1), number=n + 20)
            self.studio.assetSaved.emit(asset)


def text(stage: Stage) -> QWidget:
    stage.fill_gallery()
    stage.studio.text.set_value("prompt", PROMPT[stage.language])
    job = stage.job("t", TextRequest(prompt=PROMPT[stage.language], seed=41))
    stage.studio.text.append_text("t", 0, TEXT[stage.language])
    stage.save(job, "text", PROMPT[stage.language], 1)
    stage.finish(job)
    return stage.window


def text_empty(stage: Stage) -> QWidget:
    return stage.window


def chat(stage: Stage) -> QWidget:
    """A conversation of two turns, the second answer cut short."""
    asks, text = conversation.TURNS[stage.language], stage.studio.text
    text.set_value("task", "chat")
    history: tuple[Message, ...] = ()
    for number, (question, answer) in enumerate(asks):
        job = stage.job(f"c{number}", TextRequest(task="chat", prompt=question, history=history, seed=4))
        text.append_text(job.id, 0, answer)
        asset = stage.world.add("text", question, number=number + 1)
        recipe = msgspec.structs.replace(
            asset.recipe, notes=(str(CUT),) if number else (), tokens_per_s=21.4, request=job.request
        )
        stage.studio._asset_saved(job.id, 0, msgspec.structs.replace(asset, recipe=recipe))
        stage.finish(job)
        history = (*history, Message("user", question), Message("assistant", answer))
    return stage.window


def chat_empty(stage: Stage) -> QWidget:
    stage.studio.text.set_value("task", "chat")
    return stage.window


def image(stage: Stage) -> QWidget:
    stage.fill_gallery()
    prompt = {"en": "a red apple on a white background", "zh_CN": "白色背景上的红苹果"}[stage.language]
    stage.window.show_tab("image")
    stage.studio.image.set_value("prompt", prompt)
    stage.studio.image.set_value("takes", 3)
    job = stage.job("i", ImageRequest(prompt=prompt, seed=7, takes=3))
    stage.save(job, "image", prompt, 3, 0)
    stage.save(job, "image", prompt, 4, 1)
    stage.studio._progress(Progress(job="i", phase=Phase.DENOISING, fraction=0.62, eta=14, take=2))
    stage.studio.image.select(stage.studio.image.takes[1])
    return stage.window


def image_empty(stage: Stage) -> QWidget:
    stage.window.show_tab("image")
    return stage.window


def image_finish(stage: Stage) -> QWidget:
    stage.window.show_tab("image")
    stage.studio.image.set_value("task", "tile")
    return stage.window


def upscale(stage: Stage) -> QWidget:
    stage.window.show_tab("image")
    source = stage.world.add("image", "source", number=9)
    stage.studio.image.set_value("task", "upscale")
    stage.studio.image.set_value("inputs", (InputRef(path=stage.studio.file_of(source)),))
    return stage.window


def audio(stage: Stage) -> QWidget:
    stage.fill_gallery()
    prompt = {
        "en": "Welcome to the spring collection. It opens on the third of March at 9.30.",
        "zh_CN": "欢迎来到我们的设计工作室，春季系列三月三日九点半开放。",
    }[stage.language]
    stage.window.show_tab("audio")
    stage.studio.audio.set_value("prompt", prompt)
    job = stage.job("a", AudioRequest(prompt=prompt, seed=1))
    stage.save(job, "audio", prompt, 5)
    stage.finish(job)
    player = stage.window.page("audio").player  # type: ignore[attr-defined]
    stage.world.wait(lambda: player.wave.waveform() is not None)
    player.wave.set_position(0.8)
    return stage.window


def error(stage: Stage) -> QWidget:
    text(stage)
    stage.studio.text.raise_error(
        ErrorInfo(
            code="memory-short",
            params={"needed": "6.1 GB", "free": "2.4 GB"},
            detail="MemoryError: 6 100 000 000 bytes",
        )
    )
    return stage.window


def missing_model(stage: Stage) -> QWidget:
    stage.installed("hibari-en")
    stage.studio.models.loaded = False
    stage.studio.models.refresh()
    stage.world.wait(lambda: stage.studio.models.loaded)
    return stage.window


def settings(stage: Stage) -> QWidget:
    stage.window.show_settings()
    return stage.window.findChild(QDialog)  # type: ignore[return-value]


def models(stage: Stage) -> QWidget:
    stage.window.show_models("qwen2.5-1.5b")
    return stage.window.findChild(QDialog)  # type: ignore[return-value]


def shortcuts(stage: Stage) -> QWidget:
    from studio.ui import keyboard_help

    return keyboard_help.shortcuts(stage.window)


def gallery(stage: Stage) -> QWidget:
    """The window's gallery with the details of one picture."""
    image(stage)
    view = stage.window.side.gallery
    assert view is not None
    stage.window.side.show_gallery()
    view.grid.select_index(1)
    view.show_details(view.presenter.assets[1])
    stage.world.settle(0.3)
    return stage.window


def queue(stage: Stage) -> QWidget:
    """Jobs in every state, the failed one chosen."""
    text(stage)
    stage.window.side.show_queue()
    panel = stage.window.side.queue
    assert panel is not None
    prompts = {
        "en": ("A paper lantern at dusk, soft light", "Welcome to the tea house", "A menu in five lines", "Poster, 8k"),
        "zh_CN": ("黄昏的纸灯笼，柔和的光线", "欢迎来到茶馆", "五行菜单", "海报，超大尺寸"),
    }[stage.language]
    states = JobState
    progress = Progress(job="q1", phase=Phase.DENOISING, fraction=0.42, eta=23, take=1)
    jobs = [
        Job(id="q1", request=ImageRequest(prompt=prompts[0], takes=3), state=states.RUNNING, progress=progress),
        Job(id="q2", request=AudioRequest(prompt=prompts[1]), position=2),
        Job(id="q3", request=TextRequest(prompt=prompts[2]), position=3),
        Job(
            id="q4",
            request=ImageRequest(prompt=prompts[3]),
            state=states.FAILED,
            started=1.0,
            ended=9e4,
            error=ErrorInfo(code="out-of-memory"),
        ),
        Job(id="q5", request=AudioRequest(prompt=prompts[1]), state=states.INTERRUPTED, started=1.0, ended=8e4),
        Job(id="q6", request=TextRequest(prompt=prompts[2]), state=states.DONE, started=7e4, ended=7e4 + 4.2),
    ]
    for job in jobs:
        stage.world.engine.listener.job_changed(job)
    stage.world.settle()
    stage.studio._worker_changed("busy", None)
    panel.list.setCurrentIndex(panel.presenter.model.index(panel.presenter.model.row_of("q4")))
    return stage.window


def export(stage: Stage) -> QWidget:
    """The export dialog over assets of every kind."""
    stage.fill_gallery()
    view = stage.window.side.gallery
    assert view is not None
    view.grid.select_all()
    view.export_selected()
    stage.world.settle(0.4)
    return stage.window.findChild(QDialog)  # type: ignore[return-value]


SCENES: dict[str, Callable[[Stage], QWidget]] = {
    "text": text,
    "text-empty": text_empty,
    "chat": chat,
    "chat-empty": chat_empty,
    "image": image,
    "image-empty": image_empty,
    "upscale": upscale,
    "takeover": takeover,
    "mask": workbench.mask,
    "frame": workbench.frame,
    "mask-empty": workbench.mask_empty,
    "compare": workbench.compare,
    "compare-beside": workbench.compare_beside,
    "compare-difference": workbench.compare_difference,
    "edit": finishing.edit,
    "crop": finishing.crop,
    "cutout": finishing.cutout,
    "tile": finishing.tile,
    "palette": finishing.palette,
    "finish": image_finish,
    "trace": seeing.trace,
    "caption": seeing.caption,
    "detect": seeing.detect,
    "audio": audio,
    "gallery": gallery,
    "queue": queue,
    "export": export,
    "error": error,
    "missing-model": missing_model,
    "settings": settings,
    "models": models,
    "additions": additions,
    "loras": beside.loras,
    "control": beside.control,
    "control-more": beside.control_more,
    "control-map": beside.control_map,
    "map-editor": beside.map_editor,
    "beside-empty": beside.beside_empty,
    "shortcuts": shortcuts,
    "speed": speed,
    "grid-dialog": many.grid_dialog,
    "grid-matrix": many.grid_matrix,
    "grid-result": many.grid_result,
    "queue-batches": many.queue_batches,
    "batch-dialog": many.batch_dialog,
    "batch-empty": many.batch_empty,
    "contact-sheet": many.contact_sheet,
    "variations": many.variations,
    "prompt-empty": prompts.prompt_empty,
    "prompt-syntax": prompts.prompt_syntax,
    "prompt-styles": prompts.prompt_styles,
    "prompt-history": prompts.prompt_history,
    "prompt-improve": prompts.prompt_improve,
}


def render(out: Path, name: str, language: str, theme: str, size: tuple[int, int]) -> Path:
    """One scene as a PNG file."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ[paths.HOME_VARIABLE] = folder
        stage = Stage(Path(folder), language, theme)
        try:
            stage.window.resize(*size)
            stage.world.settle(0.05)
            shown = SCENES[name](stage)
            stage.world.settle(0.25)
            picture: QImage = shown.grab().toImage()
        finally:
            stage.close()
    path = out / f"{name}_{theme}_{language}_{size[0]}x{size[1]}.png"
    if not picture.save(str(path)):
        raise OSError(f"{path} could not be written")
    return path


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="*", choices=[*SCENES, []], help="scenes; all when none is named")
    parser.add_argument("--theme", choices=THEMES)
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--width", type=int, choices=[w for w, _ in SIZES])
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    application.setApplicationName("AIGC Studio")
    for size in SIZES:
        for language in LANGUAGES:
            for theme in THEMES:
                wanted = (options.width in (None, size[0])) and options.language in (None, language)
                if wanted and options.theme in (None, theme):
                    for name in options.names or SCENES:
                        print(render(options.out, name, language, theme, size), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
