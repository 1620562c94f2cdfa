"""The takes a tab shows: what is being made, and what has been made in this session."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Any

from studio.core.errors import ErrorInfo
from studio.core.jobs import Job, JobState
from studio.core.messages import Progress
from studio.core.recipes import UNFINISHED
from studio.core.requests import Request


class TakeState(enum.StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(eq=False)
class Take:
    """One take of one job. ``pieces`` is the streamed text, kept in pieces so that long texts stay cheap;
    ``asset`` is set when it is saved, and its file is then at ``path``. ``draft`` is the text as it is being edited."""

    job: str
    index: int
    request: Request
    state: TakeState = TakeState.WAITING
    asset: Any = None
    path: str = ""
    thumbnail: str = ""
    seed: int | None = None
    error: ErrorInfo | None = None
    progress: Progress | None = None
    pieces: list[str] = field(default_factory=list)
    draft: str | None = None

    @property
    def text(self) -> str:
        if len(self.pieces) > 1:
            self.pieces[:] = ["".join(self.pieces)]
        return self.pieces[0] if self.pieces else ""

    @property
    def live(self) -> bool:
        return self.state in (TakeState.WAITING, TakeState.RUNNING)


def takes_of(job: Job) -> list[Take]:
    """The takes that a job will make, none of them begun."""
    request = job.request
    # The seeds of a grid's pictures are what it says; they are known with the pictures.
    unknown = request.seed is None or getattr(request, "grid", None) is not None
    return [
        Take(job=job.id, index=i, request=request, seed=None if unknown else request.take_seed(i))
        for i in range(request.takes)
    ]


_ENDED = {
    JobState.DONE: TakeState.STOPPED,
    JobState.CANCELLED: TakeState.STOPPED,
    JobState.FAILED: TakeState.FAILED,
    JobState.INTERRUPTED: TakeState.FAILED,
}


def follow(take: Take, job: Job) -> bool:
    """Have a take that is not saved wait or end with its job; whether it is changed by that."""
    if job.state is JobState.WAITING and take.state is not TakeState.DONE:
        take.state, take.error = TakeState.WAITING, None
        take.pieces.clear()
    elif job.state in _ENDED and take.live:
        # A grid whose cells failed in part is done: its sheet says why.
        take.state, take.error, take.progress = _ENDED[job.state], job.error, None
    else:
        return False
    return True


def is_picture(path: str) -> bool:
    """Whether a file that the image tab made is a picture: what was said of one is a text."""
    return bool(path) and not path.endswith(".md")


def is_edited(take: Take) -> bool:
    """Whether a take is what the user made of one."""
    return take.asset is not None and take.asset.recipe.source == "edited"


def ended_early(take: Take) -> str:
    """The note that says why a text ended before its model would have ended it; "" when it is whole, and when the user
    wrote how it ends."""
    notes = take.asset.recipe.notes if take.asset is not None and not is_edited(take) else ()
    return next((note for note in notes if note in UNFINISHED), "")
