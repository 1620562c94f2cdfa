"""Which files an export will write, decided and shown before any is written."""

from __future__ import annotations

from collections.abc import Sequence

from studio.core.errors import ExportError, phrase
from studio.exports import names, vectors
from studio.exports.options import FORMATS, VECTOR, ExportItem, ExportOptions, Plan, PlannedFile, suffix_of

MANIFEST = "manifest.json"
MAX_SIDE = 16_384


def plan(items: Sequence[ExportItem], options: ExportOptions) -> Plan:
    """The files in order. Names are unique among themselves; those that exist already are marked, not renamed.

    Raises :class:`ExportError` for a format that does not fit a kind, a wrong template or wrong sizes.
    """
    _check(items, options)
    taken: set[str] = {names.key(MANIFEST)}
    present = _present(options)
    files: list[PlannedFile] = []
    for number, item in enumerate(items, start=options.start):
        file_format = options.format_for(item.kind)
        stem = names.render(options.name, names.values_of(item, number))
        scales = options.resize.scales if item.kind == "image" and file_format not in VECTOR else (1,)
        suffixes = {scale: ("" if scale == 1 else f"@{scale}x") + suffix_of(file_format) for scale in scales}
        stem = _unique(stem, tuple(suffixes.values()), taken)
        for scale, suffix in suffixes.items():
            name = stem + suffix
            taken.add(names.key(name))
            files.append(
                PlannedFile(
                    item=item,
                    path=options.folder / name,
                    format=file_format,
                    scale=scale,
                    exists=names.key(name) in present,
                )
            )
    manifest = options.folder / MANIFEST if options.manifest and files else None
    if manifest is not None and not options.overwrite:
        number = 2
        while names.key(manifest.name) in present:
            manifest = options.folder / f"manifest-{number}.json"
            number += 1
    return Plan(options=options, files=tuple(files), manifest=manifest)


def _unique(stem: str, suffixes: tuple[str, ...], taken: set[str]) -> str:
    candidate, number = stem, 2
    while any(names.key(candidate + s) in taken for s in suffixes):
        candidate, number = f"{stem} ({number})", number + 1
    return candidate


def _present(options: ExportOptions) -> set[str]:
    try:
        return {names.key(p.name) for p in options.folder.iterdir()}
    except OSError:
        return set()


def _check(items: Sequence[ExportItem], options: ExportOptions) -> None:
    for kind in {item.kind for item in items}:
        file_format = options.format_for(kind)
        if file_format not in FORMATS[kind]:
            raise ExportError(
                "export-unsupported", kind=kind, format=file_format or "?", formats=", ".join(FORMATS[kind])
            )
    pictures = [item for item in items if item.kind == "image"]
    named = {item.title or item.path.name for item in pictures}
    vectors.check(named, options.image_format, any_vector=any(vectors.is_vector(item.path) for item in pictures))
    if not options.folder.is_absolute():
        raise ExportError(
            "setting-invalid",
            name=phrase("Folder"),
            value=str(options.folder) if options.folder.name else "",
            hint=phrase("Give the whole path of a folder."),
        )
    _range("quality", options.quality, 1, 100)
    _range("dpi", options.dpi, 0, 2400)
    resize = options.resize
    least = 1 if resize.mode == "exact" else 0
    if resize.mode != "original":
        _range("width", resize.width, least, MAX_SIDE)
        _range("height", resize.height, least, MAX_SIDE)
    if not resize.scales:
        _range("scales", 0, 1, 4)
    for scale in resize.scales:
        _range("scale", scale, 1, 4)
    if options.sample_rate:
        _range("sample rate", options.sample_rate, 8000, 192_000)


def _range(name: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise ExportError(
            "setting-invalid", name=name, value=value, hint=phrase("Choose {low} to {high}.", low=low, high=high)
        )
