"""The headless commands over the same services as the window.

Exit status: 0 done, 2 wrong use, 3 a failed job or operation, 130 cancelled. With ``--json`` standard output carries
JSON and nothing else.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from studio import version
from studio.commands import output
from studio.core.errors import InputError, StudioError, as_error_info


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="aigc-studio", description="Drafts of text, pictures and sound from models on this machine."
    )
    parser.add_argument("--version", action="version", version=f"aigc-studio {version()}")
    parser.add_argument("-v", "--verbose", action="store_true", help="log what happens to standard error")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, add in _COMMANDS.items():
        # Resolved, since a command may have a help of its own.
        add(commands.add_parser(name, help=_HELP[name], description=_HELP[name], conflict_handler="resolve"))
    return parser


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON on standard output")


def _project(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--project", type=Path, required=True, metavar="DIR", help="the project's folder")


class _HelpWithSettings(argparse.Action):
    """Help that ends with the tasks and settings. They are looked up when asked for: other commands start without."""

    def __call__(self, parser: argparse.ArgumentParser, *_others: object) -> None:
        from studio.commands.settings_list import settings_list

        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = settings_list()
        parser.print_help()
        parser.exit()


def _request(parser: argparse.ArgumentParser) -> None:
    """The words that say what is wanted."""
    parser.add_argument("-h", "--help", action=_HelpWithSettings, nargs=0, help="show this and every setting")
    parser.add_argument("kind", choices=("text", "image", "audio"))
    parser.add_argument("--prompt", default="", help="what you would like to get; - reads standard input")
    parser.add_argument("--task", default="", help="for example write, text-to-image, upscale, speak, transcribe")
    parser.add_argument("--model", default="", help="a model's id; the task's default otherwise")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--takes", type=int, default=1)
    inputs = "an input file or asset id; with what it is for in front where it is not the source: background=sky.png"
    parser.add_argument("--input", action="append", default=[], metavar="[ROLE=]FILE|ID", help=inputs)
    parser.add_argument("--mask", metavar="FILE", help="a mask picture for inpainting: white is painted anew")
    parser.add_argument(
        "--preset", action="append", default=[], metavar="NAME", help="named settings; --set goes over it"
    )
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="a setting of the task, one of those below"
    )
    grid = "a grid of pictures: steps=10,20,30 or seed=1-4 or guidance=2-8 [4] or prompt=red,blue,green"
    parser.add_argument("--x", default="", metavar="KEY=VALUES", help=grid)
    parser.add_argument("--y", default="", metavar="KEY=VALUES", help="the second setting of the grid")
    matrix = "a picture of each combination: a cat | in a hat | in snow"
    parser.add_argument("--matrix", action="store_true", help=matrix)
    parser.add_argument("--like", type=Path, metavar="FILE", help="begin with the settings of this picture")
    parser.add_argument("--skip-missing", action="store_true", help="leave out what --like names and is not here")


def _add_run(parser: argparse.ArgumentParser) -> None:
    _request(parser)
    parser.add_argument("--estimate", action="store_true", help="only say what it would take: memory and time")
    _project(parser)
    _json(parser)


def _add_batch(parser: argparse.ArgumentParser) -> None:
    _request(parser)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--folder", type=Path, metavar="DIR", help="every picture (or sound) in it")
    table = "every row: columns are settings (prompt, seed, width …), input (a file) and name"
    where.add_argument("--csv", type=Path, metavar="FILE", help=table)
    where.add_argument("--prompts", type=Path, metavar="FILE", help="every line as a prompt")
    parser.add_argument("--name", default="", help="what the batch is called; the folder's or file's name otherwise")
    parser.add_argument("--dry-run", action="store_true", help="only check every row")
    parser.add_argument("--skip-problems", action="store_true", help="run the others when some rows cannot be run")
    parser.add_argument("--later", action="store_true", help="only put them into the queue (see: queue run)")
    _project(parser)
    _json(parser)


def _add_gallery(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="the assets, newest first")
    listing.add_argument("--kind", choices=("text", "image", "audio"), default="")
    listing.add_argument("--limit", type=int, default=100)
    listing.add_argument("--trashed", action="store_true", help="those in the trash")
    search = actions.add_parser("search", help="assets with these words in prompt, title or text")
    search.add_argument("words", nargs="+")
    search.add_argument("--kind", choices=("text", "image", "audio"), default="")
    search.add_argument("--limit", type=int, default=100)
    for name, text in (("show", "one asset whole"), ("trash", "move to the trash"), ("restore", "out of the trash")):
        actions.add_parser(name, help=text).add_argument("ids", nargs="+", metavar="ID")
    imports = actions.add_parser("import", help="copy files into the project")
    imports.add_argument("files", nargs="+", type=Path, metavar="FILE")
    actions.add_parser("rebuild", help="make the database again from the asset files")
    for action in actions.choices.values():
        _project(action)
        _json(action)


def _add_sheet(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ids", nargs="+", metavar="ID")
    parser.add_argument(
        "--columns", type=int, default=0, metavar="N", help="pictures in a row; nearly a square otherwise"
    )
    parser.add_argument("--label", choices=("title", "prompt", "seed", "none"), default="title")
    parser.add_argument("--title", default="", help="stands at the top")
    parser.add_argument("--dark", action="store_true", help="on a dark ground")
    _project(parser)
    _json(parser)


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ids", nargs="+", metavar="ID")
    parser.add_argument("--to", type=Path, required=True, metavar="DIR")
    parser.add_argument("--format", default="", help="txt md docx pdf · png webp jpeg · wav flac ogg mp3")
    parser.add_argument("--quality", type=int, default=90, help="1–100 for JPEG and WebP")
    parser.add_argument("--size", type=int, default=0, metavar="PX", help="longest side of a picture")
    parser.add_argument("--name", default="", metavar="TEMPLATE", help="for example {title}-{n:03}")
    parser.add_argument("--embed", choices=("full", "provenance", "none"), default="full")
    parser.add_argument("--overwrite", action="store_true")
    parser.add_argument("--dry-run", action="store_true", help="only say which files would be written")
    _project(parser)
    _json(parser)


def _add_models(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", help="installed models and those that can be installed")
    install = actions.add_parser("install", help="download, verify and keep models")
    install.add_argument("ids", nargs="*", metavar="ID")
    install.add_argument("--starter", action="store_true", help="the small starter set")
    importing = actions.add_parser("import", help="a GGUF or safetensors file, or a folder: models, additions")
    importing.add_argument("path", type=Path)
    importing.add_argument("--copy", action="store_true", help="copy it into the model folder")
    importing.add_argument("--name", default="")
    edit = actions.add_parser(
        "set", help="what was guessed of an addition: name, family, control, trigger_words, token"
    )
    edit.add_argument("id", metavar="ID")
    edit.add_argument("changes", nargs="+", metavar="KEY=VALUE")
    verify = actions.add_parser("verify", help="check sizes and checksums")
    verify.add_argument("ids", nargs="*", metavar="ID")
    actions.add_parser("remove", help="move models to the model trash").add_argument("ids", nargs="+", metavar="ID")
    for action in actions.choices.values():
        _json(action)


def _add_prompt_files(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(module="prompt_files")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", help="your own and those that are shipped")
    imports = actions.add_parser("import", help="copy files into your own folder")
    imports.add_argument("files", nargs="+", type=Path, metavar="FILE")
    export = actions.add_parser("export", help="write them to a file (wildcards: into a folder)")
    export.add_argument("names", nargs="*", metavar="NAME", help="all of your own when none is named")
    export.add_argument("--to", type=Path, required=True, metavar="PATH")
    export.add_argument("--overwrite", action="store_true")
    for action in actions.choices.values():
        _json(action)


def _add_settings_of(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.set_defaults(module="settings_of")
    _json(parser)


def _add_queue(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", help="every job of the project")
    run = actions.add_parser("run", help="run the waiting jobs")
    run.add_argument("--interrupted", action="store_true", help="queue interrupted jobs again first")
    cancel = actions.add_parser("cancel", help="cancel waiting jobs")
    cancel.add_argument("ids", nargs="*", metavar="ID", help="all waiting jobs when none is named")
    for action in actions.choices.values():
        _project(action)
        _json(action)


def _add_palette(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("picture", metavar="FILE|ID", help="a picture, or an asset's id together with --project")
    parser.add_argument("--colours", type=int, default=6, help="3 to 12")
    parser.add_argument("--format", default="", help="hex, ase (Adobe) or gpl (GIMP); by the file's ending otherwise")
    parser.add_argument("--to", type=Path, metavar="FILE", help="write it there instead of printing it")
    parser.add_argument("--project", type=Path, metavar="DIR", help="the project that has the asset")
    _json(parser)


def _add_doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quick", action="store_true", help="do not read whole model files for their checksums")
    _json(parser)


def _add_bench(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="*", metavar="NAME", help="bars to measure; all when none is named")
    parser.add_argument("--rounds", type=int, default=0, help="repetitions of each side; 0 is the bar's own number")
    _json(parser)


_COMMANDS = {
    "run": _add_run,
    "batch": _add_batch,
    "gallery": _add_gallery,
    "sheet": _add_sheet,
    "export": _add_export,
    "models": _add_models,
    "styles": _add_prompt_files,
    "presets": _add_prompt_files,
    "negatives": _add_prompt_files,
    "wildcards": _add_prompt_files,
    "settings-of": _add_settings_of,
    "queue": _add_queue,
    "palette": _add_palette,
    "doctor": _add_doctor,
    "bench": _add_bench,
}
_HELP = {
    "run": "make a text, a picture or a sound",
    "batch": "run one wish for every file of a folder, row of a table or line of prompts",
    "gallery": "list, search, trash, restore and import assets",
    "sheet": "draw a contact sheet of assets",
    "export": "write assets out in the formats that designers deliver",
    "models": "list, install, import, verify and remove models",
    "styles": "list, import and export styles",
    "presets": "list, import and export named settings",
    "negatives": "list, import and export negative prompts",
    "wildcards": "list, import and export wildcard files",
    "settings-of": "what a picture of any program was made with, and what of it is missing here",
    "queue": "list, run and cancel the jobs of a project",
    "palette": "the dominant colours of a picture, as HEX, ASE or GPL",
    "doctor": "what this machine has, what is installed, what is missing",
    "bench": "measure the performance bars against their baselines",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status."""
    for stream in (sys.stdout, sys.stderr):
        # Windows consoles and POSIX "C" locales would otherwise refuse Chinese.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    parser = _parser()
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stop:
        return output.OK if stop.code in (0, None) else output.WRONG_USE
    logging.basicConfig(
        level=logging.DEBUG if options.verbose else logging.ERROR, format="%(levelname)s %(name)s: %(message)s"
    )
    as_json = bool(getattr(options, "json", False))
    module = importlib.import_module(f"studio.commands.{getattr(options, 'module', options.command)}")
    try:
        return int(module.main(options))
    except KeyboardInterrupt:
        output.say("aigc-studio: cancelled")
        return output.CANCELLED
    except BrokenPipeError:
        # The reader of our output has gone (head, a closed pager): nothing is wrong on this side.
        sys.stderr.close()
        return output.OK
    except InputError as error:
        output.report(error.info, as_json=as_json)
        return output.WRONG_USE
    except (StudioError, OSError, MemoryError) as error:
        logging.getLogger(__name__).debug("command failed", exc_info=True)
        output.report(as_error_info(error), as_json=as_json)
        return output.FAILED
