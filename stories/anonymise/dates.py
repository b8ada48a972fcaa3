"""Dates, times and durations, in figures and in words, over text in lower case."""

import re

from stories.anonymise.numerals import ABOUT, NUMBER, ORDINALS, WORD
from stories.anonymise.vocabulary import pattern_of

# English and Welsh.
MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?"
)
# Without a number beside it "may", "march" and the short forms are too often something else.
SURE_MONTH = r"(?:january|february|april|june|july|august|september|october|november|december)"
ANY_MONTH = rf"(?:{SURE_MONTH}|march|may)"
YEAR = r"(?:1[0-9]\d\d|20\d\d)"
SHORT_YEAR = rf"(?:{YEAR}|['’]\d\d)"
FIGURE = r"\d{1,2}(?:st|nd|rd|th)"
DAY = rf"(?:[0-3]?\d(?:st|nd|rd|th)?|(?:{ORDINALS}))"
DAYS = rf"(?:the )?{DAY}(?:(?: ?[,/–—-] ?| and | to | or | until | till )(?:the )?{DAY}\b){{0,5}}"
FULL_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
WEEKDAY = rf"(?:{FULL_WEEKDAY}|(?:mon|tues?|weds?|thurs?|fri)\b\.?)"
PART = r"(?:mornings?|afternoons?|evenings?|nights?|lunchtime|teatime|dinnertime|bedtime|midday|midnight|dawn|dusk)"
PHASE = rf"(?:(?:the )?(?:very )?(?:{pattern_of('phases')})(?: of)?(?: the)?(?: |-))"
UNIT = rf"(?:{pattern_of('time_units')})"
AGO = r"(?: (?:ago|later|earlier|before|after|afterwards|since|beforehand|previously|hence|on|prior))"
AMOUNT = rf"(?:{NUMBER}(?:(?: ?[–—-] ?| to | or | and a half| and ){NUMBER}?)?|{pattern_of('vague')})"
DURATION = rf"{ABOUT}?{AMOUNT}(?:[ -](?:{pattern_of('qualities')})){{0,2}}[ -]{UNIT}\b['’]?"
PAST = rf"(?:{WORD}|\d{{1,2}})(?: minutes?)? (?:past|to)"
CLOCK = (
    rf"(?:(?:about|around|just (?:before|after)|half(?: past)?|quarter (?:past|to)|{PAST}) )?"
    rf"(?:{WORD}|\d{{1,2}}(?:[.:]\d\d){{0,2}})"
)
WHICH = r"(?:the|that|this|last|next|every|each|one|same|following|previous|preceding|very|over|all)"
WHICH_TOO = r"(?:same|following|next|previous|preceding|very|whole|other|day|first|second|third|last)"


def _whole(*pieces: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{''.join(pieces)})(?!\w)")


PATTERNS = [
    # 3 May 1999; the 3rd and 4th of May; between 3 and 12 May 1999; Monday 3 May
    _whole(
        rf"(?:between |from )?(?:{WEEKDAY},? (?:the )?)?{DAYS}(?:(?: day)? of)?(?: ?|-){MONTH}",
        rf"(?:,? ?(?:of )?{SHORT_YEAR}|[-/]\d\d(?:\d\d)?)?",
        rf"(?:(?: and | to | or | until |, | ?[–-] ?){DAYS}(?: of)? ?{MONTH},? {SHORT_YEAR})?",
    ),
    # May 3rd, 1999; Monday, May 3
    _whole(rf"(?:{WEEKDAY},? )?{MONTH} ?{DAYS}\b(?:,? ?{SHORT_YEAR})?"),
    # May 1999; June and July 2003; the end of March; in May
    _whole(rf"{PHASE}?{MONTH}(?:(?: and | to | or |[/–-]| until |, ){MONTH}){{0,3}},? (?:of )?{SHORT_YEAR}"),
    _whole(rf"{PHASE}{MONTH}"),
    _whole(rf"{SURE_MONTH}(?:(?: and | to | or |[/–-]){SURE_MONTH})?"),
    _whole(rf"{ANY_MONTH} (?:to|until|till) {PHASE}?{ANY_MONTH}"),
    _whole(
        r"(?:in|since|until|till|by|last|next|this|during|from|through|before|after|around|mid|late|early)",
        r"[ -](?:march|may)(?= |[.,;])",
    ),
    _whole(rf"(?:{SURE_MONTH} )?half[- ]term"),
    # 1999; 1999-2001; the years 1997 to 1999; the early 1990s; 1993/94; the nineties; nineteen ninety four
    _whole(
        rf"(?:{PHASE}|(?:the )?(?:tax |academic |financial )?years? (?:of )?|circa |c\. ?)?{YEAR}(?:s\b|['’]s)?",
        rf"(?:(?: ?[/–—-] ?| to | and | or )(?:{YEAR}|\d\d)s?)?",
    ),
    _whole(
        rf"(?:{PHASE}|the )?(?:['’]?[2-9]0['’]?s|(?:nineteen[- ])?",
        r"(?:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|noughties))",
    ),
    _whole(rf"(?:nineteen|twenty|two thousand)(?: and)?[ -](?:oh[ -])?{WORD}(?:[- ]{WORD})?"),
    # 03/05/1999, 3.5.99, 1999-05-03, 1999-05-03T10:00
    _whole(r"\d{1,4}[./–-]\d{1,2}[./–-]\d{1,4}(?:t\d\d:\d\d(?::\d\d)?z?)?"),
    # last Tuesday night; the 3rd to the 5th; Wed 6th; dydd Mercher
    _whole(
        r"(?:(?:last|next|this|that|every|each|on|by|the|one|following|previous|late|early)[ -]){0,2}",
        rf"{FULL_WEEKDAY}(?:['’]s?)?(?: gone| just gone| coming)?(?:(?: the)? {DAY}\b)?(?: (?:early |late )?{PART})?",
    ),
    _whole(rf"(?:last |next |every |on |that |this ){{1,2}}{WEEKDAY}"),
    _whole(rf"(?:the )?{FIGURE}(?:(?: to | and |[-–]| until )(?:the )?{FIGURE})?"),
    _whole(rf"{WEEKDAY} {DAY}\b"),
    _whole(r"(?:dydd|nos|bore|prynhawn) (?:llun|mawrth|mercher|iau|gwener|sadwrn|sul)"),
    # times of day
    _whole(
        rf"{CLOCK} ?(?:a\.? ?m\.?|p\.? ?m\.?|o['’ ]?clock|noon|midnight|hrs|hours|h)|",
        rf"{CLOCK} in the (?:morning|afternoon|evening)|{CLOCK} at night",
    ),
    _whole(r"[0-2]?\d[:.h][0-5]\d(?:[:.][0-5]\d)?"),
    _whole(
        rf"(?:half past|quarter past|quarter to|half|(?:{WORD}|\d{{1,2}}) (?:past|to)) (?:{WORD}|\d{{1,2}})"
    ),
    _whole(rf"(?:{WORD}|\d{{1,2}}|quarter|half) past"),
    _whole(r"(?:at )?(?:midnight|noon|midday|dawn|dusk|sunset|sunrise|overnight|lunchtime|teatime|bedtime)"),
    # days of the year
    _whole(
        rf"(?:(?:last|next|this|that|every|at|over|on|around|the) )?(?:{pattern_of('holidays')})(?: {YEAR})?"
    ),
    # the next morning, the night of 3 May, an unspecified date, last summer
    _whole(
        r"(?:an?|the|that|this|some) (?:(?:unspecified|unknown|later|earlier|same|certain|particular|further|new|",
        r"previous|exact) )?date",
    ),
    _whole(
        r"(?:the day (?:before|after) )?(?:yesterday|tomorrow|today|tonight|nowadays|the other day)",
        r"(?: (?:morning|afternoon|evening|night))?",
    ),
    _whole(
        rf"(?:(?:later |earlier |early |late |in |at )?{WHICH} ){{1,3}}(?:{WHICH_TOO} ){{0,2}}",
        rf"(?:{PART}|{UNIT}|time of year|holidays?)",
        rf"(?: (?:of|before|after|in|between) (?:the )?(?:{DAYS}(?:(?: of)? {MONTH})?|{MONTH}|{YEAR})(?: {YEAR})?)?",
    ),
    _whole(
        r"(?:(?:last|next|this|that|every|in|the|of|during|over|early|late|previous) ){1,3}",
        rf"(?:summer|winter|spring|autumn)(?:time)?(?: (?:of )?(?:{YEAR}|last year|this year))?",
    ),
    _whole(rf"(?:summer|winter|spring|autumn) (?:of )?{YEAR}"),
    _whole(rf"(?:{NUMBER}|an?|{ORDINALS})?[ -]?(?:anniversary|birthday)"),
    # durations
    _whole(rf"{DURATION}(?:(?:,| and|,? and)? (?:a half|a quarter|{DURATION})){{0,3}}{AGO}?"),
    _whole(rf"half an hour|an hour and a half|{NUMBER}½? and a half|the last {NUMBER}"),
    _whole(
        rf"(?:{NUMBER}|several|many|few|multi)[ -](?:day|week|month|year|hour|minute|night)s?(?:[ -](?:old|long))?"
    ),
    _whole(rf"(?:many |several |some |countless )?{UNIT}{AGO}"),
    _whole(rf"(?:dozens|hundreds|thousands|tens|couple) of {UNIT}"),
    _whole(r"fortnight(?:ly)?|weekly|monthly|yearly|annual(?:ly)?|daily|hourly|nightly"),
]
