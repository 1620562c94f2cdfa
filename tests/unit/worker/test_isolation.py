from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from studio.worker.isolation import free_cores, limit_threads

ROOT = Path(__file__).resolve().parents[3]


def test_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", dict(os.environ))
    assert limit_threads(0) == max(1, free_cores() - 1) and limit_threads(5) == 5
    assert os.environ["OMP_NUM_THREADS"] == "5"


def test_no_network_but_this_machine() -> None:
    script = """
import socket, threading
from studio.worker.isolation import _block_network
_block_network()
for host in ("93.184.216.34", "example.org", "2606:2800:220:1::1"):
    try:
        socket.create_connection((host, 80), timeout=3)
    except OSError as error:
        assert "no network" in str(error), error
    else:
        raise SystemExit("connected")
raw = socket.socket()
assert raw.connect_ex(("93.184.216.34", 80)) != 0
raw.close()
server = socket.create_server(("127.0.0.1", 0))
socket.create_connection(server.getsockname()).close()
print("fine")
"""
    # Without the site module the tests' own block is not there.
    done = subprocess.run([sys.executable, "-S", "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert done.stdout == "fine\n", done.stderr
