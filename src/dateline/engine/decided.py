"""What people decided, read off the record: a log, the history of one event or incident, examples for a coder to learn from."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, structs

from dateline.fusion.corrections import ON_EVENTS, Decision, found_again
from dateline.fusion.fixes import described, read_so, words_of
from dateline.fusion.said import described_statement, meant, said_words
from dateline.picture.floor import is_exposed
from dateline.store import Store
from dateline.store.answers import Correction
from dateline.store.decisions import GROUPING, beside_of, on_statement, recorded, undone
from dateline.values import Fixed, FoundEvent


class Entry(Struct, frozen=True, kw_only=True):
    """One line of the record.

    `ended_by`: the number of the undoing that ended it, None while it holds. `events` are the ids that it means today:
    none where a report is no longer read so. `articles`: of stories. `statements`: of statements, as they were marked. `fixed`: what a fix set.
    """

    correction: Correction
    ended_by: int | None = None
    events: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    fixed: tuple[Fixed, ...] = ()

    @property
    def article(self) -> str | None:
        """The report that it is about, of a withdrawal."""
        return self.correction.target if self.correction.about == "article" else None

    @property
    def can_be_undone(self) -> bool:
        """Whether it holds, and is none that only reading the report again brings back."""
        return self.ended_by is None and self.correction.kind in (*ON_EVENTS, *GROUPING, "undo")


def log(store: Store, *, as_of: str | None = None) -> list[Entry]:
    """Every decision on record, the newest first, undone ones too; with `as_of`, the record as it was on an ISO day."""
    corrections = [c for c in store.corrections() if as_of is None or c.made_at[:10] <= as_of]
    gone = undone(corrections)
    decisions, machine = _today(store, recorded(corrections))
    found = {d.number: d for d in decisions}
    return [_entry(c, gone.get(c.number), found.get(c.number), machine) for c in reversed(corrections)]


def history(entries: Iterable[Entry], *, events: Collection[str] = (), articles: Collection[str] = ()) -> list[Entry]:
    """The lines of a log that concern any of these events or statements, these articles or a story of theirs, in its order.

    An undoing is told by the line that it ended.
    """
    wanted, held = set(events), set(articles)
    return [
        e
        for e in entries
        if not wanted.isdisjoint((*e.events, *e.statements)) or not held.isdisjoint((*e.articles, e.article))
    ]


def examples(store: Store) -> Iterator[dict[str, Any]]:
    """What machine and person said of the same sentence, for each decision that stands, in the order they were made.

    Yields: rows with the `text` of the sentence, its place and the trigger's in the article, `machine` as the coder read
    it when the decision was made, `person` as it should be read (None: no event), and who, when and why. Joins and
    splits give `groups` of such sentences. Then the same of statements: `statement` in place of `event`, and no trigger but
    the `words` that are said. What no report says any more is left out.
    """
    corrections = store.corrections()
    gone = undone(corrections)
    beside = {c.number: beside_of(c) for c in corrections if c.about in ("event", "incident") and c.kind != "undo"}
    standing = [d for d in recorded(corrections) if d.number not in gone and d.about != "story"]
    decided, machine = _today(store, standing)
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
            rows = [said or described(found), person]
            if is_exposed(found):
                rows = [row and {**row, "place": _area(row.get("place"))} for row in rows]
            yield {**told, **_sentence(found), "coder": coder, "machine": rows[0], "person": rows[1]}
    yield from _said_examples(store, [c for c in corrections if c.about == "statement" and c.number not in gone])


def shown_fixes(found: FoundEvent) -> tuple[Fixed, ...]:
    """What a person set in an event, its place no finer than it may be shown."""
    fixes = found.review.fixed if found.review is not None else ()
    return tuple(_coarse(f) for f in fixes) if is_exposed(found) else fixes


def _coarse(fix: Fixed) -> Fixed:
    """A place by its area and country."""
    if fix.part != "place":
        return fix
    return structs.replace(fix, machine=_area(fix.machine), person=_area(fix.person))


def _area(words: str | None) -> str | None:
    return words.partition(", ")[2] or words if words is not None else None


def says(entry: Entry) -> str:
    """What was decided, in one line without who and why: `fix event 3f33: place Goma → Bukavu`."""
    c = entry.correction
    parts = "; ".join(f"{f.part} {f.machine or 'none'} → {f.person or 'none'}" for f in entry.fixed)
    ended = f" (undone by {entry.ended_by})" if entry.ended_by is not None else ""
    return f"{c.kind} {c.about} {c.target}{': ' + parts if parts else ''}{ended}"


def _today(store: Store, decisions: Sequence[Decision]) -> tuple[tuple[Decision, ...], dict[str, FoundEvent]]:
    """Decisions with the events that they mean today, and the coder's events of all marked reports by id."""
    marked = sorted({mark.article for decision in decisions for group in decision.groups for mark in group})
    events = store.machine_events(marked) if marked else []
    return found_again(decisions, events), {event.id: event for event in events}


def _entry(
    correction: Correction, ended_by: int | None, decision: Decision | None, machine: Mapping[str, FoundEvent]
) -> Entry:
    entry = Entry(correction=correction, ended_by=ended_by)
    if correction.about == "statement":
        beside = on_statement(correction)
        said = said_words(beside.changes)
        fixed = tuple(Fixed(part, beside.machine.get(part), words) for part, words in said.items())
        return structs.replace(entry, statements=(correction.target,), fixed=fixed)
    if decision is None:
        return entry
    fixed = ()
    if decision.kind == "fix":
        before = beside_of(correction).machine
        fixed = tuple(Fixed(part, before.get(part), words) for part, words in words_of(decision.changes).items())
        meant = [machine[mark.id] for group in decision.groups for mark in group if mark.id in machine]
        if any(map(is_exposed, meant)):
            fixed = tuple(map(_coarse, fixed))
    return structs.replace(
        entry,
        events=tuple(mark.id for group in decision.groups for mark in group),
        articles=tuple(article for group in decision.articles for article in group),
        fixed=fixed,
    )


def _said_examples(store: Store, corrections: Sequence[Correction]) -> Iterator[dict[str, Any]]:
    beside = {c.number: on_statement(c) for c in corrections}
    machine = store.machine_statements(sorted({b.mark.article for b in beside.values()})) if beside else []
    for c in corrections:
        told, mark = beside[c.number], beside[c.number].mark
        for found in meant(mark, machine)[:1]:
            now, at = described_statement(found.statement), found.evidence.sentence
            yield {
                "number": c.number, "decision": c.kind, "who": c.who, "at": c.made_at, "why": c.why,
                "article": mark.article, "statement": found.id, "start": at.start, "end": at.end,
                "text": found.evidence.words,
                "words": [{"start": p.start, "end": p.end} for p in found.statement.content],
                "coder": told.coder, "machine": told.machine or now,
                "person": None if c.kind == "reject" else {**now, **said_words(told.changes)},
            }  # fmt: skip


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
