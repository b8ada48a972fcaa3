"""Numbers, codes, addresses of the net and handles. Each pattern runs once over a text, without going back."""

import re

from stories.enums import RedactionKind

# A letter or digit never begins a match in the middle of a longer run: one try for each run, however long.
EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}")
LINK = re.compile(r"(?<!\w)(?:https?://|www\.)[^\s<>\"“”]{1,2000}")
# example.co.uk/path without www: the last label is letters, the first two characters are no number with a point.
SITE = re.compile(
    r"(?<![\w.@/-])(?=[\w-]{0,62}[a-z])[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.(?:com|org|net|edu|gov|uk|wales|cymru|scot|eu|info|"
    r"biz|io|co|me|tv|ie|fr|de|it|es|nl|pl|ru|us|ca|au|nz|app|dev|nhs)(?:/[^\s<>\"“”]{0,500})?(?![\w@])",
    re.IGNORECASE,
)
HANDLE = re.compile(r"(?<![\w@#/])[@#][\w.-]{0,60}\w")
# Anything that holds a digit: 36244/06, B1234567, no. 3713, 12.3.4, +44 20 7946 0999, AB12 3CD, 2a
BRACKETS = r"(?:\(\w{1,4}\)){0,3}"
NUMBER = re.compile(
    r"(?:(?<![\w+(])[+(])?(?<!\w)(?:\w{1,20}[-/.]){0,3}\w{0,40}\d\w{0,40}(?:[-/.:–]\w{1,40}){0,12}" + BRACKETS
)
PHONE = re.compile(r"(?<![\w.])(?:\+|00)?\(?\d{2,5}\)?(?:[ .()-]{1,2}\d{2,6}){1,6}(?![\w])")
# J.B., o.d.b., but not a.m.
INITIALS = re.compile(
    r"(?<![\w.])(?!(?:a\. ?m|p\. ?m|e\. ?g|i\. ?e)\b)(?:[^\W\d_]\. ?){1,5}[^\W\d_]\.", re.IGNORECASE
)
WHAT = (
    r"(?:nos?\.|numbers?|ref(?:erence)?\.?|case|file|room|flat|bed|bay|box|apartment|cell|platform|gate|page|sections?|articles?|"
    r"rules?|arts?\.|ss?\.|§{1,2}|paragraphs?|para\.|point)"
)
ONE = rf"[\w./-]{{0,30}}\d[\w./-]{{0,30}}{BRACKETS}"
# With the law that it is of: its first letter is enough to make both one.
NUMBERED = re.compile(
    rf"(?<!\w)(?i:{WHAT})[ :]{{0,2}}(?i:nos?\. ?|number )?{ONE}(?:(?: ?§{{1,2}} ?|, | and | to | or |[–-]){ONE}){{0,5}}"
    r"(?: of (?:the )?[A-Z])?"
)
LAW = re.compile(
    r"(?<!\w)(?:the )?(?:Act|Law|Decree|Order|Judgment|Ordinance|Resolution|Regulation|Decision|Treaty|Protocol|"
    r"Agreement)s? of "
    r"\d{1,2} [A-Z][a-z]{2,9} \d{4}"
)
NAME = r"[^\W\d_a-z][\w’'-]{1,40}"
STREET = (
    r"(?:Street|St|Road|Rd|Lane|Avenue|Ave|Close|Drive|Crescent|Terrace|Place|Square|Gardens?|Grove|Way|Walk|Row|Hill|Court|House|"
    r"Mews|Parade|Park|Rise|View|Green|Ffordd|Heol|Stryd)"
)
CITY = rf"(?:(?:[A-Z]{{1,2}}-)?\d{{4,6}} )?{NAME}(?: {NAME}){{0,2}}"
POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
ADDRESS = re.compile(
    rf"(?<!\w)(?:{NAME} ){{1,4}}\d{{1,4}}[a-zA-Z]?, {CITY}|"
    rf"(?<!\w)(?:(?:Flat|Apartment|Room|Unit) \w{{1,4}},? )?\d{{1,4}}[a-zA-Z]?,? (?:{NAME} ){{1,4}}{STREET}\b"
    rf"(?:, {CITY}){{0,3}}(?:,? {POSTCODE})?"
)
CODE = RedactionKind.CODE
PATTERNS = (
    (ADDRESS, RedactionKind.PLACE, 0.95),
    (EMAIL, CODE, 0.95),
    (LINK, CODE, 0.9),
    (SITE, CODE, 0.7),
    (HANDLE, RedactionKind.PERSON, 0.8),
    (PHONE, CODE, 0.7),
    (NUMBERED, CODE, 0.6),
    (LAW, RedactionKind.OTHER, 0.6),
    (INITIALS, RedactionKind.PERSON, 0.6),
    (NUMBER, CODE, 0.3),
)
