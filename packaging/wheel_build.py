"""Copies ``resources/`` into the wheel as ``studio/resources``; an editable install reads it where it lies."""

from __future__ import annotations

import os
from pathlib import Path

from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent.parent


class BuildWithResources(build_py):
    def _resources(self) -> list[tuple[Path, Path]]:
        """Pairs of source file and its place in the build folder."""
        source = ROOT / "resources"
        target = Path(self.build_lib) / "studio" / "resources"
        return [(f, target / f.relative_to(source)) for f in sorted(source.rglob("*")) if f.is_file()]

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        for source, target in self._resources():
            self.mkpath(os.fspath(target.parent))
            self.copy_file(os.fspath(source), os.fspath(target))

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        outputs = super().get_outputs(include_bytecode)
        if self.editable_mode:
            return outputs
        return outputs + [os.fspath(target) for _, target in self._resources()]
