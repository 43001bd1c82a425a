"""Capitals given back to text that has none, or nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from dateline.extraction.text.truecase import truecase

KNOWN = frozenset({"Guatemala", "Boko Haram", "NATO", "Taliban", "Kabul", "San Salvador"})


def test_usual_text_is_left_alone() -> None:
    """A page with ordinary capitals comes back as it is, acronyms and all."""
    text = "NATO and the UN met in Kabul.\n\nThe U.S. envoy left."
    assert truecase(text, KNOWN) == text


def test_a_whispered_page_gets_its_names_back() -> None:
    """Known names, sentence starts, titles with what follows, and weekdays are capitalised."""
    text = "the guatemala army denied today that it fled. president mario lopez spoke on monday in san salvador."
    wanted = "The Guatemala army denied today that it fled. President Mario Lopez spoke on Monday in San Salvador."
    assert truecase(text, KNOWN) == wanted


def test_a_shouted_headline_is_read_by_the_rest_of_the_page() -> None:
    """A word that the body prints with a capital keeps it, one that it prints small loses it."""
    text = "MINISTER ORTUNO VISITS RIVER TOWN\n\nThe minister, Pablo Ortuno, came to the river town on foot."
    assert truecase(text, KNOWN).splitlines()[0] == "Minister Ortuno visits river town"


def test_known_acronyms_stay_loud() -> None:
    """NATO is not Nato, whatever the case around it."""
    assert "NATO" in truecase("NATO LEAVES KABUL AS TALIBAN ADVANCE", KNOWN)
    assert "NATO" in truecase("the nato force left kabul, and the taliban came back to the city.", KNOWN)


def test_names_from_titles_spread() -> None:
    """A surname learnt behind a title is capitalised wherever it returns."""
    text = "president cristiani met nobody. the aides of cristiani waited outside the old palace for hours."
    assert truecase(text, KNOWN).count("Cristiani") == 2


@given(st.text(max_size=300))
def test_the_length_never_changes(text: str) -> None:
    """Whatever the script, and whatever names a place, offsets stay true."""
    for variant in (text, text.upper(), text.lower()):
        assert len(truecase(variant, KNOWN, lambda words: True)) == len(variant)


@given(st.text(alphabet="abcdefgh .\n'éß", min_size=60, max_size=200))
def test_only_case_changes(text: str) -> None:
    """No letter is swapped for another."""
    assert truecase(text, KNOWN).lower() == text.lower()


def test_places_behind_a_preposition_get_their_capitals() -> None:
    """As many words as name a place, and no words that name none."""
    text = "a bomb went off in san pedro sula on monday, and in protest the guards went home to the barracks."
    found = truecase(text, KNOWN, lambda words: words in ("san pedro sula", "san pedro", "sula"))
    assert "in San Pedro Sula on Monday" in found
    assert "in protest" in found
