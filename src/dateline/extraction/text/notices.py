"""What a page prints that is not the report: stamps, credits, translation notices, furniture.

Works line by line, on the words alone. A line that is not surely one of these is part of the report.
"""

import re

_TRANSLATED = re.compile(
    r"""(powered\ by\ (?:an?\ )?(?:automated|automatic|machine)\ translation
        |(?:this|the)\ (?:article|story|text|page|report|content)\ (?:was|is|has\ been)\ (?:automatically|machine)[\ -]translated
        |\b(?:automatically|machine)[\ -]translated\b
        |\b(?:automatic|automated|machine)\ translation\b
        |translated\ (?:automatically|by\ (?:google|deepl|bing|microsoft|yandex|machine|apertium|an?\ (?:machine|computer)))
        |traducci[oó]n\ autom[aá]tica|traducid[oa]\ autom[aá]ticamente
        |traduction\ automatique|traduit(?:e|s)?\ automatiquement|traducteur\ automatique
        |maschinell\ [uü]bersetzt|automatisch\ [uü]bersetzt|maschinelle\ [uü]bersetzung
        |tradu[cç][aã]o\ autom[aá]tica|traduzid[oa]\ automaticamente
        |traduzione\ automatica|tradott[oa]\ automaticamente
        |автоматическ\w+\ перевод|машинн\w+\ перевод|переведено\ автоматически
        |ترجمة\ آلية|ترجمة\ تلقائية|机器翻译|自动翻译|自動翻訳|機械翻訳|otomatik\ (?:olarak\ )?[çc]evir)""",
    re.I | re.X,
)
_STAMP_WORD = (
    r"(?:last\s+)?(?:up-?dated|modified|edited|revised|published|posted|first\s+published|originally\s+published|created|date|issued"
    r"|actualizad[oa]|publicad[oa]|última\s+actualización|mis\s+à\s+jour|publié(?:e)?|modifié(?:e)?|aktualisiert|veröffentlicht|stand"
    r"|atualizad[oa]|publicad[oa]|aggiornat[oa]|pubblicat[oa]|обновлено|опубликовано|оновлено|опубліковано|güncelleme|yayınlan\w+"
    r"|آخر\s+تحديث|تم\s+التحديث|تحديث|نشر\s+في|更新|发布|更新日時?|公開日?)"
)
_STAMP = re.compile(rf"^\s*[\(\[]?\s*{_STAMP_WORD}\b\s*(?:on|at|le|el|am|il|em)?\s*[:\-–—|]?\s*(?=.*[\d٠-٩۰-۹])", re.I)
_BARE_DATE = re.compile(
    r"^\s*(?:(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\.?,?\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\.?\s+\w{3,12}\.?,?\s+\d{4}"
    r"|\w{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}年\d{1,2}月\d{1,2}日)"
    r"(?:[\sT,|–—-]+(?:at\s+)?\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,5}|Z|[+-]\d{2}:?\d{2})?)?\s*$",
    re.I,
)
_AGENCIES = (
    r"AFP|A\.?P\.?|Reuters|REUTERS|EPA(?:-EFE)?|EFE|ANSA|DPA|dpa|Getty(?:\s+Images)?|AFP\s+PHOTO|AP\s+Photo|Xinhua|TASS|Tass|RIA(?:\s+Novosti)?"
    r"|Anadolu(?:\s+Agency)?|PA(?:\s+Media|\s+Wire)?|Bloomberg|Shutterstock|WAM|SANA|IRNA|Kyodo|Yonhap|UPI|PTI|ANI|Handout|AA|NurPhoto|SIPA|Alamy"
)
_CREDIT_END = re.compile(
    rf"""(?:
        (?<=[.!?"”’)])\s+(?:(?:photo|image|picture|photograph|credit|file|source)\s*[:/]?\s*)?(?:{_AGENCIES})(?:\s*/\s*[\w .'’-]{{2,40}})*\s*$
        |\s*[\(\[](?:(?:file\s+)?(?:photo|image|picture|credit|source|photograph)s?\s*(?:by|:|/|courtesy)?[^()\[\]]{{0,80}}|(?:{_AGENCIES})(?:\s*(?:/|via|photo|file)[^()\[\]]{{0,60}})?)[\)\]]\s*$
        |\s+(?:Photo|Photograph|Image|Picture|Credit)(?:\s+(?:by|credit|courtesy(?:\s+of)?))?\s*[:/]\s*[^.]{{2,60}}\s*$
        )""",
    re.X,
)
_CREDIT_LINE = re.compile(
    rf"""^\s*(?:(?:photo|image|picture|photograph|credit|video|illustration|graphic|source|fuente|foto|crédit|crédito)s?(?:\s+(?:by|credit|courtesy(?:\s+of)?))?\s*[:/]\s*.{{1,80}}
        |(?:{_AGENCIES})(?:\s*/\s*[\w .'’-]{{2,40}})*
        |(?:by|par|por|von|di)\s+[A-ZÀ-Ý][\w.'’-]+(?:\s+(?:[A-ZÀ-Ý][\w.'’-]*|de|van|von|al|el|bin|and|y|et))*(?:\s*,?\s+(?:in\s+[A-ZÀ-Ý]\w+|[A-Z][\w ]{{2,40}}|staff\s+writer|correspondent|and\s+agencies))?)\s*$""",
    re.X,
)
_BYLINE_ANYCASE = re.compile(r"^\s*(?:by|BY)\s+[A-Z][A-Z.'’-]+(?:\s+[A-Z][A-Z.'’-]*){1,4}\s*$")
_FURNITURE = re.compile(
    r"""^\s*(?:advertisement|advertising|sponsored(?:\ content)?|story\ continues\ below(?:\ advertisement)?|continue\ reading.{0,40}|read\ more\b.{0,120}|read\ (?:also|next)\b.{0,120}
        |see\ also\b.{0,120}|related(?:\ (?:stories|articles|topics|content|news))?\s*:?.{0,100}|also\ read\b.{0,120}|more\ (?:on|from|stories)\b.{0,60}|sign\ up\b.{0,160}|subscribe\b.{0,120}
        |share(?:\ (?:this|on)\b.{0,60})?|follow\ us\b.{0,100}|follow\ @\w+.{0,60}|click\ here\b.{0,120}|download\ (?:the|our)\b.{0,80}|all\ rights\ reserved\.?.{0,80}
        |(?:©|\(c\)|copyright)\b.{0,160}|cookie\w*\b.{0,100}|loading\b.{0,20}|comments?(?:\ \(\d+\))?|print|e-?mail|tweet|facebook|whatsapp|skip\ to\b.{0,40}|back\ to\ top
        |image\ caption|image\ source.{0,60}|media\ caption|getty\ images|watch\s*:.{0,120}|watch\ (?:now|live|the\ video).{0,80}|video\s*:.{0,120}|listen\s*:.{0,80}|listen\ to\ this\b.{0,60}
        |\d+\ (?:min(?:ute)?s?\ read|comments?|shares?|views?)|publicidad|publicité|anzeige|lire\ aussi\b.{0,120}|lea\ también\b.{0,120}|newsletter\b.{0,60}|please\ enable\ javascript.{0,60})\s*$""",
    re.I | re.X,
)
# "KABUL, Afghanistan (AP) — ", "GENEVA, Nov 25 (Reuters) - ", "Paris (AFP) -", "KABUL — ", "Lagos, Nigeria —"
_DATELINE = re.compile(
    r"""^\s*(?P<place>(?:[A-ZÀ-Þ][A-ZÀ-Þ.'’-]{2,}(?:[\ /-][A-ZÀ-Þ.'’-]+){0,4}|[A-ZÀ-Þ][\w.'’-]+(?:[\ -][A-ZÀ-Þ][\w.'’-]+){0,3})
        (?:\s*[,/]\s*[A-ZÀ-Þ][\w.'’ -]{1,30}?){0,3}
        (?:\s*,?\s*(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\s*,?\s*)?(?:\d{1,2}\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?(?:\s+\d{1,2})?(?:(?:\s*,\s*|\s+)\d{4})?)?)
        \s*(?P<agency>[\(\[][A-Za-z][\w .,/&'’-]{1,40}[\)\]])?
        \s*(?P<dash>--+|[—–]|-(?=\s)|:(?=\s)|_(?=\s))\s*(?=\S)""",
    re.X,
)
_UPPER_RUN = re.compile(r"^[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{2,}")


def is_translation_notice(line: str) -> bool:
    """Whether a line says that the page was translated by a machine (a short line, not a story about translation)."""
    return len(line) <= 220 and _TRANSLATED.search(line) is not None and len(line.split()) <= 30


def is_stamp(line: str) -> bool:
    """Whether a line is the page's own date stamp, such as "Updated: November 25, 2021, 6:14 AM"."""
    return len(line) <= 120 and (_STAMP.match(line) is not None or _BARE_DATE.match(line) is not None)


def is_furniture(line: str) -> bool:
    """Whether a line is page furniture: an advertisement label, a share button, a copyright line."""
    return len(line) <= 240 and _FURNITURE.match(line) is not None


def is_credit(line: str) -> bool:
    """Whether a whole line credits a writer, photographer or agency."""
    return len(line) <= 120 and (_CREDIT_LINE.match(line) is not None or _BYLINE_ANYCASE.match(line) is not None)


def credit_at_end(line: str) -> int | None:
    """Where a photo credit at the end of a caption begins, or None."""
    found = _CREDIT_END.search(line)
    if found is None:
        return None
    begin = found.start()
    while begin < len(line) and line[begin].isspace():
        begin += 1
    return begin


def dateline_end(line: str, *, colon: bool = False) -> int | None:
    """Where the report itself begins behind a dateline ("KABUL, Afghanistan (AP) — "), or None.

    With `colon`, "QUETTA: " is one too; a transcript's speakers and page labels look the same, so ask only for the
    first words of a report.
    """
    found = _DATELINE.match(line)
    if found is None:
        return None
    if found["agency"] is None:
        # without an agency only capitals or a real dash make it sure: "Analysis - what next" is no dateline
        is_shouted = _UPPER_RUN.match(found["place"]) is not None
        if not is_shouted or (found["dash"] == ":" and not (colon and _is_colon_place(found["place"]))):
            return None
        if line.upper() == line:
            return None
    return found.end()


_PAGE_LABELS = frozenset(
    "BREAKING WATCH UPDATE UPDATED EXCLUSIVE ANALYSIS OPINION VIDEO LIVE NEWS PHOTOS EDITORIAL COMMENT REVIEW INTERVIEW "
    "FACTBOX TIMELINE EXPLAINER READ LISTEN PODCAST SPORT NOTE WARNING CORRECTION FACT CHECK MORE RELATED ALERT".split()
)


def _is_colon_place(place: str) -> bool:
    words = place.replace(",", " ").split()
    return 0 < len(words) <= 3 and not any(word in _PAGE_LABELS for word in words)
