"""Models that come and go outside the window, and the way from an error to the model that mends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from studio.core.errors import ErrorInfo, ModelError
from studio.core.models import none_for
from studio.library.library import Library
from studio.ui.models_dialog import ModelsDialog
from tests.support.scripted_channel import nothing


def test_what_another_program_installed_or_removed_is_seen_when_the_window_is_active_again(
    open_window: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, window = open_window(nothing, engine=False)
    page, library = window.page("text"), world.services.library
    world.wait(lambda: window._painted)
    monkeypatch.setattr(window, "isActiveWindow", lambda: True)
    changed: list[int] = []
    world.studio.models.changed.connect(lambda: changed.append(1))

    def come_back() -> None:
        QCoreApplication.sendEvent(window, QEvent(QEvent.Type.ActivationChange))
        world.wait(lambda: world.studio.models._listing is None or world.studio.models._listing.finished)

    world.wait(lambda: world.studio.models._listing.finished)
    changed.clear()
    come_back()
    assert not changed
    everything = library.installed()
    library.installed = lambda: [m for m in everything if m.spec.id != "smollm2-135m"]
    come_back()
    assert changed and page.model.combo.findData("smollm2-135m") < 0
    library.installed = lambda: everything
    come_back()
    assert page.model.combo.findData("smollm2-135m") > 0


def test_the_library_opens_at_a_model_that_can_do_the_task(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing, engine=False)
    library = world.services.library
    library.installed = list
    world.studio.models.refresh()
    world.wait(lambda: not world.studio.models.installed)
    page = window.page("text")
    for task in ("speak", "write"):
        page.show_error(none_for(task).info)
        page.banner._models.click()
        dialog = window.findChild(ModelsDialog)
        assert task in world.studio.models.spec(dialog.current_id()).tasks
    window.show_notice(ErrorInfo(code="model-missing", params={"model": "Kokoro 82M (int8)", "id": "kokoro-82m"}))
    window.notice_banner._models.click()
    assert dialog.current_id() == "kokoro-82m"
    dialog.close()


def test_an_error_calls_a_missing_model_by_its_name() -> None:
    library = Library()
    with pytest.raises(ModelError) as caught:
        library.get("kokoro-82m")
    assert "Kokoro 82M" in caught.value.info.what and caught.value.info.params["id"] == "kokoro-82m"
    with pytest.raises(ModelError) as caught:
        library.get("of-nobody")
    assert "of-nobody" in caught.value.info.what
