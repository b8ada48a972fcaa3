"""Numbers as English writes them, as pieces of patterns over text in lower case. Every repetition is bounded."""

SMALL = "one|two|three|four|five|six|seven|eight|nine"
TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
TENS = "twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety"
WORD = rf"(?:(?:{TENS})(?:[- ]?(?:{SMALL})\b)?|{TEENS}|{SMALL}|hundred|thousand|million|billion|dozen)"
SPELT = rf"(?:(?:an?|{WORD}) )?{WORD}(?:(?:[ -]| and ){WORD}){{0,5}}"
ABOUT = r"(?:(?:more than|less than|at least|at most|over|under|nearly|almost|about|approximately|around|up to|some) )"
DIGITS = r"\d{1,12}(?:[.,’' \u00a0]\d{3}(?!\d)){0,4}(?:[.,]\d{1,6}(?!\d))?(?:½|¼|¾)?"
NUMBER = rf"(?:{DIGITS}|{SPELT})"
ORDINALS = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|"
    "sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|fortieth|fiftieth|sixtieth|seventieth|eightieth|"
    rf"(?:{TENS})[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
)
