"""A transcript of 20,000 words with 800 groups to decide, opened in a real Chromium, and decisions shown in it.

Served by granian as uploads are; times are the browser's own, from the press of a key until the changed page is drawn.
"""

import random
from statistics import median

from django.urls import reverse
from playwright.sync_api import Page

from accounts.models import User
from bench.editors import READY, an_editor, signed_in
from bench.ratio import Ratio
from stories import looks, moderation, opening, telling
from stories.anonymise.model import Proposal
from stories.anonymise.stored import keep_found
from stories.enums import RedactionKind, Why
from stories.models import SealedPart, Story, Submission
from stories.sealing import open_part_text

WORDS, GROUPS, PLACES = 20_000, 800, 1_200
LINE = 14  # words in a segment of the transcript
OPENS, SHOWS = 1500.0, 100.0  # milliseconds
ROUNDS, DECISIONS = 5, 24
LETTERS = "bcdfglmnprst"
SMALL = ("and", "then", "they", "said", "that", "it", "was", "time", "to", "go", "on", "a", "long", "way")
# From the press of a key until what it changed has been drawn.
DECIDE = """key => new Promise(done => {
  const began = performance.now()
  const watch = new MutationObserver(() => {
    watch.disconnect()
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)))
  })
  watch.observe(document.querySelector("#progress"), { childList: true, subtree: true })
  const at = document.activeElement ?? document.body
  at.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }))
})"""


def measure() -> list[Ratio]:
    editor = an_editor()
    story, part = _story(editor)
    address = reverse("stories_admin:words", args=[story.pk, part.pk])
    with signed_in(editor) as (page, base):
        opened = median([_open(page, base + address) for _ in range(ROUNDS + 1)][1:])
        decided, undone = _decide(page)
    size = f"{WORDS:,} words, {GROUPS} groups in {PLACES:,} places"
    return [
        Ratio(f"workbench: opened in the browser, {size}", opened, OPENS, "ms", 1.0, "lower"),
        Ratio("workbench: a decision is shown (median)", median(decided), SHOWS, "ms", 1.0, "lower"),
        Ratio(
            "workbench: a decision is shown (slowest but one)",
            sorted(decided)[-2],
            SHOWS,
            "ms",
            None,
            "lower",
        ),
        Ratio("workbench: an undo is shown (median)", median(undone), SHOWS, "ms", 1.0, "lower"),
    ]


def _open(page: Page, address: str) -> float:
    page.goto(address)
    page.locator("[data-ready]").wait_for(state="attached")
    if page.locator("#groups li").count() < GROUPS // 2:
        raise RuntimeError("The page does not show the groups: bring this file in line with the workbench.")
    return float(page.evaluate(READY))


def _decide(page: Page) -> tuple[list[float], list[float]]:
    """Masks and keeps in turns, each of the group that the page goes on to; then all of them undone."""
    page.keyboard.press("n")
    decided = [float(page.evaluate(DECIDE, "mk"[n % 2])) for n in range(DECISIONS)]
    undone = [float(page.evaluate(DECIDE, "u")) for _ in range(DECISIONS // 2)]
    return decided[2:], undone


def _story(editor: User) -> tuple[Story, SealedPart]:
    submission = telling.begin_submission()
    telling.write_text(submission_id=submission.pk, text=_transcript())
    Submission.objects.filter(pk=submission.pk).update(adult_confirmed=True)
    story = telling.send_submission(submission_id=submission.pk)
    part = submission.parts.get()
    keep_found(part=part, found=_found(open_part_text(part=part)))
    moderation.take(story_id=story.pk, by=editor)
    looks.sit_down(story_id=story.pk, why=Why.ANONYMISING, by=editor)
    opening.open_rest(story_id=story.pk, part_id=part.pk, by=editor)
    return story, part


def _names() -> list[str]:
    chance = random.Random(11)
    names = set()
    while len(names) < GROUPS:
        syllables = [chance.choice(LETTERS) + chance.choice("aeiou") for _ in range(4)]
        names.add("".join(syllables).capitalize() + "n")
    return sorted(names)


def _transcript() -> str:
    """Ordinary small words with a name at PLACES places, a segment to a line, as transcripts are."""
    chance = random.Random(7)
    words = [chance.choice(SMALL) for _ in range(WORDS)]
    names = _names()
    for number, place in enumerate(chance.sample(range(WORDS), PLACES)):
        words[place] = names[number % GROUPS]
    return "\n".join(" ".join(words[at : at + LINE]) for at in range(0, WORDS, LINE))


def _found(text: str) -> list[Proposal]:
    kinds, found, at = list(RedactionKind), [], 0
    for word in text.split():
        at = text.index(word, at)
        if word[0].isupper():
            found.append(Proposal(at, at + len(word), kinds[len(word) * ord(word[1]) % len(kinds)], 0.7))
        at += len(word)
    return found
