"""Every setting of the studio, declared once: type, default, title and description."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

import msgspec

SETTINGS_VERSION = 1
RECENT_LIMIT = 10

Language: TypeAlias = Literal["", "en", "zh_CN"]
Theme: TypeAlias = Literal["system", "light", "dark"]
Embed: TypeAlias = Literal["full", "provenance", "nothing"]

LANGUAGES: tuple[Language, ...] = ("", "en", "zh_CN")
THEMES: tuple[Theme, ...] = ("system", "light", "dark")
EMBEDS: tuple[Embed, ...] = ("full", "provenance", "nothing")


def _meta(title: str, description: str) -> msgspec.Meta:
    return msgspec.Meta(title=title, description=description)


class WindowState(msgspec.Struct, frozen=True, kw_only=True):
    """Where the window was: Qt's saved geometry and layout as Base64, and the tab in front."""

    geometry: str = ""
    layout: str = ""
    tab: Literal["text", "image", "audio"] = "text"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All settings. Paths are absolute; "" means the default place of :mod:`studio.core.paths`.

    ``tabs`` holds the last settings of each tab, as the request's own field names, and what the dialogs of a tab keep.
    ``drafts`` holds what else stood in the tabs, by the project's id, the last one used at the end: prompts (only where
    ``prompt_history`` is on) and inputs.
    """

    version: int = SETTINGS_VERSION
    language: Annotated[Language, _meta("Language", "The language of the interface.")] = ""
    theme: Annotated[Theme, _meta("Theme", "Light or dark, or as the system is set.")] = "system"
    model_folder: Annotated[str, _meta("Model folder", "Where models are installed.")] = ""
    project_folder: Annotated[str, _meta("Project folder", "Where new projects are made.")] = ""
    last_project: Annotated[str, _meta("Last project", "The project that opens at the start.")] = ""
    recent_projects: Annotated[tuple[str, ...], _meta("Recent projects", "Newest first, at most ten.")] = ()
    device: Annotated[str, _meta("Device", "The processor that runs the models.")] = ""
    threads: Annotated[
        int, msgspec.Meta(ge=0, le=1024, title="Threads", description="How many processor threads the models use.")
    ] = 0
    memory_budget_mb: Annotated[
        int,
        msgspec.Meta(
            ge=0,
            le=4_194_304,
            title="Memory budget",
            description="How much memory models may keep, so that they need not be loaded again.",
        ),
    ] = 0
    embed: Annotated[Embed, _meta("Embedded in files", "How much of the recipe is written into each file.")] = "full"
    prompt_history: Annotated[
        bool,
        _meta("Prompt history", "Keep the prompts you run, on this machine alone, so that you can find them again."),
    ] = True
    window: WindowState = WindowState()
    tabs: dict[str, dict[str, Any]] = {}
    drafts: dict[str, dict[str, dict[str, Any]]] = {}


def with_recent(settings: Settings, folder: str) -> Settings:
    """The settings with ``folder`` as last project and first of the recent ones."""
    rest = tuple(p for p in settings.recent_projects if p != folder)
    return msgspec.structs.replace(settings, last_project=folder, recent_projects=(folder, *rest)[:RECENT_LIMIT])


def title_of(name: str) -> str:
    """The English title of a setting, as declared above."""
    return _info(name).title or name


def description_of(name: str) -> str:
    """The English description of a setting, as declared above."""
    return _info(name).description or ""


def _info(name: str) -> msgspec.Meta:
    from typing import get_type_hints

    hint = get_type_hints(Settings, include_extras=True)[name]
    return next((m for m in getattr(hint, "__metadata__", ()) if isinstance(m, msgspec.Meta)), msgspec.Meta())
