"""The queue panel: every job of the project, its progress, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from studio.core.jobs import Job, JobState
from studio.presenters.queue_model import JOB_ROLE
from studio.ui import icons, theme, words
from studio.ui.base import Translated, button, label, line, name_tool, named, role, tool
from studio.ui.queue_batches import BatchCards
from studio.ui.queue_delegate import EDGE, HEIGHT, QueueDelegate, second_line, title_of
from studio.ui.translations import error_text

if TYPE_CHECKING:
    from studio.presenters.queue import QueuePresenter


class _Jobs(QTableView):
    """The list; keys that act on a job are the panel's.

    A table of one column: a QListView asks the model about every row whenever one comes or goes."""

    def __init__(self, panel: QueuePanel) -> None:
        super().__init__()
        self._panel = panel
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(HEIGHT)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setDragDropOverwriteMode(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._panel.key(event):
            super().keyPressEvent(event)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the first and last job, not within the one row."""
        if action in (QAbstractItemView.CursorAction.MoveHome, QAbstractItemView.CursorAction.MoveEnd):
            modifiers |= Qt.KeyboardModifier.ControlModifier
        return super().moveCursor(action, modifiers)


class QueuePanel(Translated):
    """Joins the presenter's model to a list, with the state of the worker above and the chosen job below."""

    def __init__(self, presenter: QueuePresenter) -> None:
        super().__init__()
        self.presenter = presenter
        self.worker_dot = QLabel()
        self.worker = label(kind="caption")
        self.restart = button("regenerate", "link", presenter.restart_worker)
        self.pause = tool("pause", self._toggle_pause, checkable=True)
        self.clear = tool("clear", presenter.clear_finished)
        self.summary = label(kind="caption")
        self.interrupted = button("regenerate", "", presenter.retry_interrupted)
        self.list = _Jobs(self)
        self.delegate = QueueDelegate(presenter.model_name, lambda job, action: self.act([job], action))
        self.list.setItemDelegate(self.delegate)
        self.list.setModel(presenter.model)
        self.batches = BatchCards(presenter)
        self.empty = label(kind="hint", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.box = role(QFrame(), "card")
        self.box_title = label(wrap=True)
        self.box_text = label(kind="caption", wrap=True)
        self.box_error = label(kind="danger", wrap=True)
        self.buttons = {
            "cancel": tool("close", lambda: self._act_on_selected("cancel")),
            "retry": tool("regenerate", lambda: self._act_on_selected("retry")),
            "up": tool("arrow-up", lambda: self._act_on_selected("up")),
            "down": tool("arrow-down", lambda: self._act_on_selected("down")),
            "remove": tool("trash", lambda: self._act_on_selected("remove")),
        }
        self._build()
        presenter.countsChanged.connect(self._counted)
        presenter.pausedChanged.connect(self._paused)
        presenter.workerChanged.connect(self._say_worker)
        presenter.changed.connect(self.show_current)
        self.list.selectionModel().selectionChanged.connect(self._selected)
        self.list.selectionModel().currentChanged.connect(lambda *_: self.show_current())
        self.list.customContextMenuRequested.connect(lambda point: self._menu(self.list.viewport().mapToGlobal(point)))
        bar = self.list.verticalScrollBar()
        bar.rangeChanged.connect(lambda _low, high: self.batches.set_gutter(bar.sizeHint().width() if high else 0))
        theme.signals.changed.connect(self._tint)
        self.retranslate()

    def _build(self) -> None:
        role(self, "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.list.setStyleSheet(
            "QTableView { background: transparent; selection-background-color: transparent; border: none; }"
        )
        top = QHBoxLayout()
        top.setContentsMargins(12, 8, 8, 0)
        top.setSpacing(6)
        top.addWidget(self.worker_dot)
        top.addWidget(self.worker)
        top.addWidget(self.restart)
        top.addStretch(1)
        top.addWidget(self.pause)
        top.addWidget(self.clear)
        second = QVBoxLayout()
        second.setContentsMargins(12, 0, 12, 8)
        second.setSpacing(6)
        second.addWidget(self.summary)
        second.addWidget(self.interrupted, 0, Qt.AlignmentFlag.AlignLeft)
        actions = QHBoxLayout()
        actions.setSpacing(2)
        for widget in self.buttons.values():
            actions.addWidget(widget)
        actions.addStretch(1)
        box = QVBoxLayout(self.box)
        box.setContentsMargins(12, 10, 12, 8)
        box.setSpacing(4)
        for text in (self.box_title, self.box_text, self.box_error):
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            text.setTextFormat(Qt.TextFormat.PlainText)
            box.addWidget(text)
        box.addLayout(actions)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(EDGE, 6, EDGE, 8)
        bottom.addWidget(self.box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addLayout(second)
        layout.addWidget(line())
        layout.addWidget(self.batches)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty, 1)
        layout.addLayout(bottom)
        self.box.hide()

    # -- jobs -----------------------------------------------------------------------------------------------------

    def current(self) -> Job | None:
        index = self.list.currentIndex()
        return index.data(JOB_ROLE) if index.isValid() and self.list.selectionModel().isSelected(index) else None

    def selected(self) -> list[Job]:
        chosen = self.list.selectionModel().selection()
        ranges = sorted((chosen.at(n).top(), chosen.at(n).bottom()) for n in range(chosen.count()))
        return [job for first, last in ranges for job in self.presenter.model.jobs[first : last + 1]]

    def act(self, jobs: list[Job], action: str) -> None:
        """One action on jobs; what the state of one does not allow is left undone."""
        presenter = self.presenter
        if action in ("up", "down"):
            presenter.move_by(jobs, -1 if action == "up" else 1)
        else:
            {"cancel": presenter.cancel, "retry": presenter.retry, "remove": presenter.remove}[action](jobs)

    def _act_on_selected(self, action: str) -> None:
        self.act(self.selected(), action)

    def key(self, event: QKeyEvent) -> bool:
        """Alt+Up and Alt+Down reorder, Delete cancels or removes, R tries again."""
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        key = Qt.Key(event.key())
        if alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._act_on_selected("up" if key == Qt.Key.Key_Up else "down")
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            jobs = self.selected()
            self.act(jobs, "cancel")
            self.act(jobs, "remove")
        elif key == Qt.Key.Key_R and not event.modifiers():
            self._act_on_selected("retry")
        else:
            return False
        return True

    def _menu(self, point: QPoint) -> None:
        jobs = self.selected()
        if not jobs:
            return
        menu = QMenu(self)
        texts = self._action_names()
        for action, widget in self.buttons.items():
            if widget.isEnabled():
                entry = QAction(texts[action], menu)
                icons.set_icon(entry, widget.property("studioIcon"), "text2")
                entry.triggered.connect(lambda _checked=False, a=action: self._act_on_selected(a))
                menu.addAction(entry)
        if jobs[0].request.prompt:
            menu.addSeparator()
            entry = menu.addAction(self.tr("Use these settings"))
            icons.set_icon(entry, "sparkle", "text2")
            entry.triggered.connect(lambda: self._use(jobs[0]))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)

    def _use(self, job: Job) -> None:
        from studio.core.recipes import Recipe

        self.presenter.studio.use_settings(Recipe(request=job.request))

    # -- showing --------------------------------------------------------------------------------------------------

    def _selected(self, chosen: QItemSelection, gone: QItemSelection) -> None:
        self.show_current()

    def show_current(self) -> None:
        """Tell the chosen job in full below the list."""
        jobs = self.selected()
        can = self.presenter
        waiting = any(j.state is JobState.WAITING for j in jobs)
        possible = {
            "cancel": any(can.can_cancel(j) for j in jobs),
            "retry": any(can.can_retry(j) for j in jobs),
            "remove": any(can.can_remove(j) for j in jobs),
            "up": waiting,
            "down": waiting,
        }
        for action, enabled in possible.items():
            self._keep_focus(self.buttons[action], enabled)
            self.buttons[action].setEnabled(enabled)
        self.box.setVisible(bool(jobs))
        if not jobs:
            return
        job = jobs[0]
        if len(jobs) > 1:
            self.box_title.setText(self.tr("Selected jobs: {count}").format(count=len(jobs)))
            self.box_text.setText("")
            self.box_error.setText("")
        else:
            text = title_of(job)
            self.box_title.setText(text if len(text) <= 220 else text[:220] + "…")
            failed = job.state is JobState.FAILED and job.error is not None
            state = words.state(job.state.value)
            facts = second_line(job, can.model_name(job)) if not failed else can.model_name(job)
            self.box_text.setText(f"{state} · {facts}" if facts else state)
            self.box_error.setText("\n".join(error_text(job.error)) if failed and job.error else "")
        self.box_text.setVisible(bool(self.box_text.text()))
        self.box_error.setVisible(bool(self.box_error.text()))
        self.list.setAccessibleDescription(f"{self.box_title.text()}, {self.box_text.text()} {self.box_error.text()}")

    def _keep_focus(self, widget: QWidget, stays: bool) -> None:
        """Focus goes to the list from a button that is about to be of no use; Qt would give it to what comes next."""
        if not stays and widget.hasFocus():
            self.list.setFocus()

    def _counted(self) -> None:
        counts = self.presenter.counts
        order = ("running", "waiting", "failed", "interrupted", "done", "cancelled")
        parts = [f"{words.state(s)}: {counts[s]:,}" for s in order if counts.get(s)]
        self.summary.setText(" · ".join(parts[:3]))
        self.summary.setToolTip(" · ".join(parts))
        stopped = counts.get("interrupted", 0)
        self._keep_focus(self.interrupted, stopped > 0)
        self.interrupted.setVisible(stopped > 0)
        self.interrupted.setText(self.tr("Queue again: {count}").format(count=stopped))
        named(self.interrupted, self.tr("Put the interrupted jobs back into the queue"))
        self.clear.setEnabled(any(counts.get(s) for s in ("done", "failed", "cancelled", "interrupted")))
        self.list.setVisible(bool(counts))
        self.empty.setVisible(not counts)

    def _toggle_pause(self) -> None:
        self.presenter.set_paused(not self.presenter.paused)

    def _paused(self, paused: bool) -> None:
        self.pause.setChecked(paused)
        icons.set_icon(self.pause, "play" if paused else "pause", "text2")
        name_tool(self.pause, self.tr("Resume the queue") if paused else self.tr("Pause the queue"))
        self._say_worker()

    def _say_worker(self, *_: object) -> None:
        state, error = self.presenter.worker_state
        texts = {
            "starting": self.tr("Worker is starting…"),
            "loading": self.tr("Worker is loading…"),
            "ready": self.tr("Worker is ready"),
            "busy": self.tr("Worker is busy"),
            "stopped": self.tr("Worker is stopped"),
            "failed": self.tr("Worker has failed"),
        }
        text = texts.get(state, state)
        if self.presenter.paused:
            text = self.tr("Queue is paused")
        self.worker.setText(text)
        self.worker.setToolTip(" ".join(error_text(error)) if error is not None else "")
        self.restart.setVisible(state in ("stopped", "failed"))
        token = {"ready": "success", "busy": "accent_text", "failed": "danger", "stopped": "danger"}.get(
            state, "warning"
        )
        self._dot("warning" if self.presenter.paused else token)

    def _dot(self, token: str) -> None:
        self.worker_dot.setFixedSize(8, 8)
        self.worker_dot.setStyleSheet(f"background: {getattr(theme.current(), token)}; border-radius: 4px;")

    def _tint(self) -> None:
        self._say_worker()
        self.list.viewport().update()

    def _action_names(self) -> dict[str, str]:
        return {
            "cancel": self.tr("Cancel"),
            "retry": self.tr("Try again"),
            "up": self.tr("Move up"),
            "down": self.tr("Move down"),
            "remove": self.tr("Remove from the list"),
        }

    def retranslate(self) -> None:
        named(self, self.tr("Queue"))
        for widget in (self.list, self.list.horizontalHeader(), self.list.verticalHeader()):
            named(widget, self.tr("Jobs in the queue"))
        keys = {"cancel": self.tr("Del"), "retry": "R", "up": "Alt+Up", "down": "Alt+Down", "remove": self.tr("Del")}
        for action, name in self._action_names().items():
            name_tool(self.buttons[action], name, keys[action])
        name_tool(self.clear, self.tr("Clear finished jobs"))
        self.restart.setText(self.tr("Restart"))
        named(self.restart, self.tr("Restart the worker"))
        self.empty.setText(self.tr("No jobs yet.\nWhat you generate in any tab waits and runs here."))
        named(self.worker_dot, self.tr("State of the worker"))
        self._counted()
        self._paused(self.presenter.paused)
        self.show_current()
