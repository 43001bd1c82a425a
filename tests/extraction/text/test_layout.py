"""What of a page is report, and what is not."""

from hypothesis import given
from hypothesis import strategies as st

from dateline.extraction.text.layout import Layout, lay_out
from dateline.values import Article

PAGE = """Harbour talks stall over fishing rights

Minister says both navies will stay in port

Trawlers wait outside the harbour at dawn. AFP
This page was automatically translated

PORTMOUTH, Avalon (Northern Agency) — The two sides met on Monday. They left without a deal.

“We will be back,” the minister said.

Sign up for our morning letter
Updated: March 3, 2020, 7:05 PM"""


def laid_out(text: str, **known: str) -> Layout:
    return lay_out(Article(id="1", text=text, **known))


def parts(layout: Layout) -> list[tuple[str, str]]:
    return [(block.part, block.words(layout.text)) for block in layout.blocks]


def test_a_page_falls_into_its_parts() -> None:
    """Headline, standfirst, caption, dateline and body are told apart on a page that marks none of them."""
    found = parts(laid_out(PAGE))
    assert [part for part, _ in found] == ["headline", "standfirst", "caption", "dateline", "body", "body"]
    assert found[2][1] == "Trawlers wait outside the harbour at dawn."
    assert found[3][1].startswith("PORTMOUTH, Avalon (Northern Agency)")


def test_what_is_no_report_is_a_notice() -> None:
    """A credit, a translation notice, an advertisement and a stamp are notices with their kinds."""
    layout = laid_out(PAGE)
    kinds = {notice.words(PAGE): notice.kind for notice in layout.notices}
    assert kinds["AFP"] == "credit"
    assert kinds["This page was automatically translated"] == "translated"
    assert kinds["Sign up for our morning letter"] == "furniture"
    assert kinds["Updated: March 3, 2020, 7:05 PM"] == "updated"
    assert layout.is_translated
    assert [stamp.words(PAGE) for stamp in layout.stamps] == ["Updated: March 3, 2020, 7:05 PM"]


def test_hard_line_ends_are_joined() -> None:
    """A text wrapped at a fixed width is read as paragraphs, a blank line parting them."""
    text = (
        "The council of the island met for three hours on Tuesday\nand then went home without a word to the people\n"
        "who had been waiting outside in the rain since the early\nmorning.\n\nNobody spoke."
    )
    assert [part for part, _ in parts(laid_out(text))] == ["body", "body"]


def test_a_story_about_translation_is_no_notice() -> None:
    """A sentence of a report that speaks of translators stays in the report."""
    text = "The court heard that the statement had been translated by an officer who spoke no Tamil, and threw it out."
    assert not laid_out(text).notices


def test_a_given_title_is_found_at_the_head() -> None:
    """The title that a feed gives is the headline where the text opens with it, and nothing is where it does not."""
    text = "Ferry sinks off Avalon.\n\nTen people were saved."
    layout = laid_out(text, title="Ferry sinks off Avalon")
    assert layout.title is not None and layout.title.words(text) == "Ferry sinks off Avalon."
    assert laid_out(text, title="Another headline").title is None


@given(st.text(max_size=400))
def test_the_reading_has_the_length_of_the_text(text: str) -> None:
    """Any text: one code point for one, and every span inside it, none empty."""
    layout = laid_out(text)
    assert len(layout.reading) == len(text)
    for span in (*layout.blocks, *layout.notices):
        assert 0 <= span.start < span.end <= len(text)


def test_a_place_and_a_colon_open_a_report_but_not_a_transcript() -> None:
    """ "QUETTA: " before the first words is a dateline; speakers and page labels are none."""
    report = lay_out(Article(id="a", text="QUETTA: Two men were held on Monday after a fight at the bus station.\n"))
    assert [report.text[s.start : s.end] for s in report.datelines] == ["QUETTA:"]
    talk = "HANSEN: I never said that to anybody.\n\nMOREAU: You said it twice on this very stage.\n"
    assert lay_out(Article(id="b", text=talk)).datelines == ()
    label = lay_out(Article(id="c", text="BREAKING: Two men were held on Monday after a fight at the bus station.\n"))
    assert label.datelines == ()
