"""The doctor names what is wrong and what to do, and nothing else."""

from __future__ import annotations

from typing import Any

from studio.commands.doctor import problems


def _report(**changes: Any) -> dict[str, Any]:
    good: dict[str, Any] = {
        "packages": {"torch": "2.13.0"},
        "devices": [{"id": "cpu", "ok": True}],
        "models": [{"id": "a", "starter": True, "installed": True, "problems": []}],
        "window": {"ok": True, "playback": True, "error": ""},
        "disk": {"models": {"path": "/", "free": 50 * 1024**3}},
    }
    return good | changes


def test_a_healthy_machine_has_no_problems() -> None:
    assert problems(_report()) == []


def test_a_missing_package_is_severe() -> None:
    (found,) = problems(_report(packages={"torch": None}))
    assert found["severe"] and "torch" in found["what"] and "packaging/run.py" in found["remedy"]


def test_a_damaged_model_says_how_to_mend_it() -> None:
    models = [{"id": "whisper-base", "starter": True, "installed": True, "problems": ["model.bin is too short"]}]
    (found,) = problems(_report(models=models))
    assert found["severe"] and "models remove whisper-base" in found["remedy"]


def test_a_missing_starter_model_is_offered_and_not_severe() -> None:
    models = [{"id": "hibari-en", "starter": True, "installed": False, "problems": []}]
    (found,) = problems(_report(models=models))
    assert not found["severe"] and "models install hibari-en" in found["remedy"]


def test_missing_playback_leaves_the_studio_usable() -> None:
    (found,) = problems(_report(window={"ok": True, "playback": False, "error": "libpulse.so.0"}))
    assert not found["severe"] and "libpulse0" in found["remedy"]


def test_no_working_device_is_severe() -> None:
    (found,) = problems(_report(devices=[{"id": "", "ok": False, "error": "timeout"}]))
    assert found["severe"]
