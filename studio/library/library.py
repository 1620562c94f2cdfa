"""The model library: what can be installed, what is installed, and which model runs a Request."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import msgspec

from studio.core import grids
from studio.core.errors import ModelError
from studio.core.models import InstalledModel, ModelSpec
from studio.core.paths import models_dir
from studio.core.requests import ImageRequest, Request
from studio.library import additions, builtin, editing, importing, layout, packages, resolving
from studio.library import install as installing
from studio.library.catalogue import Entry, entries, resource_files
from studio.library.progress import Cancelled, Meter, OnProgress, ignore, never


class Library:
    """The models of one folder, and the catalogue. Methods may be called from any thread."""

    def __init__(self, folder: Path | None = None, catalogue_file: Path | None = None) -> None:
        self.folder = folder or models_dir()
        self._catalogue_file = catalogue_file

    def entries(self) -> list[Entry]:
        """The catalogue with its packages and sizes, for this machine."""
        return entries(self._catalogue_file)

    def catalogue(self) -> list[ModelSpec]:
        """The models that can be installed on this machine."""
        return [entry.spec for entry in self.entries()]

    def entry(self, model_id: str) -> Entry:
        """Raises :class:`ModelError` ``model-unknown`` for an id the catalogue does not have."""
        found = {e.id: e for e in self.entries()}
        if model_id not in found:
            raise ModelError("model-unknown", model=model_id, models=", ".join(found))
        return found[model_id]

    def download_size(self, model_id: str) -> int:
        """Bytes still to be downloaded to install a model of the catalogue."""
        return sum(p.size for p in self.entry(model_id).packages if not packages.is_here(p))

    def installed(self) -> list[InstalledModel]:
        """Every model whose manifest can be read, best first; the built-in one is not among them. Looks at no other
        file."""
        try:
            folders = sorted(f for f in self.folder.iterdir() if not f.name.startswith(".") and f.is_dir())
        except OSError:
            return []
        manifests = ((f, layout.read_manifest(f)) for f in folders)
        known = {e.id: e for e in self.entries()}
        models = [layout.as_installed(f, _refreshed(m, known.get(m.spec.id))) for f, m in manifests if m is not None]
        return resolving.by_preference(models, list(known))

    def is_installed(self, model_id: str) -> bool:
        return any(m.spec.id == model_id for m in self.installed())

    def get(self, model_id: str) -> InstalledModel:
        """An installed model whose files are there with the right sizes.

        Raises :class:`ModelError` ``model-missing`` or ``model-damaged``.
        """
        model = next((m for m in self._at_hand() if m.spec.id == model_id), None)
        if model is None:
            raise self._missing(model_id)
        layout.check_sizes(model)
        return model

    def _missing(self, model_id: str) -> ModelError:
        """The error that names a model as people know it, where the catalogue does."""
        name = next((spec.name for spec in self.catalogue() if spec.id == model_id), model_id)
        return ModelError("model-missing", model=name, id=model_id)

    def _at_hand(self) -> list[InstalledModel]:
        """All that can run a Request, best first."""
        return [builtin.TOOLS, *self.installed()]

    def default_for(self, task: str, language: str = "") -> InstalledModel:
        """The best installed model for a task. Raises ``model-none-for-task``, ``language-unsupported``."""
        return self.get(resolving.choose(self._at_hand(), task, language).spec.id)

    def resolve(self, request: Request) -> tuple[Request, tuple[InstalledModel, ...]]:
        """The Request with ``model`` (and for speech ``language`` and ``voice``) filled in, and its models.

        For a grid the models of all its pictures, those of the first one first.

        Raises :class:`ModelError` (missing, damaged, wrong kind, none for the task) and :class:`InputError`.
        """
        if isinstance(request, ImageRequest) and request.grid is not None:
            return grids.resolved(request, self.resolve)[:2]
        named = self.get(request.model) if request.model else None
        installed = self._at_hand()
        try:
            resolved, model = resolving.resolve(request, installed, named)
        except ModelError as error:
            if error.info.code == "model-missing":
                raise self._missing(error.info.params["model"]) from error
            raise
        layout.check_sizes(model)
        resolved, beside = additions.resolve(resolved, model, installed, self.get)
        helpers = (*builtin.helpers(resolved, installed), *resolving.helpers(model, installed))
        found = (model, *helpers, *beside)
        return resolved, tuple({m.spec.id: m for m in found}.values())

    def install(self, model_id: str, progress: OnProgress = ignore, cancelled: Cancelled = never) -> InstalledModel:
        """Download, verify and keep a model of the catalogue; a whole one that is here already is returned.

        Resumable: what was downloaded stays when this is stopped. Raises ModelError, ResourceError, InstallCancelled.
        """
        entry = self.entry(model_id)
        present = self._whole(entry)
        if present is not None:
            return present
        model = installing.install(entry, self.folder, progress, cancelled)
        others = [e for e in self.entries() if e.spec.starter and self._whole(e) is None]
        for package in installing.spare_packages(entry, others):
            packages.discard(package)
        return model

    def _whole(self, entry: Entry) -> InstalledModel | None:
        """The entry as it is installed, when it is of the catalogue's version and its sizes are right."""
        try:
            model = self.get(entry.id)
        except ModelError:
            return None
        # A later version of the studio may bring other weights of the same size in its resources.
        files = [f for f in entry.spec.files if f.sha256] + list(resource_files(entry, hashed=True))
        have = {(f.path, f.size, f.sha256) for f in model.spec.files}
        return model if all((f.path, f.size, f.sha256) in have for f in files) else None

    def is_current(self, model_id: str) -> bool:
        """True when a model of the catalogue is installed, whole and of the catalogue's version."""
        return self._whole(self.entry(model_id)) is not None

    def import_path(
        self,
        path: Path,
        *,
        copy: bool = False,
        name: str = "",
        progress: OnProgress = ignore,
        cancelled: Cancelled = never,
    ) -> InstalledModel:
        """Take a GGUF or safetensors file, or a diffusers or transformers folder, into the library.

        Without ``copy`` the files stay where they are. Raises :class:`ModelError` (pickle, unsupported, damaged).
        """
        return importing.import_path(path, self.folder, copy=copy, name=name, on_progress=progress, cancelled=cancelled)

    def verify(self, model_id: str, progress: OnProgress = ignore, cancelled: Cancelled = never) -> list[str]:
        """Read every file of a model and compare; the problems found, none when it is good."""
        model = next((m for m in self.installed() if m.spec.id == model_id), None)
        if model is None:
            raise self._missing(model_id)
        meter = Meter(model_id, model.spec.size, progress, cancelled)
        problems = []
        for file in model.spec.files:
            path = Path(model.folder) / file.path
            try:
                if file.size and path.stat().st_size != file.size:
                    problems.append(f"{file.path}: {path.stat().st_size:,} bytes instead of {file.size:,}")
                    continue
                digest = layout.file_sha256(path, functools.partial(_count, meter, file.path))
            except OSError as error:
                problems.append(f"{file.path}: {error.strerror or error}")
                continue
            if file.sha256 and digest != file.sha256:
                problems.append(f"{file.path}: its checksum differs")
        meter.finish()
        return problems

    def edit(self, model_id: str, **changes: Any) -> InstalledModel:
        """Set what was guessed when a model was imported (``name``, ``family``, ``control``, ``trigger_words``, ``token``).

        Raises :class:`ModelError` ``model-missing`` and :class:`InputError` ``setting-invalid``.
        """
        return editing.edit(self.folder, model_id, changes)

    def remove(self, model_id: str) -> None:
        """Move a model to the model trash. Files that stayed in the user's own folder are not touched."""
        for folder in self.folder.iterdir() if self.folder.is_dir() else ():
            manifest = None if folder.name.startswith(".") or not folder.is_dir() else layout.read_manifest(folder)
            if manifest is not None and manifest.spec.id == model_id:
                layout.to_trash(self.folder, folder)
                return
        raise self._missing(model_id)


def _refreshed(manifest: layout.Manifest, entry: Entry | None) -> layout.Manifest:
    """The manifest with what today's catalogue says of the same files: options, voices, tasks, licence."""
    if entry is None or manifest.source != "package-index":
        return _extending(manifest)
    have = {f.sha256 for f in manifest.spec.files}
    if not {p.sha256 for p in entry.pieces} <= have:
        return manifest
    spec = msgspec.structs.replace(entry.spec, files=manifest.spec.files)
    return msgspec.structs.replace(manifest, spec=spec)


def _extending(manifest: layout.Manifest) -> layout.Manifest:
    """What was imported before there was outpaint can do it as well when it can inpaint."""
    tasks = manifest.spec.tasks
    if "inpaint" not in tasks or "outpaint" in tasks:
        return manifest
    return msgspec.structs.replace(manifest, spec=msgspec.structs.replace(manifest.spec, tasks=(*tasks, "outpaint")))


def _count(meter: Meter, file: str, count: int) -> None:
    meter.add(count, "checking", file)
