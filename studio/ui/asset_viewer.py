"""One asset as large as the window: a picture to zoom into, a sound to hear, a text to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from studio.presenters.takes import is_picture
from studio.ui.base import Translated, button, label, line, name_tool, named, role, tool
from studio.ui.elided import ElidedLabel
from studio.ui.image.zoom_buttons import ZoomButtons
from studio.ui.picture_view import PictureView
from studio.ui.pictures import load_picture
from studio.ui.player_bar import PlayerBar
from studio.ui.snackbar import Snackbar
from studio.ui.stream_view import StreamView
from studio.ui.tab_order import go_round
from studio.ui.translations import error_text

if TYPE_CHECKING:
    from studio.core.errors import ErrorInfo
    from studio.presenters.background import Task
    from studio.presenters.studio import StudioPresenter

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_ACTIONS = {Qt.Key.Key_Delete: "trash", Qt.Key.Key_Backspace: "trash", Qt.Key.Key_F2: "rename"}
_WITH_CONTROL = {Qt.Key.Key_B: "star", Qt.Key.Key_C: "copy", Qt.Key.Key_E: "export", Qt.Key.Key_Z: "undo"}


class AssetViewer(Translated):
    """Lies over its window. ``wanted`` brings the name of an action, ``stepped`` −1 or 1, ``left`` says it was closed."""

    wanted = Signal(str)
    stepped = Signal(int)
    left = Signal()

    def __init__(self, studio: StudioPresenter) -> None:
        super().__init__()
        self._studio = studio
        self.asset: Any = None
        self._place = (0, 0)
        self._task: Task | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        role(self, "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.back = button("chevron-left", "quiet", self.leave)
        self.title = ElidedLabel()
        self.previous = tool("chevron-left", lambda: self.stepped.emit(-1))
        self.next = tool("chevron-right", lambda: self.stepped.emit(1))
        self.place = label(kind="hint")
        self.zoom = ZoomButtons()
        self.buttons = {
            name: tool(name, lambda n=name: self.wanted.emit(n))  # type: ignore[misc]
            for name in ("star", "export", "trash", "info")
        }
        self.buttons["star"].setCheckable(True)
        self.picture = PictureView()
        self.player = PlayerBar(studio)
        self.text = StreamView()
        self.problem = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self.content = QStackedWidget()
        self.snackbar = Snackbar(self)
        self._build()
        self.hide()
        self.retranslate()

    def _build(self) -> None:
        bar = role(QWidget(), "panel")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(4)
        row.addWidget(self.back)
        row.addWidget(self.title, 1)
        for widget in (self.previous, self.place, self.next, *self.buttons.values(), self.zoom):
            row.addWidget(widget)
        for part in bar.findChildren(QAbstractButton):
            # After a click the arrow keys still go through the assets, not through the buttons.
            part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        paper = role(QWidget(), "paper")
        paper.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = QVBoxLayout(paper)
        inside.setContentsMargins(0, 12, 0, 0)
        inside.addWidget(self.text)
        self._paper = paper
        sound = QWidget()
        column = QVBoxLayout(sound)
        column.setContentsMargins(24, 0, 24, 0)
        column.addStretch(1)
        column.addWidget(self.player)
        column.addStretch(1)
        self._sound = sound
        for page in (self.picture, paper, sound, self.problem):
            self.content.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(line())
        layout.addWidget(self.content, 1)
        for view in (self.picture, self.text.editor, self.player.wave):
            view.installEventFilter(self)

    # -- showing --------------------------------------------------------------------------------------------------

    def open_over(self, host: QWidget) -> None:
        """Cover a widget, and keep covering it."""
        if self.parentWidget() is not host:
            self.setParent(host)
            host.installEventFilter(self)
        self.setGeometry(host.rect())
        self.show()
        self.raise_()

    def show_asset(self, asset: Any, number: int, count: int, thumbnail: QPixmap | None = None) -> None:
        """Show the ``number``-th of ``count``; the thumbnail stands in until a picture is read."""
        again = self.asset is not None and self.asset.id == asset.id
        self.asset, self._place = asset, (number, count)
        self._say()
        if again:
            return
        self._let_go()
        path = self._studio.file_of(asset)
        if asset.kind == "audio":
            self._show(self._sound, self)
            self.player.load(path)
        elif asset.kind == "image" and is_picture(path):
            self._show(self.picture, self.picture)
            if thumbnail is not None and asset.width:
                self.picture.set_picture(thumbnail.toImage(), QSize(asset.width, asset.height))
            else:
                self.picture.clear()
            self._task = self._studio.background.run(
                lambda: load_picture(path), lambda image: self._arrived(asset.id, image), self._failed
            )
        else:
            self._show(self._paper, self.text.editor)
            self.text.set_text("")
            self._studio.read_text(path, lambda text: self._read(asset.id, text), self._failed)

    def _show(self, page: QWidget, focus: QWidget) -> None:
        self.content.setCurrentWidget(page)
        self.zoom.follow(self.picture if page is self.picture else None)
        self.lead = focus if focus is not self else None
        self.setFocus()

    def _arrived(self, asset_id: str, image: QImage) -> None:
        if self.asset is not None and self.asset.id == asset_id:
            size = QSize(self.asset.width, self.asset.height) if self.asset.width else None
            self.picture.set_picture(image, size)

    def _read(self, asset_id: str, text: str) -> None:
        if self.asset is not None and self.asset.id == asset_id:
            self.text.set_text(text)

    def _failed(self, info: ErrorInfo) -> None:
        if self.asset is not None:
            self.problem.setText("\n".join(error_text(info)))
            self._show(self.problem, self)

    def _let_go(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self.player.unload()

    def leave(self) -> None:
        """Back to where it was opened."""
        if self.asset is not None:
            self._let_go()
            self.asset = None
            self.picture.clear()
            self.hide()
            self.left.emit()

    # -- keys -----------------------------------------------------------------------------------------------------

    def focusNextPrevChild(self, following: bool) -> bool:
        # What it covers gets no keys.
        return go_round(self, following=following)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget) and watched is self.parent():
            if event.type() == QEvent.Type.Resize:
                self.setGeometry(watched.rect())
            return False
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return self._key(event)
        return False

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._key(event):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key(event):
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> bool:
        """Take a key that the viewer knows; the menus' meaning of it rests meanwhile."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        control = held == Qt.KeyboardModifier.ControlModifier
        reads = self.content.currentWidget() is self._paper
        steps = key in _STEPS and not (reads and key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown))
        action = (_WITH_CONTROL if control else _ACTIONS if not held else {}).get(key, "")
        if reads and action == "copy" and self.text.selected_text():
            return False
        if not (action or (not held and (key in (Qt.Key.Key_Escape, Qt.Key.Key_Space) or steps))):
            return False
        event.accept()
        if event.type() == QEvent.Type.ShortcutOverride:
            return True
        if action:
            self.wanted.emit(action)
        elif key == Qt.Key.Key_Escape:
            self.leave()
        elif key == Qt.Key.Key_Space:
            if self.content.currentWidget() is self._sound:
                self.player.player.toggle()
            else:
                self.stepped.emit(1)
        else:
            self.stepped.emit(_STEPS[key])
        return True

    # -- words ----------------------------------------------------------------------------------------------------

    def _say(self) -> None:
        number, count = self._place
        self.place.setText(f"{number:,} / {count:,}")
        self.previous.setEnabled(number > 1)
        self.next.setEnabled(number < count)
        if self.asset is not None:
            self.title.setText(self.asset.title)
            self.title.setToolTip(self.asset.title)
            self.buttons["star"].setChecked(self.asset.starred)
            self.setAccessibleDescription(f"{self.asset.title}, {number} / {count}")

    def retranslate(self) -> None:
        named(self, self.tr("Large view: the arrow keys go on, Escape goes back"))
        self.back.setText(self.tr("Back"))
        named(self.back, self.back.text(), self.tr("Back to the gallery (Esc)"))
        name_tool(self.previous, self.tr("The one before"), "←")
        name_tool(self.next, self.tr("The next one"), "→")
        name_tool(self.buttons["star"], self.tr("Star"), "Ctrl+B")
        name_tool(self.buttons["export"], self.tr("Export…"), "Ctrl+E")
        name_tool(self.buttons["trash"], self.tr("Move to the trash"), self.tr("Del"))
        name_tool(self.buttons["info"], self.tr("Details in the gallery"))
        named(self.picture, self.tr("Large picture: plus and minus zoom, 0 fits, Shift and the arrow keys move it"))
        named(self.text.editor, self.tr("Text of the asset"))
        named(self.player, self.tr("Sound of the asset"))
        self._say()
