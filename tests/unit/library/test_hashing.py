"""The hash of a safetensors file's weights, without its header, as other programs name LoRAs by."""

from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path

import pytest

from studio.library.hashing import TensorHash
from studio.library.library import Library


@pytest.mark.parametrize("block", [1, 3, 7, 8, 9, 40, 10_000])
def test_it_is_of_what_follows_the_header(block: int) -> None:
    header, weights = b'{"a": 1}' * 3, bytes(range(256))
    data = struct.pack("<Q", len(header)) + header + weights
    digest = TensorHash()
    for start in range(0, len(data), block):
        digest.feed(data[start : start + block])
    assert digest.hexdigest() == hashlib.sha256(weights).hexdigest()


@pytest.mark.parametrize("copy", [False, True])
def test_an_import_keeps_it(copy: bool, tmp_path: Path) -> None:
    name = "lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k"
    weights = bytes(range(128)) * 4
    shapes = {f"{name}.lora_down.weight": ([2, 32], 0, 256), f"{name}.lora_up.weight": ([32, 2], 256, 512)}
    header = json.dumps(
        {
            key: {"dtype": "F32", "shape": shape, "data_offsets": [start, end]}
            for key, (shape, start, end) in shapes.items()
        }
    ).encode()
    path = tmp_path / "墨.safetensors"
    path.write_bytes(struct.pack("<Q", len(header)) + header + weights)
    model = Library(tmp_path / "models").import_path(path, copy=copy)
    assert model.spec.options["tensor_sha256"] == hashlib.sha256(weights).hexdigest()
    assert model.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
