"""The stage's mode that compares two pictures; it is there while two are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.ui.base import line, named, role, set_role
from studio.ui.elided import ElidedLabel
from studio.ui.image.compare import saying
from studio.ui.image.compare.bar import CompareBar, is_leave
from studio.ui.image.compare.view import CompareView
from studio.ui.image.mode import Mode
from studio.ui.translations import error_text

if TYPE_CHECKING:
    from studio.presenters.background import Task
    from studio.presenters.comparing import Compared
    from studio.presenters.image_tab import ImageTabPresenter
    from studio.ui.image.stage import Stage

FIRST_FACTOR = 8


class CompareMode(Mode):
    name = "compare"
    about_take = False

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.comparing = self.presenter.comparing
        self.view = CompareView()
        self.bar = CompareBar()
        self.factor = FIRST_FACTOR
        self._task: Task | None = None
        self._shown: Compared | None = None
        self.who = ElidedLabel()
        self.facts = ElidedLabel("caption")
        foot = role(QWidget(), "panel")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        lines = QVBoxLayout(foot)
        lines.setContentsMargins(12, 6, 12, 6)
        lines.setSpacing(2)
        lines.addWidget(self.who)
        lines.addWidget(self.facts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        layout.addWidget(line())
        layout.addWidget(foot)
        self.comparing.changed.connect(self._changed)
        self.comparing.ready.connect(self._show)
        self.comparing.failed.connect(self._say)
        self.view.dividerMoved.connect(self._tell_divider)
        self.bar.wayChosen.connect(self.set_way)
        self.bar.factorChosen.connect(self.set_factor)
        self.bar.swapWanted.connect(self.comparing.swap)
        self.bar.leaveWanted.connect(self.comparing.leave)
        self.bar.show_way(self.view.way)
        self.bar.factor.set_value(self.factor)
        self.retranslate()

    @classmethod
    def available(cls, presenter: ImageTabPresenter) -> bool:
        return presenter.comparing.active

    def zoom_view(self) -> CompareView:
        return self.view

    def tools(self) -> CompareBar:
        return self.bar

    def entered(self) -> None:
        self._show()
        self.view.setFocus()

    # -- what is seen ---------------------------------------------------------------------------------------------

    def set_way(self, way: str) -> None:
        """slider, beside or difference."""
        self.view.set_way(way)
        self.bar.show_way(way)
        self._ask_difference()
        self._say()

    def set_factor(self, factor: int) -> None:
        """Amplify the difference so many times."""
        self.factor = factor
        self._ask_difference()

    def _changed(self) -> None:
        if self.comparing.compared is None:
            # Other pictures are on their way, or none any more.
            self._shown = None
            if self._task is not None:
                # It would show the pair before under the names of this one.
                self._task.cancel()
            self.view.set_pictures(QPixmap(), QPixmap())
        self._say()

    def _show(self) -> None:
        """The pixels of the pair, made ready for the screen in the background."""
        compared = self.comparing.compared
        if compared is None or self._shown is compared:
            self._say()
            return
        self._shown = compared
        if self._task is not None:
            self._task.cancel()

        def put(images: tuple[QImage, QImage]) -> None:
            self.view.set_pictures(*(QPixmap.fromImage(image) for image in images))
            self._ask_difference()

        self._task = self.studio.background.run(
            lambda: (_image(compared.pair.a), _image(compared.pair.b)), put, self.presenter.raise_error
        )
        self._say()

    def _ask_difference(self) -> None:
        compared, factor = self.comparing.compared, self.factor
        if compared is None or self.view.way != "difference":
            return

        def make() -> QImage:
            from studio.pixels.difference import amplified

            return _image(amplified(compared.difference, factor))

        def put(image: QImage) -> None:
            if compared is self.comparing.compared and factor == self.factor:
                self.view.set_difference(QPixmap.fromImage(image))

        self.studio.background.run(make, put, self.presenter.raise_error)

    # -- words ----------------------------------------------------------------------------------------------------

    def _say(self, *_news: object) -> None:
        sides, compared = self.comparing.sides, self.comparing.compared
        if sides is None:
            return
        a, b = sides
        self.view.labels = (saying.side("A", a, b), saying.side("B", b, a))
        self.view.update()
        names = "     ".join(self.view.labels)
        self.who.setText(f"{names}     {saying.settings(a, b)}")
        self.who.setToolTip(f"{names}\n{saying.settings(a, b, whole=True)}")
        if self.comparing.error is not None:
            facts = " ".join(error_text(self.comparing.error))
        elif compared is None:
            facts = self.tr("Reading both pictures…")
        else:
            counted = saying.pixels(compared) if self.view.way == "difference" else ""
            facts = "  ".join(p for p in (counted, saying.sizes(compared)) if p)
        set_role(self.facts, "danger" if self.comparing.error is not None else "caption")
        self.facts.setText(facts or self._keys())
        self.facts.setToolTip(self.facts.text())
        self.view.setAccessibleDescription(f"{self.who.text()}. {facts}")

    def _keys(self) -> str:
        """What can be done, where nothing else is to be said."""
        if self.view.way == "slider":
            return self.tr("Drag the divider, or move it with the arrow keys.")
        return self.tr("Both zoom and move together.")

    def _tell_divider(self, share: float) -> None:
        self.view.setAccessibleDescription(self.tr("Divider at {share}").format(share=f"{share:.0%}"))

    # -- keys -----------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # Escape would stop the running job otherwise.
        if event.type() == QEvent.Type.ShortcutOverride and is_leave(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {Qt.Key.Key_S: "slider", Qt.Key.Key_B: "beside", Qt.Key.Key_D: "difference"}
        key = Qt.Key(event.key())
        if event.modifiers():
            super().keyPressEvent(event)
        elif is_leave(event):
            self.comparing.leave()
        elif key in ways:
            self.set_way(ways[key])
        elif key == Qt.Key.Key_X:
            self.comparing.swap()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        named(
            self.view,
            self.tr(
                "Comparison: the left and right arrow keys move the divider, plus and minus zoom, 0 fits, X swaps, "
                "Escape leaves"
            ),
        )
        self._say()


def _image(pixels: Any) -> QImage:
    """Rows of RGB or RGBA bytes as a picture that is painted without conversion; from any thread."""
    height, width, channels = pixels.shape
    form = QImage.Format.Format_RGBA8888 if channels == 4 else QImage.Format.Format_RGB888
    whole = pixels if pixels.flags["C_CONTIGUOUS"] else pixels.copy()
    image = QImage(whole.data, width, height, width * channels, form)
    opaque = channels == 3 or int(pixels[..., 3].min()) == 255
    # Converting copies: the bytes go with the array.
    return image.convertToFormat(QImage.Format.Format_RGB32 if opaque else QImage.Format.Format_ARGB32_Premultiplied)
