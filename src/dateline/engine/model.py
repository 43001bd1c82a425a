"""Loads the pair-relation model from the files that travel with the package, once a process."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from dateline.errors import ModelError
from dateline.extraction.events.model import RelationModel
from dateline.extraction.events.ngrams import Linear

_PARTS = ("relate.onnx", "tokenizer.json", "card.json", "ngrams.npz")


@lru_cache(maxsize=4)
def load_relation_model(folder: Path | None = None, *, veto: float = 0.5) -> RelationModel:
    """The model that judges pairs, on one thread.

    Args:
        folder: where the four files lie, None for the packaged ones.
        veto: probability of "no relation" from which a pair gets None.
    Raises:
        ModelError: a file is missing or cannot be read.
    """
    place = folder or Path(str(files("dateline") / "data" / "model"))
    missing = [part for part in _PARTS if not (place / part).is_file()]
    if missing:
        raise ModelError(f"{place}: {', '.join(missing)} missing. Run `make train`, or reinstall Dateline.")
    import numpy as np
    import onnxruntime
    from tokenizers import Tokenizer

    options: Any = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(str(place / "relate.onnx"), options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(place / "tokenizer.json"))
        card = msgspec.json.decode((place / "card.json").read_bytes())
        with np.load(place / "ngrams.npz", allow_pickle=False) as arrays:
            linear = Linear(arrays["weights"], arrays["scale"], arrays["bias"], arrays["rarity"])
        return RelationModel(session, tokenizer, card, linear=linear, veto=veto)
    except Exception as error:  # onnxruntime and tokenizers raise plain types of their own
        raise ModelError(f"{place}: the model cannot be read ({error}). Run `make train`.") from error
