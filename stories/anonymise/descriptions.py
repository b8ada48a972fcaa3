"""What people are: work, peoples, faiths, illnesses, what they were accused of; over text in lower case."""

import re

from stories.anonymise.numerals import NUMBER
from stories.anonymise.vocabulary import pattern_of

# Ordinary on a ward as they are, and so no description of anybody: only with more before them.
PLAIN = (
    r"(?:doctors?|nurses?|officers?|guards?|workers?|carers?|paramedics?|consultants?|managers?|assistants?)"
)
PEOPLE = (
    r"(?:man|woman|men|women|people|person|lads?|girls?|boys?|patients?|staff|nurses?|guys?|bloke|lady|family|community|"
    r"british|african|caribbean|other)"
)
RELATIVES = (
    r"(?:sons?|daughters?|child|children|kids?|brothers?|sisters?|siblings?|bab(?:y|ies)|boys?|girls?|wife|husband|partner|"
    r"mother|father|mum|dad|grandchildren|nephews?|nieces?|cousins?)"
)
WHICH = (
    rf"(?:{NUMBER}|eldest|oldest|youngest|younger|older|elder|middle|little|big|twin|only|late|first|second|third|adopted|"
    r"minor|unborn|deceased|estranged|disabled|then)"
)


def _whole(*pieces: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w’'-])(?:{''.join(pieces)})(?!\w)")


PATTERNS = [
    _whole(rf"(?:(?:{pattern_of('before_work')}) ){{0,2}}(?:{pattern_of('work')})(?:e?s)?"),
    _whole(rf"(?:(?:{pattern_of('before_plain_work')}) ){{1,2}}{PLAIN}"),
    _whole(r"specialist in [a-z]{4,20}(?: [a-z]{4,20})?"),
    _whole(rf"(?:{pattern_of('peoples')})(?: {PEOPLE})?"),
    _whole(rf"(?:{pattern_of('faiths')})s?"),
    _whole(pattern_of("groups")),
    _whole(
        r"(?:black|white|asian|arab|mixed[- ]race|mixed|brown|foreign)[- ](?:[a-z]{3,12} )?",
        PEOPLE,
    ),
    _whole(pattern_of("illness")),
    _whole(
        r"(?:attempted |armed |aggravated |gross |serious |petty |possession of |conspiracy to |",
        r"membership of (?:an? )?)?",
        rf"(?:{pattern_of('offences')})",
    ),
    _whole(
        r"(?:mother and baby|eating disorders?|(?:low|medium|high)[- ]secure|learning disabilit(?:y|ies)|",
        r"older adults?|dementia|perinatal|forensic|maternity|adolescent|special care|intensive care|",
        r"high dependency) (?:units?|wards?)",
    ),
    _whole(r"(?:grievous|actual) bodily harm"),
    _whole(
        r"(?:child|housing|disability|unemployment|widow['’]?s['’]?|sickness|maternity|incapacity|social|war|",
        r"old[- ]age|invalidity|state) (?:benefits?|allowances?|pensions?)",
    ),
    _whole(
        r"(?:unlawful|illegal|armed|terrorist|criminal|paramilitary) (?:organi[sz]ations?|gangs?|groups?|associations?)"
    ),
    _whole(r"(?:native|mother) (?:language|tongue)|(?:dual|joint) (?:citizen|national)s?"),
    _whole(r"(?:of|by) [a-z]{3,20} (?:origin|descent|nationality|ethnicity)"),
    _whole(
        r"gave birth(?: to [a-z]{1,10} [a-z]{1,12})?|giving birth|was born|were born|got married|",
        r"got divorced|only child|single (?:mother|father|mum|dad|parent)|",
        r"foster (?:child|parents?|mother|father|care)|care leaver|in care|",
        r"ex-?(?:wife|husband|partner|army|soldier|service|boyfriend|girlfriend|con|prisoner|police)",
    ),
    _whole(
        r"(?:primary|secondary|higher|university|law|medical|master['’]?s|bachelor['’]?s|phd|doctoral) ",
        r"(?:education|degree|school|diploma|student)s?",
    ),
    _whole(r"(?:his|her|my|their|the|our) ", WHICH, r" (?:minor |young |small |little |adult )?", RELATIVES),
]
