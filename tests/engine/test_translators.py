"""Engines of translation: Apertium for real where it is installed, the others against servers and programs of our own."""

import importlib.util
import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from dateline.engine.differences import difference
from dateline.engine.local import extract_one
from dateline.engine.recode import recode
from dateline.engine.run import run
from dateline.engine.translating import is_waiting, translator_for
from dateline.engine.translators.apertium import installed, standing_pipe
from dateline.engine.translators.cache import Cache
from dateline.engine.translators.command import Command
from dateline.engine.translators.http import leaves_machine
from dateline.engine.translators.models import Local
from dateline.engine.translators.settings import Settings, open_translators
from dateline.engine.translators.standing import StandingPipe
from dateline.errors import InputError, TranslationError
from dateline.store import EventFilter, Store
from dateline.store.history import history_of
from dateline.values import Article, Extraction, Span

HAS_APERTIUM = any(source == "es" for source, _, _ in installed())
needs_apertium = pytest.mark.skipif(
    not HAS_APERTIUM, reason="Apertium with Spanish to English is not installed: apt install apertium apertium-eng-spa"
)
SPANISH = Article(
    id="goma",
    text="GOMA — Los rebeldes atacaron el lunes la ciudad de Goma y mataron a 12 soldados.\n\n"
    "El presidente Félix Tshisekedi condenó el ataque. Ruanda negó las acusaciones.",
    published="2022-06-15",
    language="es",
)
NONE = "[[translators]]\nengine = 'command'\ncommand = ['true']\nfrom = ['xx']\n"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path / "t.db")
    monkeypatch.setattr("dateline.engine.translators.cache._opened", lambda: cache)


@pytest.mark.translator
@needs_apertium
def test_a_spanish_report_is_read_and_every_figure_says_how() -> None:
    """Events and statements stand on sentences of the original and name the engine; names stand on their own words."""
    found = extract_one(SPANISH)
    assert isinstance(found, Extraction) and found.language == "es" and "Apertium" in found.coder
    assert {e.trigger.words(SPANISH.text) for e in found.events if e.anchor == "exact"} >= {"atacaron", "condenó"}
    assert all(any(s.holds(e.trigger) for s in found.sentences) for e in found.events)
    for item in (*found.events, *found.statements, *found.entities, *found.places, *found.times):
        assert item.via is not None and item.via.provider == "Apertium" and item.via.source_language == "es"
        assert item.anchor in ("exact", "sentence")
    exact = {e.words(SPANISH.text) for e in found.entities if e.anchor == "exact"}
    assert {"Félix Tshisekedi", "Ruanda", "Goma"} <= exact
    assert any(e.type == "ASSAULT" and e.killed is not None and e.killed.best == 12 for e in found.events)


@pytest.mark.translator
@needs_apertium
def test_the_same_report_gives_the_same_bytes() -> None:
    """Asked anew or answered from the cache."""
    assert extract_one(SPANISH) == extract_one(SPANISH)


@pytest.mark.translator
@needs_apertium
def test_a_report_that_waited_is_translated_by_a_later_run(tmp_path: Path) -> None:
    """Without an engine it is kept with its names; with one, the same command reads it again and says so."""
    nothing = tmp_path / "none.toml"
    nothing.write_text(NONE)
    with Store(tmp_path / "s.db") as store:
        first = run([SPANISH], store, seen_at="2022-06-16T00:00:00+00:00", settings=Settings(str(nothing)))
        assert first.translated == {} and store.count_events() == 0
        assert [article.id for article in store.waiting_for_translation()] == ["goma"]
        later = run([SPANISH], store, seen_at="2022-06-17T00:00:00+00:00")
        assert later.late == 1 and later.duplicate == 1 and store.waiting_for_translation() == []
        events = store.events(EventFilter())
        assert events and all(found.evidence.is_machine_translated for found in events)
        assert all("Apertium" in found.evidence.coder for found in events)


@pytest.mark.translator
@pytest.mark.parametrize("language", ["es", "fr"])
def test_what_survives_of_our_reports(language: str) -> None:
    """People, places, dates and numbers 95 in 100, who did what 60 in 100, and every anchor."""
    if not any(source == language for source, _, _ in installed()):
        pytest.skip(f"Apertium has no pair from {language} here: apt install apertium-eng-spa apertium-fr-es")
    spec = importlib.util.spec_from_file_location(
        "surviving", Path(__file__).parent.parent / "language" / "surviving.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    share = {kind: right / of for kind, (right, of) in module.measure(language).items()}
    assert min(share[kind] for kind in ("people", "places", "dates", "numbers")) >= 0.95
    assert share["acts"] >= 0.60
    assert share["anchors"] == 1.0


@pytest.mark.translator
@needs_apertium
def test_the_pipe_stays_open_and_survives_what_befalls_it() -> None:
    """Answers are those of a fresh pipe, one by one or together; killed programs are started again."""
    found = translator_for("es", Settings())
    assert found is not None
    texts = ["El presidente llegó el lunes .", "", "Los soldados se fueron", "x" * 70_000 + " y nada más."]
    once = found.translate(texts, "es")
    assert [found.translate([text], "es")[0] for text in texts] == once
    pipe = standing_pipe(found._modes[-1], found._timeout)  # type: ignore[attr-defined]
    before = [stage.pid for stage in pipe._running]
    assert found.translate(texts, "es") == once and [stage.pid for stage in pipe._running] == before
    pipe._running[3].kill()
    assert found.translate(texts, "es") == once and found.translate(texts, "es") == once


@pytest.mark.translator
@needs_apertium
def test_a_chain_goes_through_the_pipe_of_its_last_pair() -> None:
    """French by way of Spanish starts no second pipe from Spanish: each holds some 90 MB."""
    spanish, french = translator_for("es", Settings()), translator_for("fr", Settings())
    assert spanish is not None and french is not None
    spanish.translate(["Los soldados se fueron."], "es")
    pipe = standing_pipe(spanish._modes[-1], spanish._timeout)  # type: ignore[attr-defined]
    before = [stage.pid for stage in pipe._running]
    assert french.translate(["Les soldats sont partis."], "fr") != [""]
    assert french._modes[-1] == spanish._modes[-1]  # type: ignore[attr-defined]
    assert [stage.pid for stage in pipe._running] == before


def test_a_pipe_that_breaks_is_a_clean_error() -> None:
    """A program that ends, one that is not there, one that gives no answer."""
    for stages, seconds in (([["true"]], 5.0), ([["/no/such/program"]], 5.0), ([["sh", "-c", "sleep 5"]], 0.2)):
        with pytest.raises(TranslationError):
            StandingPipe(stages, seconds).ask("text")


def _engine_that_says(english: str, version: str, folder: Path) -> Settings:
    """A program of our own that gives the same English for each sentence."""
    program = f"import sys,json\nfor l in sys.stdin: print(json.dumps({{'id':json.loads(l)['id'],'text':{english!r}}}))"
    file = folder / f"{version}.toml"
    words = json.dumps([sys.executable, "-c", program])
    table = f"[[translators]]\nengine = 'command'\ncommand = {words}\nprovider = 'Ours'\nversion = '{version}'\n"
    file.write_text(f"{table}from = ['es']\n")
    return Settings(str(file))


def test_another_engine_makes_a_new_reading_and_both_stay(tmp_path: Path) -> None:
    """Recoding passes over what the same engine read, reads anew what another did, and the difference is told."""
    report = replace(SPANISH, text="Los rebeldes atacaron el lunes la ciudad de Goma.")
    first = _engine_that_says("The rebels attacked the city of Goma on Monday.", "1", tmp_path)
    second = _engine_that_says("The army left the city of Goma on Monday.", "2", tmp_path)
    with Store(tmp_path / "s.db") as store:
        run([report], store, seen_at="2022-06-16T00:00:00+00:00", settings=first)
        assert recode(store, seen_at="2022-06-17T00:00:00+00:00", settings=first).passed_over == 1
        assert recode(store, seen_at="2022-06-18T00:00:00+00:00", settings=second).revised == 1
        (version,) = history_of(store, "goma").versions
        before, now = version.readings
        assert before.coder.endswith("Ours 1") and now.coder.endswith("Ours 2") and now.is_current
        changed = difference((version.article, before.extraction), (version.article, now.extraction))
        assert any("ASSAULT" in line for line in changed.found_no_more) and not changed.words_in
        assert all(found.event.via.version == "2" for found in store.events(EventFilter()))  # type: ignore[union-attr]


def test_a_mixed_report_that_waited_in_part_is_read_by_a_later_run(tmp_path: Path) -> None:
    """The paragraph that nobody read is translated when an engine comes; the reading before stays beside."""
    nothing = tmp_path / "none.toml"
    nothing.write_text(NONE)
    engine = _engine_that_says("The rebels killed 12 soldiers.", "1", tmp_path)
    with Store(tmp_path / "s.db") as store:
        run([MIXED], store, seen_at="2022-06-16T00:00:00+00:00", settings=Settings(str(nothing)))
        assert len(store.waiting_for_translation()) == 1
        assert run([MIXED], store, seen_at="2022-06-17T00:00:00+00:00", settings=engine).late == 1
        assert store.waiting_for_translation() == [] and len(history_of(store, "mixed").versions[0].readings) == 2
        assert {found.evidence.is_machine_translated for found in store.events(EventFilter())} == {True, False}


def test_without_an_engine_names_are_read(tmp_path: Path) -> None:
    """The report is marked as waiting; names and places stand on their own words, and there is no event."""
    nothing = tmp_path / "none.toml"
    nothing.write_text(NONE)
    found = extract_one(SPANISH, settings=Settings(str(nothing)))
    assert isinstance(found, Extraction) and is_waiting(found)
    assert found.events == () and found.statements == ()
    assert "Ruanda" in {p.words(SPANISH.text) for p in found.places}
    assert "felix-tshisekedi" in {e.actor.id for e in found.entities if e.actor}
    assert all(e.anchor == "exact" and e.via is None for e in found.entities)


MIXED = Article(
    id="mixed",
    text="GOMA — The army of Congo said on Monday that it had retaken the town of Sake from rebels.\n\n"
    "Los rebeldes atacaron el martes la ciudad de Goma y mataron a 12 soldados, según fuentes de la policía.\n\n"
    "President Félix Tshisekedi condemned the attack on Wednesday and accused Rwanda of sending troops.",
    published="2022-06-15",
)


def _paragraph(number: int) -> Span:
    start = 0
    for words in MIXED.text.split("\n\n")[:number]:
        start += len(words) + 2
    return Span(start, start + len(MIXED.text.split("\n\n")[number]))


@pytest.mark.translator
@needs_apertium
def test_each_paragraph_of_a_mixed_report_is_read_in_its_own_language() -> None:
    """What stands in English is read as printed and bears no engine; what stands in Spanish names the one it came through."""
    found = extract_one(MIXED)
    assert isinstance(found, Extraction) and found.language == "en" and "Apertium" in found.coder
    spanish = _paragraph(1)
    for item in (*found.entities, *found.places, *found.times):
        assert (item.via is not None) == spanish.holds(item), item
    by_via = {event.via is not None: event for event in found.events}
    assert by_via[True].type == "ASSAULT" and spanish.holds(by_via[True].trigger)
    assert any(e.type == "ACCUSE" and e.via is None and e.trigger.words(MIXED.text) == "accused" for e in found.events)
    assert {s.words(MIXED.text)[:12] for s in found.sentences} >= {"The army of ", "Los rebeldes", "President Fé"}
    assert {p.words(MIXED.text) for p in found.places} >= {"Sake", "Goma"} and not found.untranslated


@pytest.mark.translator
@needs_apertium
def test_english_paragraphs_are_read_the_same_alone_or_beside_another_language() -> None:
    """The reading of the last paragraph does not change with the one that was translated before it."""
    alone = extract_one(replace(MIXED, text=_paragraph(2).words(MIXED.text)))
    found = extract_one(MIXED)
    assert isinstance(alone, Extraction) and isinstance(found, Extraction)
    by = _paragraph(2).start
    there = [(e.type, e.trigger.start - by, e.confidence) for e in found.events if e.trigger.start >= by]
    assert there == [(e.type, e.trigger.start, e.confidence) for e in alone.events]


def test_paragraphs_that_no_engine_reads_are_said_to_be_untranslated(tmp_path: Path) -> None:
    """The rest is read; theirs are names only, and the report waits for an engine."""
    nothing = tmp_path / "none.toml"
    nothing.write_text(NONE)
    found = extract_one(MIXED, settings=Settings(str(nothing)))
    assert isinstance(found, Extraction) and is_waiting(found)
    assert found.untranslated == (_paragraph(1),)
    assert found.events and all(event.via is None for event in found.events)
    assert not any(_paragraph(1).overlaps(event.trigger) for event in found.events)
    assert any(_paragraph(1).holds(place) for place in found.places)


@pytest.fixture
def server() -> Iterator[str]:
    """A LibreTranslate of our own that answers each sentence with it in capitals."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            if "messages" in asked:
                answer: object = {"choices": [{"message": {"content": asked["messages"][-1]["content"].upper()}}]}
            else:
                answer = {"translatedText": [text.upper() for text in asked["q"]]}
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    web = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{web.server_port}"
    web.shutdown()
    web.server_close()


@pytest.mark.parametrize("engine", ["libretranslate", "openai"])
def test_http_engines_answer_in_order(engine: str, server: str, tmp_path: Path) -> None:
    """A sentence in, a sentence out; on this machine no text leaves it."""
    file = tmp_path / "translators.toml"
    file.write_text(f"[[translators]]\nengine = '{engine}'\nurl = '{server}'\nmodel = 'm'\nfrom = ['fr']\n")
    found = translator_for("fr", Settings(str(file)))
    assert found is not None and not found.leaves_machine
    assert found.translate(["un", "deux"], "fr") == ["UN", "DEUX"]


def test_an_address_elsewhere_is_said_to_take_the_text_away() -> None:
    """Only loopback addresses are this machine."""
    assert leaves_machine("https://translate.example/v1") and not leaves_machine("http://localhost:5000")


class _Pieces:
    """Stands in for SentencePiece: a piece a word, as its pieces are marked."""

    def __init__(self, *, model_file: str) -> None:
        if Path(model_file).read_bytes() != b"pieces":
            raise OSError("not a pieces file")

    def encode(self, sentence: str, *, out_type: type) -> list[str]:
        assert out_type is str
        return [f"▁{word}" for word in sentence.split()]

    def decode(self, pieces: list[str]) -> str:
        return "".join(pieces)


_WORDS = {"Los": "The", "rebeldes": "rebels", "atacaron": "attacked", "la": "the", "ciudad": "city", "de": "of"}


class _Model:
    """Stands in for CTranslate2: knows a few words of Spanish."""

    def __init__(self, folder: str, *, device: str, inter_threads: int, intra_threads: int) -> None:
        if (Path(folder) / "model.bin").read_bytes() != b"model":
            raise RuntimeError("unsupported model")

    def translate_batch(self, cut: list[list[str]], *, beam_size: int, max_batch_size: int) -> list[SimpleNamespace]:
        return [
            SimpleNamespace(hypotheses=[[f"▁{_WORDS.get(piece[1:], piece[1:])}" for piece in pieces]]) for pieces in cut
        ]


@pytest.fixture
def neural(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both libraries as far as we call them: there are no weights here to run the real ones on."""
    monkeypatch.setitem(sys.modules, "ctranslate2", SimpleNamespace(Translator=_Model))
    monkeypatch.setitem(sys.modules, "sentencepiece", SimpleNamespace(SentencePieceProcessor=_Pieces))


def _model_folder(folder: Path, layout: str) -> Path:
    files = {
        "argos": ("model/model.bin", "sentencepiece.model"),
        "ctranslate2": ("model.bin", "source.spm", "target.spm"),
    }
    for name in files[layout]:
        path = folder / layout / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"model" if name.endswith(".bin") else b"pieces")
    return folder / layout


@pytest.mark.parametrize(("engine", "provider"), [("argos", "Argos"), ("ctranslate2", "CTranslate2")])
def test_a_model_in_a_folder_reads_a_report(engine: str, provider: str, neural: None, tmp_path: Path) -> None:
    """Either layout; the sentence goes in whole, the engine is named with its version, names keep their words."""
    file = tmp_path / "translators.toml"
    _model_folder(tmp_path, engine)
    file.write_text(f"[[translators]]\nengine = '{engine}'\nfolder = '{engine}'\nfrom = ['es']\n")
    report = replace(SPANISH, text="Los rebeldes atacaron la ciudad de Goma.")
    found = extract_one(report, settings=Settings(str(file)))
    assert isinstance(found, Extraction)
    (event,) = found.events
    assert event.type == "ASSAULT" and event.via is not None and event.via.provider == provider
    assert event.via.text == "The rebels attacked the city of Goma." and event.via.version.startswith(f"{engine} ")
    assert any(place.words(report.text) == "Goma" and place.anchor == "exact" for place in found.places)


def test_a_model_that_cannot_be_used_says_why(neural: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing file, a broken model, a library that is not installed: each with its mend, and the report waits."""
    folder = _model_folder(tmp_path, "argos")
    (folder / "model" / "model.bin").write_bytes(b"broken")
    with pytest.raises(TranslationError, match="Is this a CTranslate2 model"):
        Local(folder, ["es"], name="argos").translate(["Hola"], "es")
    (folder / "sentencepiece.model").unlink()
    with pytest.raises(TranslationError, match="no such file"):
        _ = Local(folder, ["es"], name="argos").version
    monkeypatch.setitem(sys.modules, "ctranslate2", None)
    with pytest.raises(TranslationError, match="pip install"):
        Local(_model_folder(tmp_path, "ctranslate2"), ["es"], name="ctranslate2").translate(["Hola"], "es")
    file = tmp_path / "translators.toml"
    file.write_text("[[translators]]\nengine = 'argos'\nfolder = 'argos'\nfrom = ['es']\n")
    found = extract_one(SPANISH, settings=Settings(str(file)))
    assert isinstance(found, Extraction) and is_waiting(found)


def test_a_server_that_is_not_there_is_a_clean_error(tmp_path: Path) -> None:
    """The report waits, and the run goes on."""
    file = tmp_path / "translators.toml"
    file.write_text("[[translators]]\nengine = 'libretranslate'\nurl = 'http://127.0.0.1:9'\nfrom = ['es']\n")
    found = extract_one(SPANISH, settings=Settings(str(file)))
    assert isinstance(found, Extraction) and is_waiting(found)


def test_a_program_speaks_json_lines() -> None:
    """Any program will do; one that leaves a sentence out or fails is named."""
    echo = "import sys,json\nfor l in sys.stdin:\n r=json.loads(l); print(json.dumps({'id':r['id'],'text':r['text'][::-1]}))"
    found = Command([sys.executable, "-c", echo], ["fr"], provider="mirror", version="1")
    assert found.translate(["abc", "de"], "fr") == ["cba", "ed"]
    for words in ([sys.executable, "-c", "pass"], [sys.executable, "-c", "raise SystemExit(3)"], ["/no/such/program"]):
        with pytest.raises(TranslationError):
            Command(words, ["fr"], provider="x", version="1").translate(["a"], "fr")


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[[translators]]\nengine = 'deepl'\n", "one of apertium"),
        ("[[translators]]\nengine = 'libretranslate'\nfrom = ['fr']\n", "`url` is missing"),
        ("[[translators]]\nengine = 'command'\ncommand = ['x']\n", "which languages"),
        ("translators = 3\n", "list of tables"),
        ("[[", "Write a table"),
    ],
)
def test_a_wrong_table_says_how_to_mend_it(toml: str, said: str, tmp_path: Path) -> None:
    """File, engine and mend are in the message."""
    file = tmp_path / "translators.toml"
    file.write_text(toml)
    with pytest.raises(InputError, match=said):
        open_translators(Settings(str(file)))


def test_an_answer_is_kept_by_content(tmp_path: Path) -> None:
    """By engine, language and sentence; over processes; and a broken file only costs time."""
    Cache(tmp_path / "t.db").put("E 1", "fr", {"un": "one"})
    assert Cache(tmp_path / "t.db").get("E 1", "fr", ["un", "deux"]) == {"un": "one"}
    assert Cache(tmp_path / "t.db").get("E 2", "fr", ["un"]) == {}
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"no database" * 100)
    cache = Cache(broken)
    cache.put("E 1", "fr", {"un": "one"})
    assert cache.get("E 1", "fr", ["un"]) == {"un": "one"}
