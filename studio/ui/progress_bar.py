"""Progress of a tab in one line: phase, how long it still takes, and a thin bar."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout

from studio.core.messages import Progress
from studio.ui import words
from studio.ui.base import Translated, label, named
from studio.ui.translations import phrase_text


class JobProgress(Translated):
    """Hidden while nothing runs; keeps its place so that nothing jumps."""

    def __init__(self) -> None:
        super().__init__()
        self.phase = label(kind="caption")
        self.eta = label(kind="caption")
        self.bar = QProgressBar(textVisible=False)
        self.bar.setRange(0, 1000)
        row = QHBoxLayout()
        row.addWidget(self.phase, 1)
        row.addWidget(self.eta)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.bar)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self._event: Progress | None = None
        self._take = (0, 1)
        self._model = ""
        self._waiting = 0
        self._shown = False
        self.hide()
        self.retranslate()

    def show_progress(self, event: Progress | None, *, take: int = 0, takes: int = 1, model: str = "") -> None:
        """Show a phase; a fraction of None moves the bar to and fro. Before the first event the ``model`` is loaded."""
        self._event, self._take, self._waiting, self._shown = event, (take, takes), 0, True
        self._model = model
        text = words.phase(event.phase if event else "loading", words.model_name(model))
        if event and event.note:
            text += f" · {phrase_text(event.note)}"
        if takes > 1:
            text += " · " + self.tr("take {number} of {count}").format(number=take + 1, count=takes)
        self.phase.setText(text)
        self.eta.setText(words.eta_text(event.eta) if event and event.eta is not None else "")
        if event is None or event.fraction is None:
            if self.bar.maximum():
                self.bar.setRange(0, 0)
        else:
            if not self.bar.maximum():
                self.bar.setRange(0, 1000)
            self.bar.setValue(round(1000 * event.fraction))
        self.show()

    def show_waiting(self, jobs: int) -> None:
        """Nothing of this tab runs, but it has jobs in the queue."""
        self._event, self._waiting, self._shown = None, jobs, True
        self.phase.setText(self.tr("Waiting in the queue: {count}").format(count=jobs))
        self.eta.setText("")
        self.bar.setRange(0, 1000)
        self.bar.setValue(0)
        self.show()

    def clear(self) -> None:
        self._event, self._waiting, self._shown = None, 0, False
        self.phase.clear()
        self.eta.clear()
        # A hidden busy bar would go on animating.
        self.bar.setRange(0, 1000)
        self.hide()

    def retranslate(self) -> None:
        named(self.bar, self.tr("Progress"))
        if self._waiting:
            self.show_waiting(self._waiting)
        elif self._shown:
            self.show_progress(self._event, take=self._take[0], takes=self._take[1], model=self._model)
