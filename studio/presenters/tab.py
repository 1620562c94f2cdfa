"""What the three tabs share: values, running, takes, errors."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from studio.core import requests
from studio.core.errors import ErrorInfo, InputError, StudioError
from studio.core.jobs import FINISHED, Job, JobState
from studio.core.messages import Progress
from studio.core.requests import InputRef, Kind, Request
from studio.presenters.keeping import Keeping
from studio.presenters.prompt_facts import PromptFacts
from studio.presenters.prompt_history import PromptHistory
from studio.presenters.put_away import PutAway
from studio.presenters.takeover import Applied, Takeover
from studio.presenters.takes import Take, TakeState, follow, takes_of

if TYPE_CHECKING:
    from studio.presenters.studio import StudioPresenter

TAKES_KEPT = 60
"""Takes a tab keeps in view; older ones are in the gallery."""

_WAITING = TakeState.WAITING


class TabPresenter(QObject):
    """One tab. Its ``values`` are the fields of its Request by name; the view binds a field to each."""

    kind: Kind = "text"

    valueChanged = Signal(str, object)
    takesChanged = Signal()
    currentChanged = Signal()
    takeChanged = Signal(object)
    progressChanged = Signal()
    textAppended = Signal(object, str)
    previewReady = Signal(object, bytes, int, int)
    errorRaised = Signal(object)
    errorCleared = Signal()
    restored = Signal(object)
    """Settings of a file were taken over: what was Applied."""
    takeoverUndone = Signal()
    modelsChanged = Signal()
    enqueued = Signal(object)
    """Something was submitted: the job's id."""
    begun = Signal()
    """The user went on to something new (a job, a batch, a comparison): what was said before is old."""

    def __init__(self, studio: StudioPresenter) -> None:
        super().__init__(studio)
        self.studio = studio
        self.values: dict[str, Any] = self.defaults()
        self.seed_locked = False
        self.takes: list[Take] = []
        self.current: Take | None = None
        self._following = True
        """Whether what runs comes into view; not while the user looks at something else."""
        self.error: ErrorInfo | None = None
        self.preparing = 0
        """Requests whose files are being written before they go into the queue."""
        self._taken: tuple[Takeover, dict[str, Any], bool] | None = None
        """The last takeover, the values that it changed as they were before, and whether the seed was kept."""
        self._jobs: dict[str, list[Take]] = {}
        self._states: dict[str, JobState] = {}
        self.history = PromptHistory(self)
        self.facts = PromptFacts(self)
        self.keeping = Keeping(self)
        self.put_away = PutAway(self, studio)

    # -- values ---------------------------------------------------------------------------------------------------

    def defaults(self) -> dict[str, Any]:
        """The values of a fresh tab."""
        values = requests.settings_of(self.kind)
        values.update(task=requests.REQUEST_TYPES[self.kind]().task, prompt="", model="", seed=0, takes=1, inputs=())
        return values

    def set_value(self, name: str, value: Any) -> None:
        """Change one value; the view that set it hears of it too and must not answer."""
        if self.values.get(name) == value and type(self.values.get(name)) is type(value):
            return
        self.values[name] = value
        if name == "task":
            self.task_changed()
        self.valueChanged.emit(name, value)
        if name in ("prompt", "inputs", "task"):
            self.clear_error()
        self.keeping.remember()

    def task_changed(self) -> None:
        """The model chosen for another task may not fit: fall back to the default."""
        model = self.values["model"]
        if model and all(m.spec.id != model for m in self.studio.models.for_task(self.values["task"])):
            self.set_value("model", "")
        self.modelsChanged.emit()

    def needs_model(self) -> bool:
        """Whether the chosen task is done by a model."""
        return True

    def automatic(self) -> str:
        """The name of the model that runs while none is chosen; "" where there is none."""
        return self.studio.models.default_name(self.values["task"])

    def set_seed_locked(self, locked: bool) -> None:
        self.seed_locked = locked
        self.valueChanged.emit("seed_locked", locked)
        self.keeping.remember()

    def roll_seed(self) -> None:
        """A new random seed, kept until the lock is opened."""
        self.set_value("seed", random.randrange(requests.MAX_SEED + 1))
        self.set_seed_locked(True)

    def set_input(self, path: str, role: str = "source", asset: str = "") -> None:
        """The input file for ``role``; "" takes it away."""
        others = tuple(i for i in self.values["inputs"] if i.role != role)
        added = (InputRef(path=path, role=role, asset=asset),) if path else ()
        self.set_value("inputs", added + others)

    def input(self, role: str = "source") -> InputRef | None:
        return next((i for i in self.values["inputs"] if i.role == role), None)

    # -- running --------------------------------------------------------------------------------------------------

    def request(self, **changes: Any) -> Request:
        """The Request as the tab stands. Raises InputError in the user's words."""
        values = {**self.values, "seed": self.values["seed"] if self.seed_locked else None, **changes}
        return requests.build(self.kind, self.fitting(values))

    def fitting(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values that the chosen task uses; the others go back to their defaults."""
        values = dict(values)
        if values["task"] in requests.PROMPTLESS_TASKS:
            values["prompt"] = ""
        return values

    def generate(self) -> bool:
        """Submit the tab as it stands; False when it cannot be run (the error is shown)."""
        self.clear_error()
        try:
            self.submit(self.request())
        except StudioError as error:
            self.raise_error(error.info)
            return False
        return True

    def regenerate(self) -> bool:
        """Another take of what the tab says; with a locked seed the next seed that was not used yet."""
        self.clear_error()
        try:
            again = self.again()
            request = self.request(**again)
            if request.seed is not None:
                used = {t.seed for t in self.takes}
                seed = request.seed
                while seed in used:
                    seed = requests.seed_after(seed, 1)
                request = self.request(**again, seed=seed)
            self.submit(request)
        except StudioError as error:
            self.raise_error(error.info)
            return False
        return True

    def again(self) -> dict[str, Any]:
        """What another take has that the tab does not say."""
        return {}

    def submit(self, request: Request) -> str:
        for item in request.inputs:
            if not Path(item.path).is_absolute():
                raise InputError("input-missing", path=item.path)
        job_id: str = self.studio.engine.submit(request)
        self.submitted(job_id, request)
        return job_id

    def submitted(self, job_id: str, request: Request) -> None:
        """Show the takes of a Request that is in the queue."""
        self.history.record(request)
        self._following = True
        self._adopt(Job(id=job_id, request=request))
        self.enqueued.emit(job_id)
        self.begun.emit()

    def stop(self) -> None:
        """Cancel what this tab runs now; when nothing runs, what it has waiting."""
        running = [j for j, s in self._states.items() if s is JobState.RUNNING]
        for job_id in running or [j for j, s in self._states.items() if s is JobState.WAITING]:
            self.studio.engine.cancel(job_id)

    @property
    def busy(self) -> bool:
        return any(s not in FINISHED for s in self._states.values())

    @property
    def running(self) -> Take | None:
        """The take that is being made."""
        return next((t for t in self.takes if t.state is TakeState.RUNNING), None)

    @property
    def waiting_jobs(self) -> int:
        return self.preparing + sum(s is JobState.WAITING for s in self._states.values())

    def select(self, take: Take | None) -> None:
        """The user wants to see a take. What runs comes into view again with the next Generate, or as soon as the user
        looks at the newest."""
        newest = take is not None and bool(self.takes) and take.job == self.takes[-1].job and take.state is not _WAITING
        self._following = take is None or newest or take is self.running
        self._bring(take)

    def shows(self, take: Take) -> bool:
        """Whether a take that begins may come into view by itself."""
        return True

    def _running_here(self) -> Take | None:
        take = self.running
        return take if take is not None and self.shows(take) else None

    def _bring(self, take: Take | None) -> None:
        if take is not self.current:
            self.current = take
            self.currentChanged.emit()

    # -- events ---------------------------------------------------------------------------------------------------

    def job_changed(self, job: Job) -> None:
        if requests.kind_of(job.request) != self.kind:
            return
        if job.id not in self._jobs:
            if job.state is not JobState.RUNNING:
                return
            # Jobs of a batch follow one another: whoever looks at an older take stays there.
            self._adopt(job)
        self._states[job.id] = job.state
        takes = self._jobs[job.id]
        for take in takes:
            if follow(take, job):
                self.takeChanged.emit(take)
        if job.state is JobState.RUNNING:
            self._begin(next((t for t in takes if t.live), None))
        if job.state in (JobState.FAILED, JobState.INTERRUPTED) and job.error is not None:
            self.raise_error(job.error)
        if job.state in FINISHED:
            self._end_job(job.id)
        self.progressChanged.emit()

    def job_removed(self, job_id: str) -> None:
        gone = [take for take in self._jobs.pop(job_id, ()) if take.live]
        self._states.pop(job_id, None)
        if gone:
            self.takes = [take for take in self.takes if take not in gone]
            self._changed_list()

    def show_progress(self, event: Progress) -> None:
        take = self._take(event.job, event.take)
        if take is None or take.state is TakeState.DONE:
            return
        self._begin(take)
        take.progress = event
        self.progressChanged.emit()

    def append_text(self, job_id: str, index: int, text: str) -> None:
        take = self._take(job_id, index)
        if take is not None and take.state is not TakeState.DONE:
            self._begin(take)
            take.pieces.append(text)
            self.textAppended.emit(take, text)

    def show_preview(self, job_id: str, index: int, rgb: bytes, width: int, height: int) -> None:
        take = self._take(job_id, index)
        if take is not None and take.state is not TakeState.DONE:
            self._begin(take)
            self.previewReady.emit(take, rgb, width, height)

    def asset_saved(self, job_id: str, index: int, asset: Any) -> None:
        take = self._take(job_id, index)
        if take is None:
            return
        take.asset, take.state, take.progress, take.error = asset, TakeState.DONE, None, None
        take.path, take.thumbnail = self.studio.file_of(asset), self.studio.thumbnail_of(asset)
        request = getattr(asset.recipe, "request", None)
        if request is not None and request.seed is not None:
            take.seed = request.seed
            if not self.seed_locked:
                self.set_value("seed", request.seed)
        self.takeChanged.emit(take)
        self.progressChanged.emit()
        if take is self.current:
            self.currentChanged.emit()

    def change_project(self) -> None:
        """Another project is open: what belongs to the one before goes, what is set stays."""
        self.takes, self.current, self._taken = [], None, None
        self._jobs, self._states = {}, {}
        self.clear_error()
        self._changed_list()
        self.keeping.change_project()

    def raise_error(self, info: ErrorInfo) -> None:
        self.error = info
        self.errorRaised.emit(info)

    def clear_error(self) -> None:
        if self.error is not None:
            self.error = None
            self.errorCleared.emit()

    # -- recipes --------------------------------------------------------------------------------------------------

    def uses(self, values: dict[str, Any], setting: str) -> bool:
        """Whether the task of these values uses a setting."""
        return True

    def take_over(self, takeover: Takeover) -> Applied:
        """Apply the ticked lines of a takeover and nothing else; :meth:`undo_takeover` brings back what was there."""
        if self._taken is not None and self._taken[0] is takeover:
            # Its lines were looked at again and ticked otherwise.
            self._bring_back()
        before, locked = dict(self.values), self.seed_locked
        outcome = takeover.outcome()
        self._set_all(outcome.values)
        if outcome.seed_locked is not None:
            self.set_seed_locked(outcome.seed_locked)
        old = {name: value for name, value in before.items() if self.values[name] != value}
        self._taken = (takeover, old, locked)
        applied = Applied(takeover, tuple(outcome.values), tuple(takeover.missing))
        self.restored.emit(applied)
        return applied

    def undo_takeover(self) -> None:
        """Everything that the last takeover changed as it was before, in one step."""
        if self._taken is not None:
            self._bring_back()
            self.takeoverUndone.emit()

    def _bring_back(self) -> None:
        assert self._taken is not None
        _, old, locked = self._taken
        self._taken = None
        self._set_all(old)
        self.set_seed_locked(locked)

    def _set_all(self, values: Mapping[str, Any]) -> None:
        """Task and model first: they decide what the others mean."""
        for name in sorted(values, key=lambda name: ("task", "model").index(name) if name in ("task", "model") else 2):
            if name in self.values:
                self.set_value(name, values[name])

    def takes_of_job(self, job_id: str) -> list[Take]:
        """All takes of a job that was seen in this session, in their order."""
        return list(self._jobs.get(job_id, ()))

    # -- inside ---------------------------------------------------------------------------------------------------

    def _adopt(self, job: Job) -> None:
        if job.id in self._jobs:
            return
        takes = takes_of(job)
        self._jobs[job.id] = takes
        self._states[job.id] = job.state
        self.takes.extend(takes)
        while len(self.takes) > TAKES_KEPT and not self.takes[0].live and self.takes[0].draft is None:
            self.takes.pop(0)
        if self._following:
            self.current = self._running_here() or takes[0]
        self._changed_list()

    def _changed_list(self) -> None:
        if self.current not in self.takes:
            self.current = self._running_here() or (self.takes[-1] if self.takes else None)
        self.takesChanged.emit()
        self.currentChanged.emit()
        self.progressChanged.emit()

    def _begin(self, take: Take | None) -> None:
        if take is None or take.state is TakeState.RUNNING:
            return
        take.state = TakeState.RUNNING
        if self._following and self.shows(take):
            self._bring(take)
        self.takeChanged.emit(take)

    def _take(self, job_id: str, index: int) -> Take | None:
        takes = self._jobs.get(job_id, ())
        return takes[index] if 0 <= index < len(takes) else None

    def _end_job(self, job_id: str) -> None:
        gone = [t for t in self._jobs[job_id] if t.state is TakeState.STOPPED and not t.pieces]
        if gone:
            self.takes = [t for t in self.takes if t not in gone]
            self._changed_list()
