"""Which rules a story touches: by its themes, in the nation where it happened, while it happened.

Strict on purpose: what is not known is not claimed. A trust that can show one rule to be wrong waves the rest away.
"""

from collections.abc import Collection, Iterable

from campaigns.enums import STATUSES_FOR_PACKS
from campaigns.evidence.values import Rule
from stories.release import Happened


def rules_touched(*, rules: Iterable[Rule], themes: Collection[str], happened: Happened) -> list[Rule]:
    """Those of RULES that speak of one of THEMES and held there all the time in which it can have HAPPENED.

    None where the year or the nation is not known. A rule counts only if it holds today as well, so that neither
    what was never commenced nor what has been replaced since is held against anybody.
    """
    wanted = set(themes)
    return [rule for rule in rules if wanted & set(rule.themes) and held(rule=rule, happened=happened)]


def held(*, rule: Rule, happened: Happened) -> bool:
    """Whether RULE was in force on every day on which it can have HAPPENED, there, and still is."""
    if rule.status not in STATUSES_FOR_PACKS or happened.nation not in rule.jurisdictions:
        return False
    if happened.first is None or happened.last is None or rule.since is None:
        return False
    return rule.since <= happened.first and (rule.until is None or happened.last <= rule.until)
