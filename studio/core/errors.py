"""The errors a user can meet: what happened, and what to do next.

An error travels between processes and into the job table as an :class:`ErrorInfo`; in Python code it is raised
as a :class:`StudioError` (or one of its kinds below). The sentences are templates in :data:`MESSAGES`, keyed by a
code, so that the interface can translate the template and fill in the parameters afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar, NamedTuple

import msgspec


class Message(NamedTuple):
    """Two sentence templates (``str.format`` fields): what happened and the next step."""

    what: str
    remedy: str


MESSAGES: dict[str, Message] = {
    "prompt-empty": Message("The prompt is empty.", "Write what you would like to get, then try again."),
    "prompt-too-long": Message(
        "The prompt has {length} characters; at most {limit} can be used.", "Shorten it, or split it into several."
    ),
    "prompt-too-long-for-model": Message(
        "The prompt needs {tokens} tokens; {model} takes at most {limit}.",
        "Shorten the prompt, or choose a model with a longer context.",
    ),
    "prompt-unclosed": Message(
        "The “{{” at character {place} of the prompt is never closed.",
        "Close it with “}}”, or write “\\{{” for a brace that is meant.",
    ),
    "prompt-unopened": Message(
        "The “}}” at character {place} of the prompt closes nothing.",
        "Take it away, or write “\\}}” for a brace that is meant.",
    ),
    "prompt-nested": Message("The prompt's alternatives are nested more than {limit} deep.", "Make it simpler."),
    "prompt-grows": Message(
        "The prompt's wildcards and alternatives take more than {limit} choices.", "Make it simpler."
    ),
    "wildcard-missing": Message("There is no wildcard “{name}”.", "Add its file, or choose one of: {known}."),
    "wildcard-empty": Message("The wildcard “{name}” has no entries.", "Write some into its file, one a line."),
    "wildcard-loop": Message(
        "The wildcard “{name}” leads back to itself, or too deep.", "Take the reference out of its file."
    ),
    "wildcard-damaged": Message(
        "An entry of the wildcard “{name}” has a brace without its partner: {entry}", "Correct its file."
    ),
    "style-missing": Message("There is no style “{name}”.", "Import it, or choose one of: {known}."),
    "preset-missing": Message("There is no preset “{name}”.", "Choose one of: {known}."),
    "prompt-file-refused": Message("{name} cannot be used: {reason}.", "Correct the file, or choose another one."),
    "setting-unknown": Message("There is no setting “{name}”.", "{hint}"),
    "setting-invalid": Message("“{name}” cannot be {value}.", "{hint}"),
    "setting-unreadable": Message("“{name}” cannot be read.", "{hint}"),
    "import-left": Message(
        "Files not imported, since another project was opened: {count}.", "Go back to that project and drop them again."
    ),
    "import-partly": Message(
        "{count} of {total} files were not imported: {names}.", "Import one of them alone to see what is wrong with it."
    ),
    "input-missing": Message("The file {path} is not there any more.", "Choose the file again."),
    "input-needed": Message("This task needs {what}.", "Drop a file on the tab or choose one."),
    "mask-needed": Message(
        "Nothing is painted yet.", "Paint over what is to be drawn anew, or take a mask from a picture."
    ),
    "mask-misfit": Message(
        "The mask {name} has other proportions ({size}) than the picture ({picture}).",
        "Choose a mask of the picture's size, or a smaller or larger one of the same shape.",
    ),
    "input-empty": Message("The file {name} is empty.", "Choose another file."),
    "input-unreadable": Message("The file {name} is not {expected}.", "Choose another file."),
    "input-too-large": Message("{name} is too large: {size}; at most {limit}.", "Make it smaller first."),
    "cutout-not-found": Message("Nothing could be cut out of the picture: {reason}.", "{hint}"),
    "metadata-none": Message(
        "{name} has no settings in it.",
        "Many sites and chat programs take them out of pictures; use the file as its program wrote it.",
    ),
    "metadata-too-large": Message("What is written into this file is larger than {limit}; that part was not read.", ""),
    "metadata-too-deep": Message("The settings in this file are nested more than {limit} deep and were not read.", ""),
    "metadata-damaged": Message("The settings that {program} wrote into this file are damaged and were not read.", ""),
    "metadata-graph": Message("No sampler was found in the graph that {program} wrote into this file.", ""),
    "like-missing": Message(
        "{name} was made with what is not here: {what}.",
        "Import or give what is missing, or leave it out with --skip-missing.",
    ),
    "like-other-kind": Message("{name} is of the kind {found}, not {wanted}.", "Use the command for its kind."),
    "taken-nearest": Message("“{setting}” was {value}; {used} is taken, the nearest that the studio can do.", ""),
    "taken-not": Message("“{setting}” was {value}, which the studio cannot use; it is left out.", ""),
    "taken-cut": Message("The prompt had {length} characters; the first {limit} are taken.", ""),
    "taken-scheduler": Message("The scheduler “{value}” is not known here; {used} comes nearest.", ""),
    "taken-no-scheduler": Message("The scheduler “{value}” is not known here; the model's own is used.", ""),
    "taken-other-file": Message("“{name}” is installed, but from another file than the one that was used.", ""),
    "metadata-left": Message("Not taken over, because the studio does it in another way: {names}.", ""),
    "batch-empty": Message("{name} holds no {what}.", "Choose another folder or file."),
    "table-column": Message(
        "The table has a column “{column}”, which is no setting.", "Columns are called after settings: {columns}."
    ),
    "table-column-twice": Message("The table has the column “{column}” twice.", "Take one of them out."),
    "batch-problems": Message(
        "{count} of {total} rows cannot be run.", "Correct them, or choose to leave them out; nothing was queued."
    ),
    "model-missing": Message("The model “{model}” is not installed.", "Install it in the model library."),
    "model-unknown": Message("The catalogue has no model “{model}”.", "Choose one of: {models}."),
    "model-none-for-task": Message("No installed model can do “{task}”.", "{hint}"),
    "model-damaged": Message("The model file {file} is damaged: {reason}.", "Remove the model and install it again."),
    "model-wrong-kind": Message("“{model}” cannot do “{task}”.", "Choose another model: {hint}"),
    "model-pickle": Message(
        "{file} is a pickle file; such files can run programs when opened, so the studio does not load them.",
        "Convert it to safetensors (for example with the “safetensors” converter of its publisher) and import that.",
    ),
    "model-load-failed": Message(
        "The model “{model}” could not be loaded: {reason}.", "Verify it in the model library."
    ),
    "addition-other-kind": Message("“{addition}” is {kind}, not {wanted}.", "{hint}"),
    "addition-other-family": Message("“{addition}” is {kind} for {family}; the model “{model}” is {other}.", "{hint}"),
    "addition-none": Message("No {kind} that fits “{model}” is installed.", "{hint}"),
    "addition-needs": Message("“{addition}” needs {part}, which is not installed.", "{hint}"),
    "addition-unfit": Message("“{addition}” does not work beside “{model}”: {reason}.", "{hint}"),
    "model-unsupported": Message("{file} is not a model the studio can run: {reason}.", "{hint}"),
    "voice-unknown": Message("“{model}” has no voice “{voice}”.", "Choose one of: {voices}."),
    "language-unsupported": Message("“{model}” cannot speak “{language}”.", "Choose one of: {languages}."),
    "memory-short": Message(
        "There is not enough memory: {needed} needed, {free} free.",
        "Choose a smaller model or size, or close programs.",
    ),
    "disk-full": Message("The disk is full: {path}.", "Free some space, then retry the job."),
    "disk-short": Message("{needed} needed on the disk, {free} free.", "Free some space or choose another folder."),
    "folder-readonly": Message("The folder {path} cannot be written to.", "Choose another folder or allow writing."),
    "folder-failing": Message(
        "The folder {path} cannot be read or written at the moment ({reason}).", "Check the disk, then try again."
    ),
    "project-locked": Message("The project “{name}” is open in another window.", "Use that window, or close it first."),
    "project-newer": Message(
        "The project “{name}” was made by a newer version of the studio ({version}).", "Update the studio to open it."
    ),
    "project-corrupt": Message(
        "The database of “{name}” was damaged. It was kept as {kept} and rebuilt from the asset files.",
        "Check the gallery; nothing else is needed.",
    ),
    "project-damaged": Message(
        "The database of “{name}” is damaged.", "Open the project for writing: it is then rebuilt from the asset files."
    ),
    "project-older": Message(
        "The project “{name}” was made by an older version of the studio.",
        "Open it once in the window (or for writing) to bring it up to date.",
    ),
    "project-migrated": Message(
        "“{name}” was brought up to date. Its database as it was before is kept as {kept}.", "Nothing else is needed."
    ),
    "project-missing": Message("There is no project at {path}.", "Choose another folder, or make a new project."),
    "project-exists": Message("The folder {path} exists already.", "Choose another name, or open it as a project."),
    "asset-missing": Message("There is no asset “{asset}” in this project.", "Look it up with the gallery's search."),
    "worker-died": Message("The worker stopped unexpectedly ({reason}).", "Retry the job; the queue goes on."),
    "worker-gave-up": Message(
        "The worker stopped {count} times in a row and is not started again.",
        "Run “aigc-studio doctor”, then restart the engine from the queue.",
    ),
    "out-of-memory": Message("The device ran out of memory.", "Choose a smaller size or fewer takes, then retry."),
    "picture-not-numbers": Message(
        "{model} drew a picture of values that are not numbers (NaN).",
        "Lower the guidance, choose another VAE, scheduler or seed, or leave out 8-bit weights and LoRAs of large weight.",
    ),
    "result-invalid": Message(
        "The model gave a result that is not valid ({reason}).", "Change the settings or the seed."
    ),
    "download-failed": Message("{name} could not be downloaded: {reason}.", "Check the connection and try again."),
    "hash-mismatch": Message("{name} is not the file that was expected (its checksum differs).", "Install it again."),
    "export-exists": Message("{count} files exist already in {folder}.", "Choose other names, or allow overwriting."),
    "export-unsupported": Message("{kind} cannot be exported as {format}.", "Choose one of: {formats}."),
    "missing-part": Message("{part} is not installed.", "{hint}"),
    "backend-missing": Message(
        "Nothing installed can run models of the kind “{backend}”.", "Install the plugin for it."
    ),
    "internal": Message("Something went wrong inside the studio: {reason}.", "Retry; the log has the details."),
}


class Phrase(msgspec.Struct, frozen=True):
    """A parameter that is words: a template like those of :data:`MESSAGES`, and what fills it."""

    text: str
    values: dict[str, str | Phrase] = {}

    def __str__(self) -> str:
        return _fill(self.text, self.values)


def phrase(text: str, /, **values: object) -> Phrase:
    """Words that come into a sentence as its parameter. ``text`` stands here as a literal: translators gather it."""
    return Phrase(text, {name: v if isinstance(v, Phrase) else str(v) for name, v in values.items()})


def listed(items: Iterable[str | Phrase], /) -> Phrase:
    """Words with commas between them."""
    first, *rest = items
    found = phrase("{first}", first=first)
    for item in rest:
        found = phrase("{before}, {item}", before=found, item=item)
    return found


def verbatim(text: object, /) -> Phrase:
    """Words that nobody translates: the technical reason of a bug (``internal``, ``result-invalid``), or plain data.
    What a library said of a user's file belongs into ``detail``, behind a sentence of our own."""
    return Phrase("{text}", {"text": str(text)})


class ErrorInfo(msgspec.Struct, frozen=True, kw_only=True):
    """An error as data. ``params`` fill the template of ``code``; ``detail`` is a traceback or the last output.
    ``phrases`` are those of the parameters that can be translated: ``params`` has them in English.
    ``causes`` are the errors that this one gathers, each with the name of what it is about."""

    code: str
    params: dict[str, str] = {}
    detail: str = ""
    phrases: dict[str, Phrase] = {}
    causes: tuple[tuple[str, ErrorInfo], ...] = ()

    @property
    def what(self) -> str:
        return _fill(self._message.what, self.params)

    @property
    def remedy(self) -> str:
        return _fill(self._message.remedy, self.params)

    @property
    def said(self) -> Phrase:
        """What happened, as words that can stand in another sentence."""
        return Phrase(self._message.what, {**self.params, **self.phrases})

    @property
    def _message(self) -> Message:
        return MESSAGES.get(self.code, MESSAGES["internal"])

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".strip()


class _Blank(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "?"


def _fill(template: str, params: Mapping[str, object]) -> str:
    return template.format_map(_Blank(params))


class StudioError(Exception):
    """An error a user can meet. Raise it with a code of :data:`MESSAGES` and the template's parameters: those that are
    words for the user are phrases, the others (names, numbers, lists of names) plain data."""

    default_code: ClassVar[str] = "internal"

    def __init__(
        self,
        code: str | None = None,
        /,
        detail: str = "",
        *,
        hint: Phrase | None = None,
        reason: Phrase | None = None,
        what: Phrase | None = None,
        expected: Phrase | None = None,
        part: Phrase | None = None,
        **data: object,
    ) -> None:
        said = {"hint": hint, "reason": reason, "what": what, "expected": expected, "part": part}
        params = {**data, **{name: words for name, words in said.items() if words is not None}}
        self.info = ErrorInfo(
            code=code or self.default_code,
            params={k: str(v) for k, v in params.items()},
            detail=detail,
            phrases={k: v for k, v in params.items() if isinstance(v, Phrase)},
        )
        super().__init__(str(self.info))


class InputError(StudioError):
    """The request cannot be run as it stands: prompt, settings or input files."""


class ModelError(StudioError):
    """A model is missing, damaged, of the wrong kind or refused."""


class ResourceError(StudioError):
    """Memory, disk or permission is lacking."""


class ProjectError(StudioError):
    """A project cannot be opened or written."""


class WorkerError(StudioError):
    """A worker process failed."""


class ExportError(StudioError):
    """An asset cannot be delivered as asked."""


def as_error_info(error: BaseException, detail: str = "") -> ErrorInfo:
    """The :class:`ErrorInfo` of any exception; an unknown one becomes ``internal`` with its type and text."""
    if isinstance(error, StudioError):
        return error.info if not detail else msgspec.structs.replace(error.info, detail=detail)
    if isinstance(error, MemoryError):
        return ErrorInfo(code="out-of-memory", detail=detail)
    if isinstance(error, OSError) and error.errno is not None:
        import errno

        path = str(error.filename or "")
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return ErrorInfo(code="disk-full", params={"path": path}, detail=detail)
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            return ErrorInfo(code="folder-readonly", params={"path": path}, detail=detail)
    return ErrorInfo(code="internal", params={"reason": f"{type(error).__name__}: {error}"}, detail=detail)
