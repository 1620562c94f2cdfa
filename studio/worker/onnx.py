"""Networks in ONNX format: how onnxruntime is set up for them, and what it refuses said in the user's words."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from studio.core.errors import ModelError, phrase
from studio.worker.refusals import load_failed


def warm() -> None:
    """Import the runtime ahead of the first job."""
    with contextlib.suppress(ImportError):  # said when a job needs it
        import onnxruntime  # noqa: F401


def session(network: Path | bytes, threads: int) -> Any:
    """A network on the CPU. Raises what onnxruntime raises, whose errors share no base class below Exception."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = max(1, threads)
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    source = network if isinstance(network, bytes) else str(network)
    return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])


@contextlib.contextmanager
def loading(model: str) -> Iterator[None]:
    """Raises :class:`ModelError` for a model whose files are missing or damaged."""
    try:
        yield
    except FileNotFoundError as error:
        name = Path(str(error.filename)).name
        raise ModelError("model-damaged", file=name, reason=phrase("it is missing")) from error
    except (OSError, EOFError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise load_failed(model, error) from error
    except Exception as error:
        if "onnxruntime" in type(error).__module__:
            raise load_failed(model, error) from error
        raise
