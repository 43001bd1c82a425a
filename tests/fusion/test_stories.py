"""Which reports tell of one happening."""

import random

import pytest
from msgspec.structs import replace

from dateline.fusion.linkage import average_link
from dateline.fusion.stories import DEFAULT, group
from dateline.values import Article

REPORTS = {
    "ferry-1": "A ferry sank off Avalon island on Monday and ten passengers drowned, the coast guard of Avalon said.",
    "ferry-2": "Ten passengers drowned when a ferry sank off Avalon island, the coast guard said. Divers search the ferry.",
    "vote-1": "Parliament in Sornia voted on Tuesday to lower the tax on grain after farmers blocked the roads.",
    "vote-2": "The tax on grain falls in Sornia: parliament voted for it on Tuesday, and farmers who blocked roads cheered.",
    "snow-1": "Snow closed three mountain passes in the east, and the army brought bread to two villages by sledge.",
}


def articles() -> list[Article]:
    return [Article(id=id_, text=text, published="2020-03-03") for id_, text in REPORTS.items()]


def test_reports_of_one_happening_stand_together() -> None:
    """Two tellings in other words are one story; other happenings are stories of their own."""
    stories, _ = group(articles())
    assert sorted(sorted(story.articles) for story in stories) == [
        ["ferry-1", "ferry-2"],
        ["snow-1"],
        ["vote-1", "vote-2"],
    ]


def test_the_order_of_reports_changes_no_story() -> None:
    """Stories and their ids are the same from last to first."""
    assert sorted(group(articles())[0], key=lambda s: s.id) == sorted(group(articles()[::-1])[0], key=lambda s: s.id)


@pytest.mark.parametrize("most", [1, 2, 3])
def test_a_day_too_large_to_be_seen_at_once_is_shelved_in_parts(most: int) -> None:
    """A later part joins the stories of the parts before, a copy goes where its source stands, and any order gives the same."""
    method = replace(DEFAULT, most_at_once=most, most_back=len(REPORTS))
    reprint = Article(id="zz-reprint", text=REPORTS["ferry-2"], published="2020-03-03")
    told = [*articles(), reprint]
    found = set()
    for seed in range(4):
        random.Random(seed).shuffle(told)
        stories, copies = group(told, method=method)
        assert [(copy.article, copy.copy_of) for copy in copies] == [("zz-reprint", "ferry-2")]
        found.add(tuple(sorted((story.id, story.articles) for story in stories)))
    (only,) = found
    assert sorted(sorted(members) for _, members in only) == [
        ["ferry-1", "ferry-2", "zz-reprint"],
        ["snow-1"],
        ["vote-1", "vote-2"],
    ]


def test_parts_that_nobody_looks_back_on_stay_apart() -> None:
    """The bound is real: beyond the reports that are looked at again, two tellings are two stories."""
    alone = replace(DEFAULT, most_at_once=1, most_back=0)
    assert all(len(story.articles) == 1 for story in group(articles(), method=alone)[0])


def test_one_loose_link_chains_nothing() -> None:
    """Average linkage: a thing alike to one end of a group, and to nothing else in it, stays out."""
    pairs = {(0, 1): 0.9, (1, 2): 0.9, (0, 2): 0.9, (2, 3): 0.5}
    assert average_link(4, pairs, 0.4) == [0, 0, 0, 3]
