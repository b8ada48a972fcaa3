"""Amounts, ages and shares, in figures and in words, over text in lower case unless it says otherwise."""

import re

from stories.anonymise.numerals import ABOUT, DIGITS, NUMBER, ORDINALS, SPELT
from stories.anonymise.vocabulary import pattern_of

MANY = r"(?: ?(?:million|billion|thousand|hundred|bn|mn|m|k)\b)?"
SIGN = r"(?:£|\$|€|¥|₺|₽|us\$|c\$|a\$)"
RANGE = rf"{NUMBER}(?:(?: ?[–—-] ?| to | or | and ){NUMBER})?"
SHARE = r"(?:half|halves|thirds?|quarters?|fifths?|sixths?|eighths?|tenths?)"
# What a number may count, apart from time: "two of them" says little, "nineteen other defendants" a lot.
COUNTED = (
    r"(?: (?:other|more|further|different|young|old|older|younger|new|male|female|minor|additional|separate|"
    r"of (?:us|them|my|the|his|her|their)))?(?: (?!(?:and|but|when|where|who|which|that|with|was|were|had|has|have|are|"
    r"not|for|from|the|then|she|they|you|said|came|went|past|before|after)\b)[a-z][a-z'’-]{2,30})?"
)
BEFORE_AGE = (
    r"(?:i(?:['’]m| am| was)|s?he(?:['’]s| is| was)|turn(?:ed|ing)|nearly|almost|just turned|only|when i was|"
    r"was just)"
)
DECADES = r"(?:teens|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|[2-9]0['’]?s)"


def _whole(*pieces: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{''.join(pieces)})")


AMOUNTS = [
    _whole(rf"{SIGN} ?{DIGITS}{MANY}(?:(?: ?[–—-] ?| to | and ){SIGN}? ?{DIGITS}{MANY})?"),
    _whole(rf"(?:{pattern_of('currency_codes')}) ?{DIGITS}{MANY}(?!\w)"),
    _whole(
        rf"{ABOUT}?{RANGE}{MANY} ?(?:(?:new |old )?(?:us|{pattern_of('peoples')}) )?",
        rf"(?:{pattern_of('currencies')})\b",
    ),
    _whole(rf"{DIGITS} ?%"),
    _whole(rf"{RANGE} ?(?:per ?cent|percent)\b"),
    _whole(rf"{RANGE}[ -]?(?:{pattern_of('units')})(?!\w)"),
    _whole(rf"{NUMBER}[ -](?:foot|feet|ft|stone|pounds?) {NUMBER}(?!\w)"),
    _whole(rf"(?:an?|{NUMBER})[ -]{SHARE}\b"),
    _whole(r"(?:dozens|hundreds|thousands|tens|scores) of [a-z'’-]{2,30}(?!\w)"),
    _whole(r"(?:once|twice|double|triple) (?:a|an|per|the) [a-z]{2,20}(?!\w)"),
    _whole(r"(?:life|lifelong|whole[- ]life) (?:imprisonment|sentence)(?!\w)"),
]
# Over the text as it stands: a name that follows a number is no part of it.
COUNTS = [
    re.compile(rf"(?<![\w-])(?!(?i:one|an?)\b)(?i:{ABOUT}?{SPELT}){COUNTED}(?!\w)"),
    re.compile(r"(?<![\w.,:/-])\d{1,3} (?:other |more |further |different )?[a-z][a-z'’-]{2,30}(?!\w)"),
]
AGES = [
    _whole(
        r"(?:aged?|(?:at |under |over )?the age of|age of)(?: about| around| just| only)? ?",
        rf"{NUMBER}(?: to {NUMBER}| and {NUMBER})?(?: years)?(?!\w)",
    ),
    _whole(rf"{RANGE}[ -](?:and a half[ -])?(?:years?|yrs?|months?|weeks?|days?)[ -](?:old|of age)s?(?!\w)"),
    _whole(rf"{NUMBER} ?(?:yrs?|y) ?/?o\b"),
    _whole(rf"{BEFORE_AGE} {NUMBER}(?= *[.,;!?\n]|$| (?:and|but|when|then|at the time|now|years?)\b)"),
    _whole(rf"(?:in )?(?:my|his|her|their|your) (?:early |mid |mid-|late )?{DECADES}(?!\w)"),
    _whole(
        rf"(?:my|his|her|their|your|a|the) (?:{NUMBER}|\d{{1,3}}(?:st|nd|rd|th)|{ORDINALS})[ -]birthday(?!\w)"
    ),
    _whole(
        r"(?:teen(?:age[rd]?)?s?|toddler|middle[- ]aged|elderly|octogenarian|pensioner|newborn|new-born|minors?|",
        r"under-?age)(?!\w)",
    ),
]
