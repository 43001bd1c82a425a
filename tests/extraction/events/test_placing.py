"""Where and when: the act's own words first, then what the article hands down, else nothing."""

import pytest

from dateline.engine.tools import load_tools
from dateline.extraction import article
from dateline.values import Article, Event, Extraction


def read(text: str) -> Extraction:
    return article.extract(Article(id="t", text=text, published="2021-11-25"), tools=load_tools())


def told(text: str, kind: str) -> tuple[Event, str | None]:
    found = read(text)
    event = next(e for e in found.events if e.type == kind)
    place = found.places[event.place] if event.place is not None else None
    return event, text[place.start : place.end] if place else None


@pytest.mark.parametrize(
    ("text", "kind", "place", "date"),
    [
        ("Gunmen killed nine soldiers near Mubi in Adamawa state on Tuesday.", "ASSAULT", "Mubi", "2021-11-23"),
        ("Officials in Washington said rebels attacked a convoy outside Goma.", "ASSAULT", "Goma", None),
        ("Talks between Sudan and Egypt will resume in Cairo next week.", "AGREE", "Cairo", "2021-W48"),
        ("The foreign minister met his Swedish counterpart in Oslo in March.", "CONSULT", "Oslo", "2021-03"),
        ("The mayor of Lagos criticized the president.", "ACCUSE", None, None),
    ],
)
def test_an_act_stands_where_its_words_put_it(text: str, kind: str, place: str | None, date: str | None) -> None:
    """The finest place and the date of its own clause; a speaker's town is not where it happened."""
    event, where = told(text, kind)
    assert where == place
    assert event.date == date
    assert event.pinned.place == ("same" if place else None)


def test_the_date_of_saying_is_not_the_date_of_the_act() -> None:
    """ "Killed on Tuesday, the army said on Wednesday" happened on Tuesday."""
    event, _ = told("Gunmen killed nine soldiers on Tuesday, the army said on Wednesday.", "ASSAULT")
    assert (event.date, event.date_precision) == ("2021-11-23", 1)


def test_a_retold_attack_is_folded_into_the_first_telling() -> None:
    """The dead that the next sentence counts belong to the attack before it."""
    events = read("Russia bombed the market in Idlib. The airstrike left 12 dead.").events
    assert len(events) == 1
    assert events[0].killed is not None
    assert events[0].killed.best == 12


def test_an_act_of_long_ago_is_history() -> None:
    """A date years before the article makes an act historical."""
    event, _ = told("In 1994, militias killed thousands of villagers in Kibeho.", "ASSAULT")
    assert event.modality == "historical"
