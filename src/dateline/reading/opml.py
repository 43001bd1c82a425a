"""OPML, the list of feeds that readers export, into feeds."""

from lxml import etree
from msgspec import Struct

from dateline.errors import InputError
from dateline.reading.links import tidy


class Outline(Struct, frozen=True):
    """One feed of a list: its address, and the title it is known by."""

    url: str
    title: str | None = None


def read_opml(raw: bytes, *, where: str) -> tuple[Outline, ...]:
    """Feeds of an OPML file in order, each once; folders are flattened, broken XML is mended where it can be.

    Raises:
        InputError: the file holds no outline.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{where}: no OPML ({error}). Export the list of feeds again from your reader.") from error
    found: dict[str, Outline] = {}
    outlines = list(root.iter("{*}outline", "outline")) if root is not None else []
    for outline in outlines:
        try:
            said = {str(name).lower(): value for name, value in outline.attrib.items()}
        except UnicodeDecodeError:  # lxml passes over bytes that are no UTF-8, and stumbles when they are asked for
            continue
        url = tidy(said.get("xmlurl") or "")
        if url is not None:
            found.setdefault(url, Outline(url, (said.get("title") or said.get("text") or "").strip() or None))
    if not outlines:
        raise InputError(f"{where}: no OPML: it holds no outline. Export the list of feeds again from your reader.")
    return tuple(found.values())
