"""Public corpora as annotated articles, read from where they lie: nothing of them is shipped here.

Each reader takes a path and gives `Annotated`. Where a corpus marks what Dateline does not look for (demonyms as places,
weapons as entities), that is optional or left out; docs/evaluate.md says what and where to get each.
"""

import csv
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from dateline.errors import InputError
from dateline.evaluation.annotated import (
    Annotated,
    GoldEntity,
    GoldPlace,
    GoldRelation,
    GoldStatement,
    GoldTime,
    read_annotated,
)
from dateline.values import Article, Span

_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?")
_OF_A_PEOPLE = re.compile(r"(?:an|ese|ish|i|ic|ch|ss|ek|ard|er)s?$")  # endings of demonyms in English
_RE3D = {"Person": "PER", "Organisation": "ORG", "Location": "LOC", "Nationality": "NORP"}
_NEAR = 80  # characters to look around for a phrase whose offsets drifted


def read_lgl(path: Path) -> Iterator[Annotated]:
    """LGL or TR-News: articles with toponyms and their coordinates, in one XML file."""
    for node in _xml(path).iter("article"):
        text = node.findtext("text") or ""
        places = [place for toponym in node.iter("toponym") if (place := _toponym(toponym, text)) is not None]
        published = _DAY.match((node.findtext("dltime") or "").replace(" ", "T"))
        article = Article(
            id=node.get("docid") or "",
            text=text,
            title=node.findtext("title"),
            url=node.findtext("url"),
            publisher=node.findtext("domain"),
            published=published[0] if published else None,
            language="en",
        )
        yield Annotated(article=article, places=tuple({(p.start, p.end): p for p in places}.values()))


def _toponym(node: ET.Element, text: str) -> GoldPlace | None:
    start, end, phrase = (
        int(node.findtext("start") or -1),
        int(node.findtext("end") or -1),
        node.findtext("phrase") or "",
    )
    if text[start:end] != phrase:
        around = max(start - _NEAR, 0)
        at = text.find(phrase, around, end + _NEAR)
        if at < 0:
            return None
        start, end = at, at + len(phrase)
    tag = node.find("gaztag")
    lat, lon = (tag.findtext(key) if tag is not None else node.findtext(key) for key in ("lat", "lon"))
    name = (tag.findtext("name") if tag is not None else None) or ""
    code = (tag.findtext("fcode") if tag is not None else None) or ""
    is_people = code.startswith(("PCL", "ADM1", "CONT")) and phrase.lower() not in name.lower()
    optional = is_people and _OF_A_PEOPLE.search(phrase.lower()) is not None
    return GoldPlace(start, end, float(lat) if lat else None, float(lon) if lon else None, optional)


def read_timeml(path: Path) -> Iterator[Annotated]:
    """TimeML (TimeBank, AQUAINT, TempEval-3): a folder of .tml files; what stands inside of <TEXT> counts."""
    for file in _files(path, "*.tml"):
        root = _xml(file)
        body = root.find("TEXT")
        if body is None:
            continue
        times: list[GoldTime] = []
        text = _unfold(body, 0, times)
        created = next(
            (t.get("value") for t in root.iter("TIMEX3") if t.get("functionInDocument") in ("CREATION_TIME", "PUBLICATION_TIME")),
            None,
        )  # fmt: skip
        day = _DAY.match(created or "")
        title = " ".join("".join(found.itertext() if (found := root.find("TITLE")) is not None else ()).split())
        article = Article(
            id=file.stem, text=text, title=title or None, published=day[0] if day else None, language="en"
        )
        yield Annotated(article=article, times=tuple(t for t in times if text[t.start : t.end].strip()))


def _unfold(node: ET.Element, at: int, times: list[GoldTime]) -> str:
    """The text below a node; appends its time expressions."""
    pieces = [node.text or ""]
    for child in node:
        here = at + sum(map(len, pieces))
        inner = _unfold(child, here, times)
        if child.tag == "TIMEX3":
            times.append(GoldTime(here, here + len(inner), child.get("type"), (child.get("value") or "").strip()))
        pieces += [inner, child.tail or ""]
    return "".join(pieces)


def read_re3d(path: Path) -> Iterator[Annotated]:
    """re3d: folders with documents.json and entities.json; people, organisations, places and nationalities count."""
    for file in _files(path, "documents.json"):
        marks: dict[str, list[GoldEntity]] = {}
        for row in _json_lines(file.with_name("entities.json")):
            if row["type"] in _RE3D and float(row.get("confidence", 1)) >= 0.5 and row["begin"] < row["end"]:
                marks.setdefault(row["documentId"], []).append(GoldEntity(row["begin"], row["end"], _RE3D[row["type"]]))
        for row in _json_lines(file):
            article = Article(id=row["_id"], text=row["text"], title=row.get("title"), language="en")
            entities = {(e.start, e.end): e for e in marks.get(row["_id"], []) if e.end <= len(article.text)}
            yield Annotated(article=article, entities=tuple(entities[key] for key in sorted(entities)))


def read_polnear(path: Path) -> Iterator[Annotated]:
    """PolNeAR: a split's folder with text/*.txt and attributions/*.ann (brat's standoff format)."""
    for file in _files(path, "*.ann"):
        texts = file.parent.parent / "text"
        twin = next(
            (
                texts / name
                for name in (f"{file.stem}.txt", f"{file.stem.rpartition('_')[0]}.txt")
                if (texts / name).is_file()
            ),
            None,
        )
        if twin is None:
            raise InputError(f"{file}: its text is not in {texts}. Name the folder that holds text and attributions.")
        text = twin.read_bytes().decode("utf-8")
        article = Article(id=file.stem, text=text, language="en")
        yield Annotated(article=article, statements=tuple(_attributions(file.read_text("utf-8").split("\n"))))


def _attributions(lines: list[str]) -> Iterator[GoldStatement]:
    spans: dict[str, tuple[Span, ...]] = {}
    for line in lines:
        if line.startswith("T"):
            name, kind_and_offsets, *_ = line.split("\t")
            pieces = (piece.split() for piece in kind_and_offsets.split(" ", 1)[1].split(";"))
            spans[name] = tuple(Span(int(start), int(end)) for start, end in pieces)
    for line in lines:
        if not line.startswith("E"):
            continue
        roles: dict[str, list[Span]] = {}
        for part in line.split("\t")[1].split():
            role, _, name = part.partition(":")
            roles.setdefault(role.rstrip("0123456789"), []).extend(spans.get(name, ()))
        if roles.get("Content"):
            yield GoldStatement(tuple(roles["Content"]), _whole(roles.get("Source")), _whole(roles.get("Cue")))


def _whole(spans: list[Span] | None) -> Span | None:
    return Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else None


def read_plv(path: Path) -> Iterator[Annotated]:
    """PLV: a tab-separated file of sentences with a marked source and target and PLOVER's type."""
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines, delimiter="\t"), 1):
            text, sides = _unmarked(row["marked_sentence"])
            relation = GoldRelation(row["gold_root"], sides.get("s"), sides.get("t"))
            yield Annotated(article=Article(id=str(number), text=text, language="en"), relations=(relation,))


def _unmarked(marked: str) -> tuple[str, dict[str, Span]]:
    """A sentence without its <s> and <t>, and where these stood; of several of one kind, the first."""
    text = ""
    sides: dict[str, Span] = {}
    open_at: dict[str, int] = {}
    for piece in re.split(r"(</?[st]>)", marked):
        if piece in ("<s>", "<t>"):
            open_at[piece[1]] = len(text)
        elif piece in ("</s>", "</t>"):
            start = open_at.pop(piece[2], len(text))
            if start < len(text):
                sides.setdefault(piece[2], Span(start, len(text)))
        else:
            text += piece
    return text, sides


CORPORA: dict[str, Callable[[Path], Iterator[Annotated]]] = {
    "own": read_annotated,
    "lgl": read_lgl,
    "timeml": read_timeml,
    "re3d": read_re3d,
    "polnear": read_polnear,
    "plv": read_plv,
}


def _files(path: Path, pattern: str) -> list[Path]:
    found = [path] if path.is_file() else sorted(path.rglob(pattern))
    if not found:
        raise InputError(f"{path}: no {pattern} here. Name the corpus's own folder or file.")
    return found


def _xml(path: Path) -> ET.Element:
    try:
        return ET.parse(path).getroot()
    except (OSError, ET.ParseError) as error:
        raise InputError(f"{path}: {error}. Name an XML file of the corpus.") from error


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)
