"""More general words for what need not be exact: pure functions of the words, in English and Welsh.

Each gives its answers in order, the least exact last; nothing where it cannot read the words.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

from stories.bench.index import plain
from stories.enums import RedactionKind

MONTHS = (
    ("january", "jan", "ionawr"),
    ("february", "feb", "chwefror"),
    ("march", "mar", "mawrth"),
    ("april", "apr", "ebrill"),
    ("may", "mai"),
    ("june", "jun", "mehefin"),
    ("july", "jul", "gorffennaf"),
    ("august", "aug", "awst"),
    ("september", "sept", "sep", "medi"),
    ("october", "oct", "hydref"),
    ("november", "nov", "tachwedd"),
    ("december", "dec", "rhagfyr"),
)
MONTH_OF = {name: number for number, names in enumerate(MONTHS, 1) for name in names}
FEASTS = {
    "christmas": 12,
    "nadolig": 12,
    "boxing": 12,
    "easter": 4,
    "pasg": 4,
    "halloween": 10,
    "hogmanay": 12,
}
SEASONS: Mapping[str, Sequence[str]] = {
    "en": ("in the winter", "in the spring", "in the summer", "in the autumn"),
    "cy": ("yn y gaeaf", "yn y gwanwyn", "yn yr haf", "yn yr hydref"),
}
# Years before the telling, up to and with the number: what is said.
AGO: Mapping[str, Sequence[tuple[int, str]]] = {
    "en": (
        (0, "not long ago"),
        (1, "about a year ago"),
        (5, "a few years ago"),
        (10, "some years ago"),
        (200, "many years ago"),
    ),
    "cy": (
        (0, "yn ddiweddar"),
        (1, "tua blwyddyn yn ôl"),
        (5, "ychydig flynyddoedd yn ôl"),
        (10, "rai blynyddoedd yn ôl"),
        (200, "flynyddoedd lawer yn ôl"),
    ),
}
YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
SHORT_YEAR = re.compile(r"(?<!\d)\d{1,2}[/.\-]\d{1,2}[/.\-](\d{2})(?!\d)")
NUMBERS = re.compile(r"(?<!\d)(\d{1,2})[/.\-](\d{1,2})[/.\-](?:\d{4}|\d{2})(?!\d)")
ISO = re.compile(r"(?<!\d)\d{4}-(\d{2})-\d{2}(?!\d)")
LETTERS = re.compile(r"[^\W\d_]+")

TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TEENS = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
CHILD, TEENAGER, TWENTIES, NINETY = 13, 18, 20, 90
YOUNG: Mapping[str, tuple[str, str, str, str]] = {
    "en": ("a child", "a teenager", "in their late teens", "over ninety"),
    "cy": ("plentyn", "rhywun yn eu harddegau", "yn eu harddegau hwyr", "dros naw deg oed"),
}
DECADES: Mapping[str, Sequence[str]] = {
    "en": ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties"),
    "cy": ("hugeiniau", "tridegau", "pedwardegau", "pumdegau", "chwedegau", "saithdegau", "wythdegau"),
}
IN_THEIR = {"en": "in their %s", "cy": "yn eu %s"}
OF_LIFE: Mapping[str, tuple[str, str, str]] = {
    "en": ("a young adult", "middle-aged", "an older person"),
    "cy": ("oedolyn ifanc", "canol oed", "person hŷn"),
}
MIDDLE, OLDER = 40, 65

# The first that the words tell. Plain words, English and Welsh.
WARDS: Sequence[tuple[str, str, str]] = (
    (
        r"\bpicu\b|intensive care|gofal dwys",
        "a psychiatric intensive care unit",
        "uned gofal dwys seiciatrig",
    ),
    (r"secure|forensic|diogel|fforensig", "a secure unit", "uned ddiogel"),
    (
        r"camhs|adolescent|young people|child|pobl ifanc|glasoed|plant",
        "a young people's unit",
        "uned pobl ifanc",
    ),
    (
        r"dementia|older (?:people|adults?)|elderly|pobl hyn",
        "a ward for older people",
        "ward i bobl hŷn",
    ),
    (r"eating|bwyta", "an eating disorder unit", "uned anhwylderau bwyta"),
    (
        r"learning disab|autis|anabledd dysgu|awtis",
        "a learning disability unit",
        "uned anabledd dysgu",
    ),
    (r"mother|perinatal|mam a|amenedigol", "a mother and baby unit", "uned mam a'i baban"),
    (r"rehab|adsefydlu|recovery", "a rehabilitation ward", "ward adsefydlu"),
    (r"\b136\b|place of safety|lle diogel", "a place of safety", "man diogel"),
    (r"a ?& ?e|emergency|casualty|brys", "an emergency department", "adran achosion brys"),
    (r"acute|admission|assessment|aciwt|asesu|derbyn", "an acute ward", "ward acíwt"),
)
PLAIN: Mapping[str, Mapping[RedactionKind, tuple[str, ...]]] = {
    "en": {
        RedactionKind.PERSON: ("somebody", "a nurse", "a doctor", "a patient"),
        RedactionKind.PLACE: ("a town", "near my home"),
        RedactionKind.WARD: ("the ward", "the unit"),
        RedactionKind.ORGANISATION: ("the hospital", "the trust"),
        RedactionKind.DATE: ("one day", "at that time"),
        RedactionKind.EVENT: ("something that happened",),
    },
    "cy": {
        RedactionKind.PERSON: ("rhywun", "nyrs", "meddyg", "claf"),
        RedactionKind.PLACE: ("tref", "ger fy nghartref"),
        RedactionKind.WARD: ("y ward", "yr uned"),
        RedactionKind.ORGANISATION: ("yr ysbyty", "yr ymddiriedolaeth"),
        RedactionKind.DATE: ("un diwrnod", "bryd hynny"),
        RedactionKind.EVENT: ("rhywbeth a ddigwyddodd",),
    },
}


def general_words(*, words: str, kind: RedactionKind, language: str, told_on: dt.date) -> tuple[str, ...]:
    """What could stand for WORDS of KIND in a story told on TOLD_ON, whatever it is about."""
    said = language if language in PLAIN else "en"
    read = {RedactionKind.DATE: _dates, RedactionKind.AGE: _ages, RedactionKind.WARD: _wards}.get(kind)
    own = read(plain(words), said, told_on) if read else iter(())
    return tuple(dict.fromkeys((*own, *PLAIN[said].get(kind, ()))))


def trust_in_general(*, nation: str, region: str, org_type: str, language: str) -> str:
    """A trust or health board by its region alone."""
    if nation == "Wales":
        return "bwrdd iechyd yng Nghymru" if language == "cy" else "a health board in Wales"
    if "nhs" not in org_type:
        return "darparwr annibynnol" if language == "cy" else "an independent provider"
    if language == "cy":
        return "ymddiriedolaeth GIG yn Lloegr"
    return f"an NHS trust in {_with_article(region)}" if region else "an NHS trust"


def _with_article(region: str) -> str:
    return f"the {region}" if region.startswith(("North", "South", "East", "Midlands")) else region


def _dates(words: str, language: str, told_on: dt.date) -> Iterator[str]:
    season, ago = _season(words, language), _ago(words, language, told_on)
    if season and ago:
        yield f"{season}, {ago}"
    if ago:
        yield ago
    if season:
        yield season


def _season(words: str, language: str) -> str:
    month = _month(words)
    return SEASONS[language][month % 12 // 3] if month else ""


def _month(words: str) -> int:
    for word in LETTERS.findall(words):
        if found := MONTH_OF.get(word) or FEASTS.get(word):
            return found
    if iso := ISO.search(words):
        return _in_a_year(int(iso[1]))
    numbers = NUMBERS.search(words)
    return _in_a_year(int(numbers[2])) if numbers else 0


def _in_a_year(month: int) -> int:
    return month if month <= len(MONTHS) else 0


def _ago(words: str, language: str, told_on: dt.date) -> str:
    year = _year(words, told_on)
    if year is None or year > told_on.year:
        return ""
    return next((said for most, said in AGO[language] if told_on.year - year <= most), "")


def _year(words: str, told_on: dt.date) -> int | None:
    if found := YEAR.search(words):
        return int(found[0])
    short = SHORT_YEAR.search(words)
    if short is None:
        return None
    year = told_on.year // 100 * 100 + int(short[1])
    return year if year <= told_on.year else year - 100


def _ages(words: str, language: str, told_on: dt.date) -> Iterator[str]:
    age = _age(words)
    if age is None:
        return
    child, teenager, late_teens, old = YOUNG[language]
    if age < CHILD:
        yield child
    elif age < TEENAGER:
        yield teenager
    elif age < TWENTIES:
        yield late_teens
    elif age >= NINETY:
        yield old
    else:
        yield IN_THEIR[language] % DECADES[language][age // 10 - 2]
    if age >= TEENAGER:
        yield OF_LIFE[language][(age >= MIDDLE) + (age >= OLDER)]


def _age(words: str) -> int | None:
    if digits := re.search(r"(?<!\d)\d{1,3}(?!\d)", words):
        return int(digits[0])
    said = LETTERS.findall(words)
    for at, word in enumerate(said):
        if word in TEENS:
            return 10 + TEENS.index(word)
        if word in TENS:
            after = said[at + 1] if at + 1 < len(said) else ""
            return 20 + 10 * TENS.index(word) + (UNITS.index(after) + 1 if after in UNITS else 0)
    return next((UNITS.index(word) + 1 for word in said if word in UNITS), None)


def _wards(words: str, language: str, told_on: dt.date) -> Iterator[str]:
    found = next((row for row in WARDS if re.search(row[0], words)), None)
    if found:
        yield found[2 if language == "cy" else 1]
