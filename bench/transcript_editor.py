"""A transcript of 20,000 words in the editor, in a real Chromium: opened, typed into, and saved.

Served by granian; times are the browser's own. A key is timed until the page is laid out again; how long it then takes
to be drawn is shown beside it, and holds the wait for the screen's next picture (up to 17 ms).
"""

import random
from pathlib import Path
from statistics import median

from django.urls import reverse
from playwright.sync_api import Page

from accounts.models import User
from bench.editors import READY, an_editor, signed_in
from bench.ratio import Ratio
from bench.workbench import SMALL, WORDS
from stories import looks, moderation, opening, telling
from stories.anonymise.stored import keep_found
from stories.enums import PartKind, Why
from stories.models import SealedPart, Story, Submission
from stories.parts import part_info
from transcription.engines.base import Result, Segment, Word
from transcription.hearing import keep, look, meet

SOUND = Path(__file__).parents[1] / "tests" / "data" / "whisper" / "testimony.opus"
LINE = 10  # words in a segment
OPENS, KEY, SAVES = 1500.0, 20.0, 500.0  # milliseconds
ROUNDS, KEYS = 5, 60
PAUSE = 0.36  # seconds a word: two hours
TYPE = """letter => {
  const began = performance.now()
  document.execCommand("insertText", false, letter)
  document.querySelector("[data-lines]").getBoundingClientRect()
  const laidOut = performance.now() - began
  return new Promise(done => requestAnimationFrame(() => setTimeout(() => done([laidOut, performance.now() - began]))))
}"""
CURSOR = """key => {
  const text = document.querySelector(`[data-key="${key}"] .line__text`)
  text.scrollIntoView({ block: "center" }); text.focus(); getSelection().collapse(text.firstChild, 8)
}"""


def measure() -> list[Ratio]:
    editor = an_editor()
    story, part = _story(editor)
    address = reverse("transcription:transcript", args=[story.pk, part.pk])
    with signed_in(editor) as (page, base):
        opened = median([_open(page, base + address) for _ in range(ROUNDS + 1)][1:])
        laid_out, drawn = _type(page)
        saved = _save(page)
    return [
        Ratio(f"transcript: opened in the browser, {WORDS:,} words", opened, OPENS, "ms", 1.0, "lower"),
        Ratio("transcript: a key, until it is laid out (median)", median(laid_out), KEY, "ms", 1.0, "lower"),
        Ratio("transcript: a key (slowest but one)", sorted(laid_out)[-2], KEY, "ms", 1.0, "lower"),
        Ratio("transcript: a key, until it is drawn (median)", median(drawn), KEY, "ms", None, "lower"),
        Ratio("transcript: a correction is kept (median)", median(saved), SAVES, "ms", None, "lower"),
    ]


def _open(page: Page, address: str) -> float:
    page.goto(address)
    page.locator("[data-transcript][data-ready]").wait_for(state="attached")
    if page.locator(".line").count() < WORDS // LINE:
        raise RuntimeError("The page does not show the transcript: bring this file in line with the editor.")
    return float(page.evaluate(READY))


def _type(page: Page) -> tuple[list[float], list[float]]:
    """In the middle of it."""
    page.evaluate(CURSOR, WORDS // LINE // 2)
    times = [page.evaluate(TYPE, "abcdef "[n % 7]) for n in range(KEYS)]
    return [each[0] for each in times], [each[1] for each in times]


def _save(page: Page) -> list[float]:
    """From the last key to the answer, without the second that the page waits for more."""
    times = []
    for number in range(6):
        page.evaluate(CURSOR, 200 + number)
        page.keyboard.type("so ")
        with page.expect_response("**/transcript/save/") as answer:
            page.evaluate("() => document.activeElement.blur()")
        answer.value.finished()
        times.append(float(answer.value.request.timing["responseEnd"]))
    return times


def _story(editor: User) -> tuple[Story, SealedPart]:
    submission = telling.begin_submission()
    with SOUND.open("rb") as source:
        part = telling.add_media(
            submission_id=submission.pk, kind=PartKind.AUDIO, source=source, mime="audio/ogg"
        )
    Submission.objects.filter(pk=submission.pk).update(adult_confirmed=True)
    story = telling.send_submission(submission_id=submission.pk)
    info = part_info(part_id=part.pk)
    recording = meet(info)
    facts = look(info=info, recording=recording)
    keep(recording=recording, facts=facts, result=_two_hours(), beat=lambda _share, _note: None)
    part.refresh_from_db()
    keep_found(part=part, found=[])
    moderation.take(story_id=story.pk, by=editor)
    looks.sit_down(story_id=story.pk, why=Why.ANONYMISING, by=editor)
    opening.open_rest(story_id=story.pk, part_id=part.pk, by=editor)
    return story, part


def _two_hours() -> Result:
    chance = random.Random(5)
    segments = []
    for line in range(WORDS // LINE):
        begin = line * LINE * PAUSE
        words = tuple(
            Word(
                round(begin + n * PAUSE, 3),
                round(begin + (n + 0.8) * PAUSE, 3),
                chance.choice(SMALL),
                chance.random(),
            )
            for n in range(LINE)
        )
        segments.append(Segment(words[0].start, words[-1].end, words))
    return Result(tuple(segments), "en", "by-hand", "0" * 64, WORDS * PAUSE)
