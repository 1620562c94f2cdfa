"""Install the studio on this machine and open it: ``python3 packaging/run.py``.

Without a display the main job runs headless instead: a text, a picture and a spoken sentence into a new project.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import setup_studio as setup


def has_display() -> bool:
    """Whether a window can be opened: always on Windows and macOS, elsewhere with X11 or Wayland."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main() -> int:
    setup.check_python()
    setup.install_packages()
    setup.prepare_system(window=has_display())
    try:
        setup.install_models()
    except setup.SetupError as error:
        # The window offers what is missing; a machine without a connection still opens.
        setup.say(f"{error} The studio opens with the models that are there.")
    if has_display():
        setup.say("Opening the studio …")
        return subprocess.run([str(setup.python()), "-m", "studio"], cwd=setup.ROOT, check=False).returncode
    return headless()


def projects_folder() -> Path:
    code = "from studio.core import paths; print(paths.projects_dir())"
    command = [str(setup.python()), "-X", "utf8", "-c", code]
    result = subprocess.run(command, cwd=setup.ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    return Path(result.stdout.strip())


def headless() -> int:
    """The main job without a window; its files are printed."""
    setup.say("There is no display, so no window can open. Making a text, a picture and a spoken sentence instead:")
    project = projects_folder() / f"First drafts {time.strftime('%Y-%m-%d %H.%M.%S')}"
    text = "Name three materials for a garden chair."
    jobs = [
        ["text", "--prompt", text, "--set", "max_tokens=120"],
        ["image", "--prompt", "a red apple"],
        ["audio", "--prompt", "Welcome to the studio. Everything you hear was made on this machine."],
    ]
    status = 0
    for job in jobs:
        command = [str(setup.python()), "-m", "studio", "run", *job, "--project", str(project)]
        result = subprocess.run(command, cwd=setup.ROOT, check=False)
        status = status or result.returncode
    setup.say(f"The project is {project}")
    return status


if __name__ == "__main__":
    sys.exit(setup.guarded(main))
