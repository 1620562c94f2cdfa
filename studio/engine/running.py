"""A job between its start and its end: which takes it has, which are being saved, how it is to end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from studio.core.errors import ErrorInfo
from studio.core.jobs import Job, JobState


@dataclass
class Running:
    """``outcome`` is set once the worker has nothing more to say about the job."""

    job: Job
    outcome: JobState | None = None
    error: ErrorInfo | None = None
    cancel: bool = False
    saving: set[int] = field(default_factory=set)
    saved: dict[int, Any] = field(default_factory=dict)

    def keep(self, take: int, asset: Any) -> None:
        """A take is in the project."""
        self.saved[take] = asset
        self.job.assets = [self.saved[number].id for number in sorted(self.saved)]

    def end(self, outcome: JobState, error: ErrorInfo | None = None) -> None:
        """The worker is through with it; the first error counts."""
        if self.outcome is None:
            self.outcome = outcome
            self.fail(error)

    def fail(self, error: ErrorInfo | None) -> None:
        self.error = self.error or error

    @property
    def over(self) -> bool:
        return self.outcome is not None and not self.saving

    def settle(self) -> None:
        """Move the job into its final state."""
        state = JobState.FAILED if self.error is not None else self.outcome
        assert state is not None
        if state is JobState.DONE and self.job.state is JobState.RUNNING:
            self.job.move_to(JobState.SAVING)
        self.job.move_to(state)
        self.job.error = self.error
