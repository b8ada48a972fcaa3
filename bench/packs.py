"""Setting an edition in type: from the pack's rows to a finished PDF, beside typst alone on the very same data.

Ours: the gate, opening the words of every story, composing, covers, QR code, labels, JSON and typst.
Bare: `typst.compile` of the same template with the JSON that ours made. Typst remembers what it laid out before, in
the same process: so each run is a process of its own, forked from one that has never compiled anything. What is
counted is the processor's time, all threads together: other work on the machine must not decide.
"""

import json
import multiprocessing
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from unittest import mock
from uuid import UUID

import psutil
import typst
from django.db import connections
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from bench import many_stories
from bench.ratio import Ratio
from campaigns.enums import EditionState, ItemKind
from campaigns.loading import load_evidence
from campaigns.models import Edition, Figure, GuidanceStatement, Initiative, Pack
from campaigns.packs import rendering
from campaigns.packs.building import create_campaign, create_pack, pick
from campaigns.packs.content import Imprint, PackContent, compose
from campaigns.packs.editions import issue_edition
from campaigns.packs.plan import plan_of_pack
from common.documents.pdf import NO_PACKAGES, _fonts
from stories.consent import give_consent
from stories.enums import Purpose
from stories.models import Story, Trust
from stories.pack_use import PackUse
from stories.release import read_for_pack

# The size that issue 6 asks for, with the limit; and a small pack, where what is paid once weighs more.
LARGE, SMALL = 100, 30
REPEATS = {LARGE: 7, SMALL: 3}  # of a sentence of 22 words, four times a telling
RULES, ROUNDS = 12, 7
FIGURES = 60  # more than ten charts of them
LIMIT = 1.3
MINUTE, MEMORY = 60.0, 1024.0  # of an edition of the large pack, all formats
Work = Callable[[], object]
WORKER = """
import sys, time, django
django.setup()
from campaigns.packs.press import render_edition
began = time.perf_counter()
render_edition(edition_id=sys.argv[1])
print(time.perf_counter() - began)
"""


def measure() -> list[Ratio]:
    load_evidence()
    _fonts()  # a worker has them loaded
    return [_measure(LARGE, limit=LIMIT), _measure(SMALL, limit=None), *_measure_formats()]


def _measure_formats() -> list[Ratio]:
    """Every format of one edition of the large pack, in a process of its own: its time, and the most memory it held.

    `bare` is what issue 6 allows. Time is the clock's, because pandoc works beside us.
    """
    pack_id = _make_pack(LARGE)
    edition_id = issue_edition(pack_id=pack_id, by=None).pk
    connections.close_all()
    seconds, megabytes = _render_all(edition_id)
    if Edition.objects.get(pk=edition_id).state != EditionState.ISSUED:
        raise RuntimeError("The edition was not issued: nothing was measured.")
    name = f"All formats of {LARGE} stories"
    return [
        Ratio(f"{name}, time / what is allowed", seconds, MINUTE, "s", 1.0, "lower"),
        Ratio(f"{name}, most memory / what is allowed", megabytes, MEMORY, "MB", 1.0, "lower"),
    ]


def _render_all(edition_id: UUID) -> tuple[float, float]:
    """Seconds, and megabytes of it and of the programs it starts, looked at fifty times a second.

    Begun afresh: a fork would hold what was measured before it, and the kernel's own maximum survives a fork.
    """
    worker = subprocess.Popen([sys.executable, "-c", WORKER, str(edition_id)], stdout=subprocess.PIPE)
    tree, most = psutil.Process(worker.pid), 0
    while worker.poll() is None:
        most = max(most, _resident(tree))
        time.sleep(0.02)
    said, _nothing = worker.communicate()
    return float(said.splitlines()[-1]), most / 2**20  # what came before is the log


def _resident(tree: psutil.Process) -> int:
    held = 0
    for process in (tree, *tree.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            held += process.memory_info().rss
    return held


def _measure(stories: int, *, limit: float | None) -> Ratio:
    pack_id = _make_pack(stories)
    content = _compose(pack_id)
    prepared = _bare_input(content)
    words = sum(story.words for story in content.stories)
    ours, bare = _best(lambda: _ours(pack_id), lambda: _bare(prepared))
    return Ratio(
        f"PDF of {stories} stories, {words:,} words / bare typst", ours, bare, "CPU s", limit, "lower"
    )


def _make_pack(stories: int) -> UUID:
    Trust.objects.get_or_create(
        code="ZZB", defaults={"name": "Benchmoor", "nation": "England", "fictional": True}
    )
    fields = {"name": "Bench group", "kind": OrganisationKind.GROUP}
    group, _new = Organisation.objects.get_or_create(slug="bench-group", defaults=fields)
    campaign = create_campaign(organisation=group, trust_code="ZZB", name="Bench", aim="To know.")
    words = "One paragraph of the group's own words, as long as such paragraphs are. " * 8
    pack = create_pack(
        campaign=campaign, title="A pack to measure", by=None, letter=words, summary=words, ask=words
    )
    for story_id in _make_stories(stories):
        give_consent(submission_id=story_id, purpose=Purpose.ANY_PACK, cooling_off=False)
        pick(pack_id=pack.pk, kind=ItemKind.STORY, source_id=str(story_id))
    for rule in GuidanceStatement.objects.for_packs()[:RULES]:
        pick(pack_id=pack.pk, kind=ItemKind.STATEMENT, source_id=rule.slug)
    for figure in Figure.objects.for_packs()[:FIGURES]:
        pick(pack_id=pack.pk, kind=ItemKind.FIGURE, source_id=figure.slug)
    for practice in Initiative.objects.for_packs():
        pick(pack_id=pack.pk, kind=ItemKind.INITIATIVE, source_id=practice.slug)
    return pack.pk


def _make_stories(number: int) -> list[UUID]:
    before = set(Story.objects.values_list("pk", flat=True))
    sentence = many_stories.PARAGRAPH[: len(many_stories.PARAGRAPH) // 3]
    with mock.patch.object(many_stories, "PARAGRAPH", sentence * REPEATS[number]):
        many_stories.make_stories(number, before=len(before))
    return [pk for pk in Story.objects.values_list("pk", flat=True) if pk not in before]


def _compose(pack_id: UUID) -> PackContent:
    pack = Pack.objects.select_related("campaign__organisation").get(pk=pack_id)
    plan = plan_of_pack(pack)
    stories = read_for_pack(story_ids=plan.story_ids, use=PackUse(Purpose.NAMED_PACK, "ZZB"))
    if len(stories) != len(plan.story_ids):
        raise RuntimeError(
            "The stories made in bulk do not pass the gate: bring this file in line with the road."
        )
    imprint = Imprint(
        1, timezone.localdate(), "BNCH-BNCH-BNC2", "http://127.0.0.1:8000/verify/BNCH-BNCH-BNC2/"
    )
    return compose(plan=plan, stories=stories, imprint=imprint)


def _ours(pack_id: UUID) -> object:
    return rendering.render_pdf(content=_compose(pack_id), created=timezone.now())


def _bare_input(content: PackContent) -> str:
    """The data as the typesetter gets it."""
    return json.dumps(rendering.typeset_data(content), ensure_ascii=False)


def _bare(prepared: str) -> object:
    return typst.compile(
        rendering.TEMPLATE,
        root=rendering.TEMPLATE.parent,
        font_paths=_fonts(),
        sys_inputs={"data": prepared, "files": "{}"},
        pdf_standards=["ua-1"],
        package_path=NO_PACKAGES,
        package_cache_path=NO_PACKAGES,
    )


def _best(*works: Work) -> list[float]:
    """The fastest of ROUNDS for each, one after the other so that a busy moment hits all alike."""
    times: list[list[float]] = [[] for _ in works]
    for _round in range(ROUNDS):
        for place, work in enumerate(works):
            times[place].append(_apart(work))
    return [min(found) for found in times]


def _apart(work: Work) -> float:
    connections.close_all()
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_timed, args=(work, there))
    child.start()
    seconds: float = here.recv()
    child.join()
    return seconds


def _timed(work: Work, answer: Connection) -> None:
    began = time.process_time()
    work()
    answer.send(time.process_time() - began)
