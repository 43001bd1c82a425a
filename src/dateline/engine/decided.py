"""What people decided, read off the record: a log, the history of one event or incident, examples for a coder to learn from."""

from collections.abc import Collection, Iterator
from typing import Any

from msgspec import Struct, structs

from dateline.engine.settling import GROUPING, beside_of, recorded, today, undone
from dateline.fusion.corrections import ON_EVENTS, Decision
from dateline.fusion.fixes import described, read_so, words_of
from dateline.store import Store
from dateline.store.answers import Correction
from dateline.values import Fixed, FoundEvent


class Entry(Struct, frozen=True, kw_only=True):
    """One line of the record.

    `ended_by`: the number of the undoing that ended it, None while it holds. `events` are the ids that it means today:
    none where a report is no longer read so. `articles`: of stories. `fixed`: what a fix set.
    """

    correction: Correction
    ended_by: int | None = None
    events: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    fixed: tuple[Fixed, ...] = ()

    @property
    def can_be_undone(self) -> bool:
        """Whether it holds, and is none that only reading the report again brings back."""
        return self.ended_by is None and self.correction.kind in (*ON_EVENTS, *GROUPING, "undo")


def log(store: Store) -> list[Entry]:
    """Every decision on record, the newest first, undone ones too."""
    corrections = store.corrections()
    gone = undone(corrections)
    found = {d.number: d for d in today(store, recorded(corrections))}
    return [_entry(c, gone.get(c.number), found.get(c.number)) for c in reversed(corrections)]


def history(store: Store, *, events: Collection[str] = (), articles: Collection[str] = ()) -> list[Entry]:
    """The lines of the record that concern any of these events, or stories of these articles, the newest first.

    An undoing is told by the line that it ended.
    """
    entries = log(store)
    return [e for e in entries if not set(events).isdisjoint(e.events) or not set(articles).isdisjoint(e.articles)]


def examples(store: Store) -> Iterator[dict[str, Any]]:
    """What machine and person said of the same sentence, for each decision that stands, in the order they were made.

    Yields: rows with the `text` of the sentence, its place and the trigger's in the article, `machine` as the coder read
    it when the decision was made, `person` as it should be read (None: no event), and who, when and why. Joins and
    splits give `groups` of such sentences. What no report says any more is left out.
    """
    corrections = store.corrections()
    gone = undone(corrections)
    beside = {c.number: beside_of(c) for c in corrections if c.about in ("event", "incident") and c.kind != "undo"}
    standing = [d for d in recorded(corrections) if d.number not in gone and d.about != "story"]
    decided = today(store, standing)
    marked = sorted({mark.article for decision in decided for group in decision.groups for mark in group})
    machine = {e.id: e for e in store.machine_events(marked)} if marked else {}
    for decision in decided:
        groups = [[machine[mark.id] for mark in group if mark.id in machine] for group in decision.groups]
        told = {
            "number": decision.number,
            "decision": decision.kind,
            "who": decision.who,
            "at": decision.made_at,
            "why": decision.why,
        }
        if decision.kind in GROUPING:
            if sum(map(bool, groups)) > 1:
                yield {**told, "groups": [[_sentence(e) for e in group] for group in groups]}
            continue
        said, coder = beside[decision.number].machine, beside[decision.number].coder
        for found in groups[0] if groups else ():
            person = None if decision.kind == "reject" else described(read_so(found, decision.changes))
            yield {**told, **_sentence(found), "coder": coder, "machine": said or described(found), "person": person}


def says(entry: Entry) -> str:
    """What was decided, in one line without who and why: `fix event 3f33: place Goma → Bukavu`."""
    c = entry.correction
    parts = "; ".join(f"{f.part} {f.machine or 'none'} → {f.person or 'none'}" for f in entry.fixed)
    ended = f" (undone by {entry.ended_by})" if entry.ended_by is not None else ""
    return f"{c.kind} {c.about} {c.target}{': ' + parts if parts else ''}{ended}"


def _entry(correction: Correction, ended_by: int | None, decision: Decision | None) -> Entry:
    entry = Entry(correction=correction, ended_by=ended_by)
    if decision is None:
        return entry
    fixed: tuple[Fixed, ...] = ()
    if decision.kind == "fix":
        machine = beside_of(correction).machine
        fixed = tuple(Fixed(part, machine.get(part), words) for part, words in words_of(decision.changes).items())
    return structs.replace(
        entry,
        events=tuple(mark.id for group in decision.groups for mark in group),
        articles=tuple(article for group in decision.articles for article in group),
        fixed=fixed,
    )


def _sentence(found: FoundEvent) -> dict[str, Any]:
    at, trigger = found.evidence.sentence, found.event.trigger
    return {
        "article": found.evidence.article,
        "event": found.id,
        "start": at.start,
        "end": at.end,
        "text": found.evidence.words,
        "trigger": {"start": trigger.start, "end": trigger.end},
    }
