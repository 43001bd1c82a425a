"""Write the trained reader as an int8 ONNX file with its tokenizer and its card."""

import json
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import nn


def export(model: nn.Module, tokenizer: Tokenizer, folder: Path, card: dict[str, object]) -> None:
    """Write `relate.onnx`, `tokenizer.json` and `card.json` into `folder`.

    Weights become int8 by output channel with a range of seven bits, which is exact on processors without VNNI.
    """
    model.eval()
    folder.mkdir(parents=True, exist_ok=True)
    ids = torch.tensor([[2, 5, 6, 7, 3, 0], [2, 5, 6, 7, 8, 3]])
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            model, (ids,), str(whole), input_names=["ids"], output_names=["types", "modalities", "modes"], opset_version=17,
            dynamic_axes={"ids": {0: "rows", 1: "tokens"}, "types": {0: "rows"}, "modalities": {0: "rows"}, "modes": {0: "rows"}}, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(
            whole, folder / "relate.onnx", per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"], extra_options={"MatMulConstBOnly": True},
        )  # fmt: skip
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    (folder / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    size = (folder / "relate.onnx").stat().st_size + (folder / "tokenizer.json").stat().st_size
    print(f"wrote {folder}: {size / 1e6:.1f} MB")
