"""Which settings the image tab offers for a task: none that a Request of the task refuses."""

from __future__ import annotations

from studio.core import drawing
from studio.presenters.image_tab import _OF_TASK


def test_a_second_pass_is_offered_where_a_request_takes_one() -> None:
    assert {task for task, used in _OF_TASK.items() if "hires" in used} == set(drawing.HIRES_TASKS)
