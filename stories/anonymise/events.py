"""What happens to few: an insider would know who it was. Over text in lower case."""

import re

from stories.anonymise.words import lines_of

PATTERNS = [re.compile(rf"(?<![\w’'-])(?:{'|'.join(lines_of('events.txt'))})(?!\w)")]
