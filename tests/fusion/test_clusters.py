"""Short reports in groups, in our own words, in two languages, each event marked with the happening it tells of.

`clusters.txt` says how it is written. All groups are read together, so that a happening may also be confused with one of
another group. `python tests/fusion/test_clusters.py` prints figures and misses.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dateline.engine.fusing import fuse_store
from dateline.engine.local import extract_all
from dateline.store import Store
from dateline.values import Article, Extraction, FoundEvent, Incident

HERE = Path(__file__).parent
_MARK = re.compile(r"\[(\w+)\|([^\]]+)\]")
_HEAD = re.compile(r"@(\w*) (\S+) (\S+) ([^:]+): (.+)")
Marks = dict[str, list[tuple[int, int, str]]]


class Cluster(msgspec.Struct):
    """What a group is about, its best tolls, and its plans: (outcome, the happening that says so)."""

    name: str
    tolls: dict[str, int] = {}
    plans: dict[str, tuple[str | None, str | None]] = {}


def read_clusters() -> tuple[list[Cluster], list[Article], Marks]:
    """The groups, their articles without marks, and the marks: article id -> (start, end, label)."""
    clusters: list[Cluster] = []
    heads: list[tuple[str, re.Match[str], list[str]]] = []
    for line in (HERE / "clusters.txt").read_text(encoding="utf-8").splitlines():
        head = _HEAD.fullmatch(line)
        if line.startswith("#") or not line:
            continue
        if line.startswith("= "):
            clusters.append(Cluster(line[2:]))
        elif line.startswith("toll "):
            _, letter, killed = line.split()
            clusters[-1].tolls[letter] = int(killed)
        elif line.startswith("plan "):
            letter, outcome, *told_by = line.split()[1:]
            clusters[-1].plans[letter] = (None if outcome == "none" else outcome, told_by[0] if told_by else None)
        elif head is not None:
            heads.append((f"c{len(clusters) - 1:03d}", head, []))
        else:
            heads[-1][2].append(line)
    articles, marks = [], {}
    for n, (group, head, lines) in enumerate(heads):
        text, found = _unmark("\n".join(lines), group + "/")
        name = f"{group}-{n:03d}"
        marks[name] = found
        language, day, time, outlet, title = head.groups()
        articles.append(
            Article(
                id=name,
                text=text,
                title=title,
                published=f"{day}T{time}:00Z",
                publisher=outlet,
                language=language or "en",
            )
        )
    return clusters, articles, marks


def _unmark(text: str, group: str) -> tuple[str, list[tuple[int, int, str]]]:
    plain, marks, at = "", [], 0
    for mark in _MARK.finditer(text):
        plain += text[at : mark.start()]
        marks.append((len(plain), len(plain) + len(mark[2]), group + mark[1]))
        plain += mark[2]
        at = mark.end()
    return plain + text[at:], marks


def label_events(events: Iterable[FoundEvent], marks: Marks) -> dict[str, str]:
    """The label of each event whose trigger is marked."""
    labels = {}
    for found in events:
        trigger = found.event.trigger
        for start, end, label in marks[found.evidence.article]:
            if trigger.start < end and start < trigger.end:
                labels[found.id] = label
    return labels


def b_cubed(labels: dict[str, str], group_of: dict[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 over the labelled events (Bagga and Baldwin 1998)."""
    both = Counter((labels[e], group_of[e]) for e in labels)
    by_label, by_group = Counter(labels.values()), Counter(group_of[e] for e in labels)
    precision = sum(n * n / by_group[g] for (_, g), n in both.items()) / len(labels)
    recall = sum(n * n / by_label[w] for (w, _), n in both.items()) / len(labels)
    return precision, recall, 2 * precision * recall / (precision + recall)


def measure(
    clusters: Sequence[Cluster], labels: dict[str, str], incidents: Sequence[Incident]
) -> tuple[dict[str, float], list[str]]:
    """Figures, and a line for each miss."""
    group_of = {event: i.id for i in incidents for event in i.events}
    by_id = {i.id: i for i in incidents}
    misses: list[str] = []

    def incident_of(label: str, planned: bool = False) -> Incident | None:
        found = Counter(
            group_of[e]
            for e, w in labels.items()
            if w == label and (by_id[group_of[e]].modality == "planned") == planned
        )
        return by_id[min(found, key=lambda g: (-found[g], g))] if found else None

    tolls, plans = [], []
    for n, cluster in enumerate(clusters):
        for letter, killed in cluster.tolls.items():
            incident = incident_of(f"c{n:03d}/{letter}")
            got = incident.killed.best if incident and incident.killed else None
            tolls.append(got == killed)
            if got != killed:
                misses.append(f"toll {cluster.name} {letter}: {got}, not {killed}")
        for letter, (outcome, matched) in cluster.plans.items():
            plan = incident_of(f"c{n:03d}/{letter}", planned=True)
            other = incident_of(f"c{n:03d}/{matched}") if matched else None
            right = plan is not None and plan.outcome == outcome
            right = right and (matched is None or (other is not None and plan is not None and plan.matched == other.id))
            plans.append(right)
            if not right:
                misses.append(f"plan {cluster.name} {letter}: {plan and plan.outcome}, not {outcome}")
    precision, recall, f1 = b_cubed(labels, group_of)
    figures = {
        "events": len(labels), "precision": precision, "recall": recall, "f1": f1,
        "tolls": sum(tolls) / len(tolls), "plans": sum(plans) / len(plans),
    }  # fmt: skip
    return figures, misses


def fuse_clusters(
    path: Path, outcomes: Iterable[Any] | None = None
) -> tuple[dict[str, float], list[str], dict[str, str], list[FoundEvent], list[Incident]]:
    """Read and fuse all groups in one store."""
    clusters, articles, marks = read_clusters()
    with Store(path) as store:
        with store.batch():
            for article, found in zip(articles, outcomes or extract_all(articles)):
                assert isinstance(found, Extraction), found
                store.add(article, found, seen_at="2026-11-22T12:00:00")
            fuse_store(store, at="2026-11-22T12:00:00")
        events, incidents = store.events(), store.incidents()
    labels = label_events(events, marks)
    figures, misses = measure(clusters, labels, incidents)
    return figures, misses, labels, events, incidents


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, float], list[str]]:
    figures, misses, *_ = fuse_clusters(tmp_path_factory.mktemp("clusters") / "s.db")
    return figures, misses


def test_events_of_one_happening_are_one_incident(measured: tuple[dict[str, float], list[str]]) -> None:
    """B-cubed F1 over marked events is at least .90."""
    figures, misses = measured
    assert figures["f1"] >= 0.90, (figures, misses)


def test_best_tolls_are_right(measured: tuple[dict[str, float], list[str]]) -> None:
    """The best count of killed is right for nine of ten incidents."""
    figures, misses = measured
    assert figures["tolls"] >= 0.90, (figures, misses)


def test_plans_find_their_outcome(measured: tuple[dict[str, float], list[str]]) -> None:
    """Held, cancelled, postponed or no word: right for 85 % of plans, and matched with the right incident."""
    figures, misses = measured
    assert figures["plans"] >= 0.85, (figures, misses)


if __name__ == "__main__":
    from tempfile import mkdtemp

    figures, misses, labels, events, incidents = fuse_clusters(Path(mkdtemp()) / "s.db")
    json.dump(figures, sys.stdout, indent=1)
    print("", *misses, sep="\n")
