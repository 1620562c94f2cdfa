"""The entry of the studio: with words it is the command line, without it opens the window."""

from __future__ import annotations

import faulthandler
import multiprocessing
import sys
from collections.abc import Sequence

from studio.vector import CHILD_WORD

_WINDOW_OPTIONS = ("--project",)


def _wants_window(arguments: Sequence[str]) -> bool:
    return not arguments or arguments[0] in _WINDOW_OPTIONS


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the window or one headless command; the process's exit status."""
    # Worker processes of a frozen program start here as well; this call takes them to their own main function.
    multiprocessing.freeze_support()
    if sys.stderr is not None:
        faulthandler.enable()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == [CHILD_WORD]:
        from studio.vector.child import main as serve

        serve()
        return 0
    if _wants_window(words):
        # Imported here: the command line must work where Qt or its system libraries are missing.
        from studio.app import run_window

        return run_window(words)
    from studio.cli import main as run_command

    return run_command(words)


if __name__ == "__main__":
    sys.exit(main())
