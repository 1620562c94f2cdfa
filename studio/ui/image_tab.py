"""The image tab: the brief on the left, a large picture and the strip of takes on the right."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.core.errors import ErrorInfo
from studio.core.requests import ImageRequest
from studio.presenters.image_tab import SCHEDULERS, ImageTabPresenter
from studio.presenters.takes import Take, TakeState
from studio.ui import words
from studio.ui.base import button, label, line, name_tool, named, role, tool
from studio.ui.collapsible import Collapsible
from studio.ui.fields import ChoiceField, NumberField, SwitchField
from studio.ui.file_drop import PICTURES, FileDrop
from studio.ui.image.estimate_line import EstimateLine
from studio.ui.image.parts import make_parts
from studio.ui.picture_view import PictureView
from studio.ui.pictures import load_picture
from studio.ui.prompt_edit import PromptEdit
from studio.ui.size_field import SizeField
from studio.ui.tab_page import TabPage
from studio.ui.take_strip import TakeStrip

TASKS = ("text-to-image", "image-to-image", "upscale", "restyle")
_GUIDANCE_AUTO = 0.0


class ImageTab(TabPage):
    presenter: ImageTabPresenter

    def __init__(self, presenter: ImageTabPresenter) -> None:
        super().__init__(presenter, TASKS)
        self._shown: Take | None = None
        self.source = FileDrop(self.studio, "image", lambda: self.tr("Picture to work on"))
        self.style_picture = FileDrop(self.studio, "image", lambda: self.tr("Picture whose style to take"))
        self.negative = PromptEdit(lines=2, counted=False)
        self.negative.setFixedHeight(64)
        self.negative_part = Collapsible(self.negative)
        self.size_field = SizeField()
        self.takes_field = NumberField(1, 16, 1)
        self.steps = NumberField(0, 100, 1)
        self.guidance = NumberField(0.0, 20.0, 0.5, 1)
        self.scheduler = ChoiceField()
        self.strength = NumberField(0.0, 1.0, 0.05, 2)
        self.scale = ChoiceField()
        self.style_choice = ChoiceField()
        self.transparent = SwitchField()
        self.brief_top.addWidget(self.source)
        self.brief_top.addWidget(self.style_picture)
        self.brief.insertWidget(self.brief.indexOf(self.more), self.negative_part)
        for name, field in (
            ("style", self.style_choice),
            ("scale", self.scale),
            ("strength", self.strength),
            ("size", self.size_field),
            ("takes", self.takes_field),
            ("seed", self.seed),
            ("steps", self.steps),
            ("guidance", self.guidance),
            ("scheduler", self.scheduler),
            ("transparent", self.transparent),
        ):
            self.form.add(name, field, (lambda: self.tr("Size")) if name == "size" else None)
        for name, bound in (
            ("takes", self.takes_field),
            ("steps", self.steps),
            ("scheduler", self.scheduler),
            ("transparent", self.transparent),
            ("strength", self.strength),
            ("scale", self.scale),
            ("style", self.style_choice),
        ):
            self.bind(name, bound)
        self.guidance.changed.connect(lambda v: presenter.set_value("guidance", v if v > _GUIDANCE_AUTO else None))
        self.size_field.changed.connect(self._size_chosen)
        self.negative.changed.connect(lambda text: presenter.set_value("negative", text))
        self.source.changed.connect(lambda path: presenter.set_input(path, "source"))
        self.style_picture.changed.connect(lambda path: presenter.set_input(path, "style"))
        for drop in (self.source, self.style_picture):
            drop.failed.connect(presenter.raise_error)
        self.parts = make_parts(presenter)
        for part in self.parts:
            self.brief.insertWidget(self.brief.count() - 1, part)
        self.foot.insertWidget(0, EstimateLine(presenter.estimates))
        self._make_stage()
        presenter.previewReady.connect(self._show_preview)
        self.begin()

    def _make_stage(self) -> None:
        self.view = PictureView()
        self.strip = TakeStrip("image")
        self.regenerate = button("regenerate", "quiet", self.presenter.regenerate)
        self.use = button("send", "quiet", self._use_as_input)
        self.facts = label(kind="caption")
        self.zoom = button("", "quiet", self.view.actual_size)
        self.zoom.setMinimumWidth(56)
        self.out, self.into = tool("zoom-out", self.view.zoom_out), tool("zoom-in", self.view.zoom_in)
        self.fit = tool("fit", self.view.fit)
        bar = role(QWidget(), "panel")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(4)
        row.addWidget(self.facts, 1)
        for widget in (self.regenerate, self.use, line(vertical=True), self.out, self.zoom, self.into, self.fit):
            row.addWidget(widget)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (bar, line()):
            column.addWidget(part)
        column.addWidget(self.view, 1)
        column.addWidget(self.strip)
        self._page = page
        self.stage.addWidget(page)
        self.strip.chosen.connect(self.presenter.select)
        self.strip.pictureWanted.connect(self._load_thumbnail)
        self.view.zoomChanged.connect(lambda scale: self.zoom.setText(f"{scale:.0%}"))

    # -- from the presenter ---------------------------------------------------------------------------------------

    def _value_changed(self, name: str, value: object) -> None:
        super()._value_changed(name, value)
        values = self.presenter.values
        if name in ("width", "height"):
            self.size_field.set_size(values["width"], values["height"])
        elif name == "model":
            self.task_changed()
        elif name == "guidance":
            self.guidance.set_value(_GUIDANCE_AUTO if value is None else float(value))  # type: ignore[arg-type]
        elif name == "negative":
            self.negative.set_text(str(value))
            if value:
                self.negative_part.set_expanded(True)
        elif name == "inputs":
            source, style = self.presenter.input(), self.presenter.input("style")
            self.source.set_path(source.path if source else "")
            self.style_picture.set_path(style.path if style else "")
        for part in self.parts:
            part.show_value(name, value)

    def task_changed(self) -> None:
        used = self.presenter.fields()
        self.form.show_only(used)
        self.show_prompt("prompt" in used)
        self.negative_part.setVisible("negative" in used)
        self.source.setVisible("source" in used)
        self.style_picture.setVisible("style-picture" in used)
        for part in self.parts:
            part.setVisible(bool(part.fields & used))
            part.show_task()
        self._fill_styles()
        self._name_generate()
        self._describe_empty()

    def _fill_styles(self) -> None:
        models = self.studio.models.for_task("restyle")
        names = [s for m in models for s in m.spec.options.get("styles", ())]
        self.style_choice.set_choices([("", self.tr("Model's default")), *((s, s.replace("_", " ")) for s in names)])
        self.style_choice.set_value(self.presenter.values["style"])

    def show_takes(self) -> None:
        self.strip.set_takes(self.presenter.takes, self.presenter.current)

    def show_current(self) -> None:
        take = self.presenter.current
        self.stage.setCurrentWidget(self.empty if take is None else self._page)
        self.strip.set_current(take)
        if take is not None and take.path and take.state is TakeState.DONE:
            self.studio.background.run(
                lambda: load_picture(take.path), lambda image: self._loaded(take, image), self._unreadable
            )
        elif take is not self._shown and (take is None or not take.live):
            self.view.clear()
        self._shown = take
        self._show_facts()

    def take_changed(self, take: Take) -> None:
        self.strip.take_changed(take)
        if take is self.presenter.current:
            self._show_facts()

    def _show_preview(self, take: Take, rgb: bytes, width: int, height: int) -> None:
        if take is self.presenter.current:
            request = take.request
            target = QSize(width, height)
            if isinstance(request, ImageRequest) and request.width and request.height:
                target = QSize(request.width, request.height)
            self.view.set_preview(rgb, width, height, target)

    def _loaded(self, take: Take, image: QImage) -> None:
        if take is self.presenter.current:
            self.view.set_picture(image)
            self._show_facts()

    def _unreadable(self, info: ErrorInfo) -> None:
        self.presenter.raise_error(info)

    def _load_thumbnail(self, take: Take) -> None:
        path = take.thumbnail or take.path
        if path:
            self.studio.background.run(
                lambda: load_picture(path, 128),
                lambda image: self.strip.set_thumbnail(take, image),
                lambda _info: None,
            )

    def _show_facts(self) -> None:
        take = self.presenter.current
        done = take is not None and take.state is TakeState.DONE
        self.use.setEnabled(done)
        parts = []
        if take is not None:
            parts.append(words.state(take.state))
            if take.asset is not None and take.asset.width:
                parts.append(f"{take.asset.width} × {take.asset.height}")
            if take.seed is not None and take.request.task not in ("upscale", "restyle"):
                parts.append(f"{words.setting('seed')} {take.seed}")
        self.facts.setText(" · ".join(parts))

    # -- from the user --------------------------------------------------------------------------------------------

    def _size_chosen(self, width: int, height: int) -> None:
        self.presenter.values["height"] = height
        self.presenter.set_value("width", width)
        self.presenter.set_value("height", height)

    def _use_as_input(self) -> None:
        take = self.presenter.current
        if take is not None and take.path:
            self.presenter.take_as_input(take.path, take.asset.id if take.asset else "")

    def offer_files(self, paths: list[str]) -> bool:
        """Take a dropped picture as the input."""
        picture = next((p for p in paths if Path(p).suffix.lower().lstrip(".") in PICTURES), "")
        if picture:
            self.presenter.take_as_input(picture)
        return bool(picture)

    # -- words ----------------------------------------------------------------------------------------------------

    def generate_text(self) -> str:
        task = self.presenter.values["task"]
        return words.task(task) if task in ("upscale", "restyle") else self.tr("Generate")

    def retranslate(self) -> None:
        super().retranslate()
        self.prompt.set_name(self.tr("Prompt"), self.tr("What would you like to see?"))
        self.negative_part.set_title(words.setting("negative"))
        self.negative.set_name(words.setting("negative"), self.tr("What should not be there"))
        self.scheduler.set_choices([(s, s or self.tr("Model's default")) for s in SCHEDULERS])
        self.scale.set_choices([(n, f"×{n}") for n in (2, 3, 4)])
        self.scale.set_value(self.presenter.values["scale"])
        self.scheduler.set_value(self.presenter.values["scheduler"])
        for field in (self.steps, self.guidance):
            field.set_automatic(self.tr("Auto"))
        named(self.view, self.tr("Picture: plus and minus zoom, 0 fits, the arrow keys move it"))
        named(self.strip, self.tr("Takes"))
        name_tool(self.out, self.tr("Zoom out"))
        name_tool(self.into, self.tr("Zoom in"))
        name_tool(self.fit, self.tr("Fit into the window"))
        named(self.zoom, self.tr("Show at actual size"), self.tr("Show at actual size"))
        for widget, text in ((self.regenerate, self.tr("Regenerate")), (self.use, self.tr("Use as input"))):
            widget.setText(text)
            widget.setAccessibleName(text)
        self.regenerate.setToolTip(self.tr("Make another take (Ctrl+R)"))
        self._fill_styles()
        self._describe_empty()
        self._show_facts()

    def _describe_empty(self) -> None:
        if "prompt" in self.presenter.fields():
            self.empty.set_texts(
                self.tr("Draw something"),
                self.tr("Describe the picture on the left, or start from one of these."),
                [
                    self.tr("a red apple on a white background"),
                    self.tr("a small blue house with a green roof"),
                    self.tr("a yellow sun behind a cloud"),
                ],
            )
        else:
            self.empty.set_texts(
                words.task(self.presenter.values["task"]),
                self.tr(
                    "Drop a picture here or choose one on the left. Your picture stays as it is; the result is a new one."
                ),
                [],
            )
