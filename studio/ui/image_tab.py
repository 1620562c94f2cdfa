"""The image tab: the brief on the left, a large picture and the strip of takes on the right."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from studio.core.requests import IMAGE_TASKS, PROMPTLESS_TASKS
from studio.presenters.image_tab import SCHEDULERS, TASK_GROUPS, ImageTabPresenter
from studio.presenters.takes import Take
from studio.ui import value_words, words
from studio.ui.base import label
from studio.ui.collapsible import Collapsible
from studio.ui.fields import ChoiceField, NumberField, SwitchField
from studio.ui.file_drop import PICTURES, FileDrop
from studio.ui.image import drop_choice
from studio.ui.image.card_strip import CardStrip
from studio.ui.image.estimate_line import EstimateLine
from studio.ui.image.negative_menu import NegativeMenu
from studio.ui.image.parts import make_parts
from studio.ui.image.result import ResultMode
from studio.ui.image.stage import Stage
from studio.ui.image.task_picker import TaskPicker
from studio.ui.improve_card import ImproveCard
from studio.ui.many import opening
from studio.ui.many.many_button import ManyButton
from studio.ui.picture_view import PictureView
from studio.ui.prompt_edit import PromptEdit
from studio.ui.prompt_tools import PromptTools
from studio.ui.size_field import SizeField
from studio.ui.tab_page import TabPage
from studio.ui.translations import language_of

_GUIDANCE_AUTO = 0.0
_SCALE_NOTE = "scale-note"


class ImageTab(TabPage):
    presenter: ImageTabPresenter

    def __init__(self, presenter: ImageTabPresenter) -> None:
        super().__init__(presenter, IMAGE_TASKS)
        self.source = FileDrop(self.studio, "image", lambda: self.tr("Picture to work on"))
        self.style_picture = FileDrop(self.studio, "image", lambda: self.tr("Picture whose style to take"))
        self.prompt.setMinimumHeight(128)
        self.negative = PromptEdit(counted=False)
        self.negative.editor.setFixedHeight(64)
        self.negative.add_tool(NegativeMenu(presenter))
        self.negative_part = Collapsible(self.negative)
        self.size_field = SizeField()
        self.takes_field = NumberField(1, 16, 1)
        self.steps = NumberField(0, 100, 1)
        self.guidance = NumberField(0.0, 20.0, 0.5, 1)
        self.scheduler = ChoiceField()
        self.strength = NumberField(0.0, 1.0, 0.05, 2)
        self.scale = ChoiceField()
        self.scale_note = label(kind="caption", wrap=True)
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
        self.form.add(_SCALE_NOTE, self.scale_note, lambda: "")
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
        self.prompt.pasted.connect(self._pasted)
        self.negative.changed.connect(lambda text: presenter.set_value("negative", text))
        self.source.changed.connect(lambda path: presenter.set_input(path, "source"))
        self.style_picture.changed.connect(lambda path: presenter.set_input(path, "style"))
        for drop in (self.source, self.style_picture):
            drop.failed.connect(presenter.raise_error)
        self.improving = ImproveCard(presenter.improver, self.prompt)
        self.card = CardStrip(presenter)
        for below in (self.card, self.improving):
            self.brief.insertWidget(self.brief.indexOf(self.prompt) + 1, below)
        self.improving.modelsWanted.connect(lambda: self.modelsWanted.emit(""))
        presenter.card.changed.connect(self._describe_empty)
        presenter.estimates.changed.connect(self._show_scale)
        self.studio.book.refresh()
        self.parts = make_parts(presenter)
        for part in self.parts:
            self.brief.insertWidget(self.brief.count() - 1, part)
            part.modelsWanted.connect(self.modelsWanted)
        self.foot.insertWidget(0, EstimateLine(presenter.estimates))
        self.many = ManyButton()
        self.many.gridWanted.connect(lambda: opening.grid(presenter, self.window()))
        self.many.batchWanted.connect(lambda: opening.batch(presenter, self.window()))
        self.run_row.insertWidget(1, self.many)
        self._make_stage()
        self.begin()

    def _show_scale(self) -> None:
        """How large the picture is and becomes."""
        lines = [self.tr("Everything is enlarged alike, tile by tile; no face is invented anew.")]
        source, scale = self.presenter.estimates.source, self.presenter.values["scale"]
        if source is not None:
            width, height = source.width, source.height
            lines.insert(0, f"{width} × {height} → {width * scale} × {height * scale}")
        self.scale_note.setText("\n".join(lines))

    def make_task_field(self) -> QWidget:
        return TaskPicker(TASK_GROUPS)

    def make_prompt_tools(self) -> PromptTools:
        return PromptTools(self.presenter, self.prompt, self.presenter.improver)

    def place_task_field(self) -> None:
        self.brief.addWidget(self.task)

    def _make_stage(self) -> None:
        self.workbench = Stage(self.presenter, self.empty, self)
        self.workbench.assetsWanted.connect(self.assetsWanted)
        self.workbench.sourceWanted.connect(self.source.choose)
        self.stage.addWidget(self.workbench)
        self.stage.setCurrentWidget(self.workbench)
        self.strip = self.workbench.strip

    @property
    def view(self) -> PictureView:
        """The large picture of the take in view."""
        return self.workbench.mode_of(ResultMode).zoom_view()  # type: ignore[return-value]

    # -- from the presenter ---------------------------------------------------------------------------------------

    def _value_changed(self, name: str, value: object) -> None:
        super()._value_changed(name, value)
        values = self.presenter.values
        if name in ("width", "height"):
            self.size_field.set_size(values["width"], values["height"])
        elif name == "model":
            self.task_changed()
        elif name == "scale":
            self._show_scale()
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
        self.form.show_only(used | {_SCALE_NOTE} if "scale" in used else used)
        self.show_prompt("prompt" in used)
        self.negative_part.setVisible("negative" in used)
        self.source.setVisible("source" in used)
        self.style_picture.setVisible("style-picture" in used)
        for part in self.parts:
            part.setVisible(bool(part.fields & used))
            part.show_task()
        self.more.setVisible(not self.form.isHidden())
        self.top_form.setVisible(self.presenter.needs_model())
        self._fill_styles()
        self._name_generate()
        self._describe_empty()
        self.workbench.offer_modes()

    def _fill_styles(self) -> None:
        models = self.studio.models.for_task("restyle")
        names = [s for m in models for s in m.spec.options.get("styles", ())]
        self.style_choice.set_choices([("", self.tr("Model's default")), *((s, value_words.style(s)) for s in names)])
        self.style_choice.set_value(self.presenter.values["style"])

    def show_takes(self) -> None:
        self.workbench.show_takes()

    def show_current(self) -> None:
        self.workbench.show_current()

    def take_changed(self, take: Take) -> None:
        self.workbench.take_changed(take)

    # -- from the user --------------------------------------------------------------------------------------------

    def _size_chosen(self, width: int, height: int) -> None:
        self.presenter.values["height"] = height
        self.presenter.set_value("width", width)
        self.presenter.set_value("height", height)

    def offer_files(self, paths: list[str]) -> bool:
        """Take a dropped picture as the input, or its settings; files of styles and presets into the user's folders."""
        files = [Path(p) for p in paths if Path(p).suffix.lower() in (".json", ".csv")]
        if files:
            self.studio.book.import_files(files)
            return True
        picture = next((p for p in paths if Path(p).suffix.lower().lstrip(".") in PICTURES), "")
        if picture:
            drop_choice.offer(picture, self.presenter, self)
        return bool(picture)

    def _pasted(self, text: str) -> None:
        """Parameters of another program were pasted into the prompt: offer to take them as settings."""
        if self.studio.taking.recognises(text):
            take = (lambda: self.tr("Take the settings…")), (lambda: self._take_pasted(text))
            self.notice.say(lambda: self.tr("The pasted text has settings of a picture in it."), actions=[take])
            self._space_messages()

    def _take_pasted(self, text: str) -> None:
        self.notice.dismiss()
        if self.prompt.text().count(text) == 1:
            self.presenter.set_value("prompt", self.prompt.text().replace(text, "").strip())
        self.studio.taking.text(text)

    # -- words ----------------------------------------------------------------------------------------------------

    def generate_text(self) -> str:
        task = self.presenter.values["task"]
        return words.task(task) if task in PROMPTLESS_TASKS else self.tr("Generate")

    def retranslate(self) -> None:
        super().retranslate()
        self.prompt.set_name(self.tr("Prompt"), self.tr("What would you like to see?"))
        self.negative_part.set_title(words.setting("negative"))
        self.negative.set_name(words.setting("negative"), self.tr("What should not be there"))
        self.scheduler.set_choices([(s, s or self.tr("Model's default")) for s in SCHEDULERS])
        self.scale.set_choices([(n, f"×{n}") for n in (2, 3, 4)])
        self.scale.set_value(self.presenter.values["scale"])
        self._show_scale()
        self.scheduler.set_value(self.presenter.values["scheduler"])
        for field in (self.steps, self.guidance):
            field.set_automatic(self.tr("Auto"))
        self._fill_styles()
        self._describe_empty()

    def _describe_empty(self) -> None:
        if "prompt" in self.presenter.fields():
            shown = self.presenter.card.shown
            own = shown.card.examples_in(language_of(self.studio.settings.language)) if shown is not None else ()
            examples = [
                self.tr("a red apple on a white background"),
                self.tr("a small blue house with a green roof"),
                self.tr("a yellow sun behind a cloud"),
            ]
            hint = self.tr("Describe the picture on the left, or start from one of these.")
            self.empty.set_texts(self.tr("Draw something"), hint, list(own[:4]) or examples)
        else:
            self.empty.set_texts(
                words.task(self.presenter.values["task"]),
                self.tr(
                    "Drop a picture here or choose one on the left. Your picture stays as it is; the result is a new one."
                ),
                [],
            )
