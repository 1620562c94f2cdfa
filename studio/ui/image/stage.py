"""The stage of the image tab: a switch between its modes, what is said of the take in view, and the strip of takes.

What can be seen and done lives in modes, each in a file of its own (see :mod:`studio.ui.image.mode` for how to add one).
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from studio.presenters.image_tab import ImageTabPresenter
from studio.presenters.takes import Take, TakeState, is_picture
from studio.ui import clipboard, words
from studio.ui.bar_room import give_words, make_room, take_words
from studio.ui.base import Tabs, Translated, line, name_tool, named, role, tool
from studio.ui.elided import ElidedLabel
from studio.ui.empty_state import EmptyState
from studio.ui.image import facts, take_menu
from studio.ui.image.compare import choosing
from studio.ui.image.compare.mode import CompareMode
from studio.ui.image.grid.mode import GridMode, is_grid
from studio.ui.image.mode import Mode
from studio.ui.image.modes import MODES
from studio.ui.image.result import ResultMode
from studio.ui.image.retouch.palette_button import PaletteButton
from studio.ui.image.retouch.send_button import SendButton
from studio.ui.image.source import SourcePicture
from studio.ui.image.vary_button import VaryButton
from studio.ui.image.zoom_buttons import ZoomButtons
from studio.ui.pictures import load_picture
from studio.ui.take_strip import TakeStrip


class Stage(Translated):
    """Shows one mode at a time and tells it the news. ``sourceWanted`` asks for the dialog that chooses a picture."""

    sourceWanted = Signal()
    assetsWanted = Signal(str, object)
    """Something is to be done with assets that the gallery does: its name (as SidePanel knows it) and the assets."""

    def __init__(self, presenter: ImageTabPresenter, empty: EmptyState, page: QWidget) -> None:
        super().__init__()
        self.page = page
        """The tab that the stage belongs to."""
        self.presenter = presenter
        self.studio = presenter.studio
        self.empty = empty
        self.source = SourcePicture(presenter, self)
        self.picture: QImage | None = None
        """The finished picture of the take in view, once it has been read."""
        self._preview: tuple[Take, bytes, int, int] | None = None
        self._offered: list[type[Mode]] = []
        self._made: dict[type[Mode], Mode] = {}
        self._mode: Mode | None = None
        self._before: type[Mode] | None = None
        self._task = ""
        self._make_bar()
        self.pages = QStackedWidget()
        self.tool_row = role(QWidget(), "panel")
        self.tool_row.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tool_layout = QHBoxLayout(self.tool_row)
        self._tool_layout.setContentsMargins(12, 4, 12, 4)
        self._tool_line = line()
        self.strip = TakeStrip("image", several=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.bar, line(), self.tool_row, self._tool_line):
            layout.addWidget(part)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.strip)
        self.strip.chosen.connect(self._take_chosen)
        self.strip.pictureWanted.connect(self._load_thumbnail)
        self.strip.menuWanted.connect(self._show_menu)
        self.strip.copyWanted.connect(self._copy)
        self.strip.itemSelectionChanged.connect(self._offer_compare)
        presenter.previewReady.connect(self._preview_ready)
        presenter.valueChanged.connect(self._value_changed)
        presenter.enqueued.connect(self._show_results)
        presenter.comparing.changed.connect(self._comparing_changed)
        self.source.changed.connect(self._source_changed)
        self.retranslate()

    def _make_bar(self) -> None:
        self.switch = role(Tabs(), "segments")
        self.switch.setDrawBase(False)
        self.switch.setExpanding(False)
        # It is never cut: without them it is as wide as its tabs, and the buttons give way.
        self.switch.setUsesScrollButtons(False)
        # The words give way, not the buttons.
        self.facts = ElidedLabel("caption")
        self.facts.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.regenerate = tool("regenerate", self.presenter.regenerate)
        self.vary = VaryButton(self.presenter)
        self.use = tool("send", self._use_as_input)
        self.send = SendButton(self.presenter)
        self.palette_button = PaletteButton(self.studio)
        self.compare_button = tool("compare", self.compare)
        self.trace = tool("trace", lambda: self._act("trace"))
        self.describe = tool("describe", lambda: self._act("describe"))
        self.zoom = ZoomButtons()
        self.bar = role(QWidget(), "panel")
        self.bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = row = QHBoxLayout(self.bar)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(2)
        row.addWidget(self.switch)
        row.addWidget(self.facts, 1)
        row.addSpacing(10)
        about = (self.regenerate, self.vary, self.use, self.send, self.trace, self.describe, self.palette_button)
        self._actions: tuple[QWidget, ...] = (*about, self.compare_button)
        for widget in (*self._actions, self.zoom):
            row.addWidget(widget)
        self.switch.currentChanged.connect(self._mode_chosen)

    # -- modes ----------------------------------------------------------------------------------------------------

    @property
    def mode(self) -> Mode | None:
        """The mode in front."""
        return self._mode

    def mode_of(self, kind: type[Mode]) -> Mode:
        """The mode of a class; made when it is first wanted."""
        if kind not in self._made:
            self._made[kind] = mode = kind(self)
            tools = mode.tools()
            self.pages.addWidget(mode)
            if tools is not None:
                self._tool_layout.addWidget(tools)
                tools.hide()
        return self._made[kind]

    def show_mode(self, name: str) -> None:
        """Bring a mode to the front by its name, if the task has it."""
        kind = next((k for k in self._offered if k.name == name), None)
        if kind is not None:
            self._show(kind)

    def offer_modes(self) -> None:
        """Offer the modes of the task as it is now; a new task begins with the mode that is made for it."""
        task = self.presenter.values["task"]
        offered = [k for k in MODES if (not k.tasks or task in k.tasks) and k.available(self.presenter)]
        if offered != self._offered:
            self._offered = offered
            with QSignalBlocker(self.switch):
                while self.switch.count():
                    self.switch.removeTab(0)
                for kind in offered:
                    self.switch.addTab(words.mode(kind.name))
        self.switch.setVisible(len(offered) > 1)
        kind = next((k for k in (type(self._mode), self._before) if k in offered), offered[0])
        if task != self._task:
            kind = next((k for k in offered if k.tasks), kind)
        self._task = task
        self._show(kind)
        self._show_bar()

    def _mode_chosen(self, index: int) -> None:
        if 0 <= index < len(self._offered):
            self._show(self._offered[index])

    def _show(self, kind: type[Mode]) -> None:
        with QSignalBlocker(self.switch):
            self.switch.setCurrentIndex(self._offered.index(kind))
        before, mode = self._mode, self.mode_of(kind)
        if before is mode:
            return
        if before is not None:
            self._before = type(before)
            before.left()
            self._show_tools(before, shown=False)
        self._mode = mode
        self.pages.setCurrentWidget(mode)
        self._show_tools(mode, shown=True)
        self.zoom.follow(mode.zoom_view())
        for name, value in self.presenter.values.items():
            mode.show_value(name, value)
        take = self.presenter.current
        mode.show_take(take)
        if take is not None and self.picture is not None:
            mode.show_picture(take, self.picture)
        elif take is not None and self._preview is not None and self._preview[0] is take:
            mode.show_preview(*self._preview)
        mode.entered()
        self._show_bar()
        self._show_facts()

    def _show_results(self, _job: str) -> None:
        """Something was submitted: bring a mode to the front in which it can be seen."""
        if is_grid(self.presenter.current):
            self.show_mode(GridMode.name)
        self._show_takes_somewhere()

    def _show_takes_somewhere(self) -> None:
        if self._mode is not None and not self._mode.shows_takes:
            kind = next((k for k in self._offered if k.shows_takes), None)
            if kind is not None:
                self._show(kind)

    def compare(self) -> bool:
        """Compare the two selected takes, or the one in view with the one before it; False when there are no two."""
        pair = choosing.chosen(self.presenter, self.strip.selected_takes())
        if pair is not None:
            self.presenter.comparing.start(*pair)
        return pair is not None

    def _comparing_changed(self) -> None:
        """Two pictures are to be compared, or none any more."""
        before = self._mode
        if before is None:
            return
        self.offer_modes()
        if self.presenter.comparing.active:
            self.show_mode(CompareMode.name)
        elif self._mode is not before and self._mode is not None:
            view = self._mode.zoom_view()
            (view if view is not None and view.isVisible() else self.switch).setFocus()

    def _offer_compare(self) -> None:
        self.compare_button.setEnabled(choosing.chosen(self.presenter, self.strip.selected_takes()) is not None)

    def _show_tools(self, mode: Mode, *, shown: bool) -> None:
        tools = mode.tools()
        if tools is not None:
            tools.setVisible(shown)
        self.tool_row.setVisible(shown and tools is not None)
        self._tool_line.setVisible(shown and tools is not None)

    def _show_bar(self) -> None:
        """An empty tab with nothing to switch to needs no bar."""
        self.bar.setVisible(self.presenter.current is not None or self._on_source() or len(self._offered) > 1)
        for action in self._actions:
            action.setVisible(not self._on_source() and (self._mode is None or self._mode.about_take))
        zoom = self.zoom
        for widget in (zoom.out, zoom.into, zoom.scale, zoom.fit):
            widget.show()
        # There are other ways to them: the menu of tasks, the wheel and the keys, the menu of the take.
        giving_way = (self.trace, self.describe, zoom.out, zoom.into, self.palette_button, self.compare_button)
        at_last = (zoom.scale, self.send, self.vary, self.use, self.regenerate, zoom.fit)
        wordy = (self.send, self.use, self.vary, self.regenerate, self.compare_button, self.trace, self.describe)
        take_words(wordy)
        make_room(self._row, self.width(), (*giving_way, *at_last))
        zoom.into.setHidden(zoom.into.isHidden() or zoom.out.isHidden())
        give_words(self._row, self.width(), wordy, beside=self.facts)

    def _on_source(self) -> bool:
        """Whether what is seen is the picture that will be worked on, and no take."""
        if self.presenter.input() is None or "source" not in self.presenter.fields():
            return False
        return self.presenter.current is None or (self._mode is not None and self._mode.shows_source)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_bar()

    def ask_for_source(self) -> None:
        self.sourceWanted.emit()

    # -- news -----------------------------------------------------------------------------------------------------

    def show_takes(self) -> None:
        self.strip.set_takes(self.presenter.takes, self.presenter.current)
        if self._mode is not None:
            self.offer_modes()

    def show_current(self) -> None:
        """Show the take in view; its picture is read in the background."""
        take = self.presenter.current
        self.strip.set_current(take)
        self.picture = None
        if self._mode is not None:
            self.offer_modes()
            self._mode.show_take(take)
            if take is not None and take.live and self._preview is not None and self._preview[0] is take:
                self._mode.show_preview(*self._preview)
            self._show_bar()
        if take is not None and take.state is TakeState.DONE and is_picture(take.path):
            self.studio.background.run(
                lambda: load_picture(take.path), lambda image: self._loaded(take, image), self.presenter.raise_error
            )
        self._show_facts()

    def take_changed(self, take: Take) -> None:
        self.strip.take_changed(take)
        if take is self.presenter.current:
            if self._mode is not None:
                self._mode.show_take(take)
            self._show_facts()
        if take.state is TakeState.DONE and self._mode is not None:
            self.offer_modes()

    def _value_changed(self, name: str, value: object) -> None:
        if self._mode is not None:
            self._mode.show_value(name, value)
            if name in ("task", "inputs"):
                self._source_changed()

    def _source_changed(self) -> None:
        self._show_bar()
        self._show_facts()

    def _preview_ready(self, take: Take, rgb: bytes, width: int, height: int) -> None:
        if take is self.presenter.current:
            self._preview = (take, rgb, width, height)
            if self._mode is not None:
                self._mode.show_preview(take, rgb, width, height)

    def _loaded(self, take: Take, image: QImage) -> None:
        if take is self.presenter.current:
            self.picture = image
            if self._mode is not None:
                self._mode.show_picture(take, image)
            self._show_facts()

    def _load_thumbnail(self, take: Take) -> None:
        path = take.thumbnail or take.path
        if is_picture(path):
            self.studio.background.run(
                lambda: load_picture(path, 128),
                lambda image: self.strip.set_thumbnail(take, image),
                lambda _info: None,
            )

    def _show_facts(self) -> None:
        take = self.presenter.current
        path = take.path if take is not None and take.state is TakeState.DONE else ""
        for action in (self.use, self.describe, self.trace):
            action.setEnabled(is_picture(path))
        self.trace.setEnabled(self.trace.isEnabled() and not path.endswith(".svg"))
        self.regenerate.setEnabled(take is not None)
        self.vary.show_take(take)
        self.send.show_take(take)
        self.palette_button.show_take(take)
        self._offer_compare()
        about = self._mode is None or self._mode.about_take
        parts = facts.of_source(self.presenter, self.source.image) if self._on_source() else facts.of_take(take, about)
        self.facts.setText(" · ".join(parts))
        self.facts.setToolTip(self.facts.text())
        self._show_bar()

    # -- from the user --------------------------------------------------------------------------------------------

    def _take_chosen(self, take: Take) -> None:
        self.presenter.select(take)
        if isinstance(self._mode, GridMode) and take.index == take.request.takes - 1:
            self.show_mode(ResultMode.name)
        self._show_takes_somewhere()

    def _show_menu(self, take: Take, place: QPoint) -> None:
        menu = take_menu.menu(self, take)
        if not menu.isEmpty():
            menu.popup(place)

    def _copy(self) -> None:
        """The selected takes to the clipboard; a single one also as a picture."""
        takes = self.strip.selected_takes() or [t for t in (self.presenter.current,) if t is not None]
        clipboard.copy_takes(self.studio, [t.path for t in takes if t.state is TakeState.DONE and t.path])

    def _use_as_input(self) -> None:
        take = self.presenter.current
        if take is not None and take.path:
            self.presenter.take_as_input(take.path, take.asset.id if take.asset else "")

    def _act(self, action: str) -> None:
        take = self.presenter.current
        if take is not None and take.path:
            getattr(self.presenter.actions, action)(take.path, take.asset.id if take.asset else "")

    def zoom_view_changed(self) -> None:
        """The mode in front shows another view of a picture."""
        self.zoom.follow(self._mode.zoom_view() if self._mode is not None else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    # -- words ----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        named(self.switch, self.tr("View"))
        for index, kind in enumerate(self._offered):
            self.switch.setTabText(index, words.mode(kind.name))
        named(self.strip, self.tr("Takes"))
        compare = self.tr("Compare two takes: those selected, or this one and the one before")
        for widget, text, name, keys in (
            (self.regenerate, self.tr("Regenerate"), self.tr("Make another take"), "Ctrl+R"),
            (self.use, self.tr("Use as input"), self.tr("Use as input"), ""),
            (self.trace, self.tr("Trace"), self.tr("Trace to SVG"), ""),
            (self.describe, self.tr("Describe"), self.tr("Describe: put what is in the picture into the prompt"), ""),
            (self.compare_button, self.tr("Compare"), compare, "Ctrl+K"),
        ):
            widget.setText(text)
            name_tool(widget, name, keys)
        self._show_facts()
