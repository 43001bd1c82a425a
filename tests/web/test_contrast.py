"""Ink can be read on its ground, light and dark: WCAG 2.2 asks 4.5 to 1 of text, 3 to 1 of marks."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "src/dateline/web/static/desk.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--(\w[\w-]*): (#[0-9a-f]{6})", block)) for block in re.findall(r":root \{(.*?)\}", CSS, re.S)[:2]
)
GROUNDS = ("paper", "sheet", "wash")


def _light_of(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """1 to 21."""
    dark, light = sorted((_light_of(one), _light_of(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_and_marks_can_be_read(theme: dict[str, str], ground: str) -> None:
    """Each ink on each ground."""
    for ink in ("ink", "soft", "faint"):
        assert contrast(theme[ink], theme[ground]) >= 4.5, (ink, ground)
    for quad in ("VC", "MC", "VX", "MX"):
        assert contrast(theme[quad], theme[ground]) >= 3, (quad, ground)
    assert contrast(theme["warn-ink"], theme["warn"]) >= 7
