"""The queue's batches: one card for each, with the progress of all its jobs and what can be done with them at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from studio.core.jobs import JobState
from studio.presenters import queue_batches
from studio.presenters.queue import QueuePresenter
from studio.presenters.queue_batches import BatchState
from studio.ui import icons, words
from studio.ui.base import Translated, label, name_tool, named, role, scroll_area, tool
from studio.ui.elided import ElidedLabel
from studio.ui.queue_delegate import EDGE

DELAY_MS = 80
"""Many jobs change at once; the cards are brought up to date once for all of them."""
MOST_HEIGHT = 240
_TOLD = (JobState.RUNNING, JobState.FAILED, JobState.INTERRUPTED, JobState.CANCELLED)


class BatchCard(Translated):
    """One batch. ``opened`` says whether its jobs are wanted in the list."""

    opened = Signal(bool)

    def __init__(self, queue: QueuePresenter, state: BatchState) -> None:
        super().__init__()
        self.state = state
        self.title = ElidedLabel()
        self.facts = label(kind="caption")
        self.fold = tool("chevron-right", checkable=True)
        self.retry = tool("regenerate", lambda: queue_batches.retry(queue, self.state.id))
        self.cancel = tool("close", lambda: queue_batches.cancel(queue, self.state.id))
        self.remove = tool("trash", lambda: queue_batches.remove(queue, self.state.id))
        self.bar = QProgressBar(textVisible=False)
        self.bar.setRange(0, 1000)
        card = role(QFrame(), "card")
        top = QHBoxLayout()
        top.setSpacing(2)
        top.addWidget(self.fold)
        top.addWidget(self.title, 1)
        for widget in (self.retry, self.cancel, self.remove):
            top.addWidget(widget)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(6, 4, 8, 10)
        inside.setSpacing(4)
        inside.addLayout(top)
        below = QVBoxLayout()
        below.setContentsMargins(8, 0, 2, 0)
        below.setSpacing(6)
        below.addWidget(self.facts)
        below.addWidget(self.bar)
        inside.addLayout(below)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        self.fold.toggled.connect(self._folded)
        self.retranslate()

    def show_state(self, state: BatchState) -> None:
        if state != self.state:
            self.state = state
            self.retranslate()

    def _folded(self, shown: bool) -> None:
        icons.set_icon(self.fold, "chevron-down" if shown else "chevron-right", "text2")
        self.retranslate()
        self.opened.emit(shown)

    def retranslate(self) -> None:
        state = self.state
        self.title.setText(state.name)
        self.title.setToolTip(state.name)
        parts = [self.tr("{done} of {total}").format(done=f"{state.ended:,}", total=f"{state.total:,}")]
        parts += [f"{words.state(s.value)}: {state.counts[s]:,}" for s in _TOLD if state.counts.get(s)]
        self.facts.setText(" · ".join(parts))
        self.bar.setValue(round(1000 * state.fraction))
        self.retry.setVisible(state.can_retry)
        self.cancel.setVisible(state.can_cancel)
        self.remove.setVisible(state.can_remove)
        named(self, self.tr("Batch {name}").format(name=state.name))
        self.setAccessibleDescription(self.facts.text())
        name_tool(self.fold, self.tr("Hide its jobs") if self.fold.isChecked() else self.tr("Show its jobs"))
        name_tool(self.retry, self.tr("Try all failed jobs of the batch again"))
        name_tool(self.cancel, self.tr("Cancel all jobs of the batch"))
        name_tool(self.remove, self.tr("Remove the batch from the list"))
        named(self.bar, self.tr("Progress of the batch {name}").format(name=state.name))


class BatchCards(Translated):
    """A card for each batch that has jobs in the queue."""

    def __init__(self, queue: QueuePresenter) -> None:
        super().__init__()
        self._queue = queue
        self.cards: dict[str, BatchCard] = {}
        self._stale = set(queue.batches)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(EDGE, 8, EDGE, 4)
        self._column.setSpacing(6)
        self._scroll: QScrollArea = scroll_area(inside)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = inside
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll)
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self.refresh)
        queue.batchesChanged.connect(self._soon)
        self.retranslate()
        self.refresh()

    def set_gutter(self, width: int) -> None:
        """Leave as much room at the right as the scroll bar of the jobs below takes: the cards are as wide as theirs."""
        own = self._scroll.verticalScrollBar().isVisible()
        self._column.setContentsMargins(EDGE, 8, EDGE + (0 if own else width), 4)

    def _soon(self, batches: set[str]) -> None:
        self._stale |= batches
        if not self._timer.isActive():
            self._timer.start()

    def refresh(self) -> None:
        """Bring the cards of the batches that changed up to date."""
        self._timer.stop()
        stale, self._stale = self._stale, set()
        for gone in self.cards.keys() - self._queue.batches.keys():
            card = self.cards.pop(gone)
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        # In the order of the batches, for cards are added at the end.
        for identity in [identity for identity in self._queue.batches if identity in stale]:
            state = queue_batches.state_of(self._queue.batches[identity].values())
            if identity not in self.cards:
                card = self.cards[identity] = BatchCard(self._queue, state)
                card.opened.connect(partial(self._queue.unfold, identity))
                self._column.addWidget(card)
            self.cards[identity].show_state(state)
        self.setVisible(bool(self.cards))
        height = self._inside.sizeHint().height() + 2
        self.setFixedHeight(min(MOST_HEIGHT, height))

    def retranslate(self) -> None:
        named(self, self.tr("Batches in the queue"))
        named(self._scroll, self.tr("Batches in the queue"))
