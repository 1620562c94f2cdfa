"""What the three tabs look like: the brief on the left (what one wants), the stage beside it (what one gets)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from studio.core import requests
from studio.presenters.tab import TabPresenter
from studio.presenters.takeover import Applied
from studio.presenters.takes import Take
from studio.ui import words
from studio.ui.base import Translated, button, named, role, scroll_area
from studio.ui.collapsible import Collapsible
from studio.ui.empty_state import EmptyState
from studio.ui.error_banner import ErrorBanner
from studio.ui.fields import ChoiceField, Form, SeedField
from studio.ui.listing import listed
from studio.ui.model_field import ModelField
from studio.ui.notice_line import Action, NoticeLine
from studio.ui.progress_bar import JobProgress
from studio.ui.prompt_edit import PromptEdit
from studio.ui.prompt_tools import PromptTools
from studio.ui.taken_over import told

if TYPE_CHECKING:
    from studio.core.errors import ErrorInfo

BRIEF_WIDTH = 344
SHOWN = 3
"""Names of settings that a notice says; the comparison and the tooltip have all."""


class TabPage(Translated):
    """The frame of a tab. A tab adds its fields with :meth:`bind` and its stage to ``stage``."""

    modelsWanted = Signal(str)
    importWanted = Signal(bool)
    settingsWanted = Signal()
    assetsWanted = Signal(str, object)
    """The gallery is to do something with assets: see SidePanel.do."""

    def __init__(self, presenter: TabPresenter, tasks: tuple[str, ...]) -> None:
        super().__init__()
        self.presenter = presenter
        self.studio = presenter.studio
        self._tasks = tasks
        self._fields: dict[str, Any] = {}
        self.task: Any = self.make_task_field()
        self.model = ModelField(presenter)
        self.prompt = PromptEdit(weighted=presenter.kind == "image")
        self.prompt_tools = self.make_prompt_tools()
        self.form = Form()
        self.more = Collapsible(self.form, expanded=True)
        self.seed = SeedField(int(requests.ranges_of(presenter.kind)["seed"][1]))
        self.generate = button("sparkle", "primary", self._generate)
        self.stop = button("stop", "", presenter.stop)
        self.progress = JobProgress()
        self.banner = ErrorBanner()
        self.notice = NoticeLine()
        self.empty = EmptyState(presenter.kind)
        self.stage = QStackedWidget()
        self.brief_top = QVBoxLayout()
        self._make_layout()
        self._connect()

    # -- layout ---------------------------------------------------------------------------------------------------

    def _make_layout(self) -> None:
        self.top_form = Form()
        inside = QWidget()
        self.brief = QVBoxLayout(inside)
        self.brief.setContentsMargins(16, 16, 16, 16)
        self.brief.setSpacing(12)
        self.place_task_field()
        self.top_form.add("model", self.model)
        self.brief.addWidget(self.top_form)
        self.brief.addWidget(self.model.offer)
        self.brief.addLayout(self.brief_top)
        self.brief_top.setSpacing(12)
        self.brief.addWidget(self.prompt, 1)
        self.brief.addWidget(self.more)
        self.brief.addStretch(0)
        scroll = scroll_area(inside)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll = scroll
        self.run_row = actions = QHBoxLayout()
        actions.setSpacing(8)
        actions.addWidget(self.generate, 1)
        actions.addWidget(self.stop)
        self.foot = foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 16)
        foot.setSpacing(8)
        foot.addWidget(self.progress)
        foot.addLayout(actions)
        left = role(QFrame(), "panel")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addLayout(foot)
        left.setMinimumWidth(324)
        right = role(QFrame(), "canvas")
        self.right = QVBoxLayout(right)
        self.right.setContentsMargins(0, 0, 0, 0)
        self.right.setSpacing(0)
        messages = QVBoxLayout()
        messages.setContentsMargins(12, 0, 12, 0)
        messages.setSpacing(8)
        messages.addWidget(self.banner)
        messages.addWidget(self.notice)
        self._messages = messages
        self.right.addLayout(messages)
        self.right.addWidget(self.stage, 1)
        # In the smallest window the gallery gives way before the buttons of the stage do.
        right.setMinimumWidth(340)
        self.stage.addWidget(self.empty)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([BRIEF_WIDTH, 800])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)

    def make_task_field(self) -> QWidget:
        """The field that chooses the task, with the interface of a ChoiceField."""
        return ChoiceField()

    def make_prompt_tools(self) -> PromptTools:
        """The buttons below the prompt."""
        return PromptTools(self.presenter, self.prompt)

    def place_task_field(self) -> None:
        """Put the task's field into the brief; a row of the form unless a tab knows a better place."""
        self.top_form.add("task", self.task)

    def _connect(self) -> None:
        presenter = self.presenter
        self.bind("task", self.task)
        self.task.changed.connect(lambda _task: self.task_changed())
        self.prompt.changed.connect(lambda text: presenter.set_value("prompt", text))
        self.prompt.submitted.connect(self._generate)
        self.prompt_tools.settingsWanted.connect(self.settingsWanted)
        self.seed.changed.connect(lambda seed: presenter.set_value("seed", seed))
        self.seed.lockChanged.connect(presenter.set_seed_locked)
        self.seed.rolled.connect(presenter.roll_seed)
        self.model.libraryWanted.connect(self.modelsWanted)
        self.model.importWanted.connect(self.importWanted)
        self.banner.modelsWanted.connect(lambda info: self.modelsWanted.emit(self.studio.models.wanted_by(info)))
        self.banner.closed.connect(presenter.clear_error)
        self.banner.closed.connect(self._space_messages)
        self.notice.closed.connect(self._space_messages)
        self.empty.chosen.connect(self._use_example)
        presenter.valueChanged.connect(self._value_changed)
        presenter.errorRaised.connect(self.show_error)
        presenter.errorCleared.connect(self._clear_error)
        presenter.progressChanged.connect(self.show_progress)
        presenter.takesChanged.connect(self.show_takes)
        presenter.currentChanged.connect(self.show_current)
        presenter.takeChanged.connect(self.take_changed)
        presenter.restored.connect(self._restored)
        presenter.takeoverUndone.connect(self._taken_back)
        presenter.modelsChanged.connect(self.task_changed)
        presenter.keeping.filesMissing.connect(self._files_missing)
        presenter.begun.connect(self.notice.dismiss)
        self.studio.projectChanged.connect(self.notice.dismiss)

    def bind(self, name: str, field: Any) -> None:
        """Keep a field and a value of the presenter the same."""
        self._fields[name] = field
        field.changed.connect(lambda value: self.presenter.set_value(name, value))

    def begin(self) -> None:
        """Show what the presenter has; the last step of a tab's making."""
        self.retranslate()
        for name, value in self.presenter.values.items():
            self._value_changed(name, value)
        self.seed.set_locked(self.presenter.seed_locked)
        self.task_changed()
        self.show_takes()
        self.show_current()
        self.show_progress()
        if self.presenter.error is not None:
            self.show_error(self.presenter.error)
        if self.presenter.keeping.missing:
            self._files_missing()
        self.presenter.facts.watch()
        self.presenter.history.refresh()

    # -- from the presenter ---------------------------------------------------------------------------------------

    def _value_changed(self, name: str, value: Any) -> None:
        if name == "prompt":
            self.prompt.set_text(value)
        elif name == "seed":
            self.seed.set_value(value)
        elif name == "seed_locked":
            self.seed.set_locked(value)
        elif name in self._fields:
            self._fields[name].set_value(value)
            if name == "task":
                self.task_changed()

    def show_error(self, info: ErrorInfo) -> None:
        self.banner.show_error(info)
        self._space_messages()

    def _clear_error(self) -> None:
        self.banner.dismiss()

    def show_progress(self) -> None:
        take, waiting = self.presenter.running, self.presenter.waiting_jobs
        if take is not None:
            request, models = take.request, self.studio.models
            model = models.name_of(models.used_by(request))
            self.progress.show_progress(take.progress, take=take.index, takes=request.takes, model=model)
        elif waiting:
            self.progress.show_waiting(waiting)
        else:
            self.progress.clear()
        if self.stop.hasFocus() and not self.presenter.busy:
            # Qt would give it to whatever comes next.
            self.generate.setFocus()
        self.stop.setVisible(self.presenter.busy)
        self._name_generate()

    def task_changed(self) -> None:
        """Show the fields of the chosen task; tabs extend it."""

    def show_prompt(self, shown: bool) -> None:
        """Tasks without a prompt leave its room empty below the settings."""
        self.prompt.setVisible(shown)
        self.brief.setStretchFactor(self.prompt, 1 if shown else 0)
        self.brief.setStretch(self.brief.count() - 1, 0 if shown else 1)

    def show_takes(self) -> None:
        """Show the row of takes; tabs extend it."""

    def show_current(self) -> None:
        """Show the take in view; tabs extend it."""

    def take_changed(self, take: Take) -> None:
        """A take changed its state; tabs extend it."""

    def _restored(self, applied: Applied) -> None:
        actions: list[Action] = []
        if applied.changed:
            actions = [
                (lambda: self.tr("Undo"), self.presenter.undo_takeover),
                (lambda: self.tr("Show changes…"), lambda: self.studio.taking.show(applied.takeover)),
            ]
        lost = bool(applied.left_out)
        self.notice.say(
            lambda: told(applied, SHOWN),
            warn=lost,
            actions=actions,
            brief=not applied.changed and not lost,
            whole=lambda: told(applied),
        )
        self._space_messages()

    def _files_missing(self) -> None:
        missing = self.presenter.keeping.missing
        self.notice.say(
            lambda: self.tr("Everything is as you left it, but these files are not there any more: {names}.").format(
                names=listed(missing)
            )
        )
        self._space_messages()

    def _taken_back(self) -> None:
        self.notice.say(lambda: self.tr("The settings are as they were before."), brief=True)
        self._space_messages()

    def offer_files(self, paths: list[str]) -> bool:
        """Take a dropped file that the tab can use; False when it can use none of them."""
        return False

    # -- from the user --------------------------------------------------------------------------------------------

    def _generate(self) -> None:
        self.presenter.generate()

    def _use_example(self, text: str) -> None:
        self.presenter.set_value("prompt", text)
        self.prompt.setFocus()

    def _space_messages(self) -> None:
        shown = not (self.banner.isHidden() and self.notice.isHidden())
        self._messages.setContentsMargins(12, 12 if shown else 0, 12, 12 if shown else 0)

    # -- words ----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.task.set_choices([(t, words.task(t)) for t in self._tasks])
        self.more.set_title(self.tr("Settings"))
        self.stop.setText(self.tr("Stop"))
        named(self.stop, self.tr("Stop"), self.tr("Stop (Esc)"))
        self._name_generate()

    def generate_text(self) -> str:
        return self.tr("Generate")

    def _name_generate(self) -> None:
        text = self.generate_text()
        if self.presenter.busy:
            text = self.tr("{action} (queue)").format(action=text)
        self.generate.setText(text)
        named(self.generate, text, self.tr("{action} (Ctrl+Enter)").format(action=text))
