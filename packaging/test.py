"""Install what the tests need and run them: ``python3 packaging/test.py [pytest's arguments]``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import setup_studio as setup


def main() -> int:
    setup.check_python()
    setup.install_packages("[test,dev]")
    setup.prepare_system(window=True, tests=True)
    setup.install_models()
    environment = {**os.environ, "PYTHONUTF8": "1"}
    # Where models run in this process they leave one core to whatever else goes on.
    environment.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 2) - 1)))
    command = [str(setup.python()), "-m", "pytest", *sys.argv[1:]]
    if shutil.which("xvfb-run"):
        # For the few tests that need a real X display; all others choose Qt's offscreen platform.
        command = ["xvfb-run", "-a", "-s", "-screen 0 1920x1080x24", *command]
    return subprocess.run(command, cwd=setup.ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(setup.guarded(main))
