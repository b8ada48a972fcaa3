"""A teller and a worker at the very same moment, each in a transaction of a thread of its own."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections, transaction

from campaigns.enums import EditionState
from campaigns.packs import press
from campaigns.packs.editions import issue_edition
from campaigns.packs.press import render_edition
from campaigns.packs.reading import NotReadable, read_html
from stories.release import releases_of
from stories.withdrawal import take_back
from tests.campaigns.factories import make_pack, reload, story_ids

pytestmark = pytest.mark.django_db(transaction=True)
LONG, A_WHILE = 30, 1.0


class Thread(threading.Thread):
    """With connections of its own, closed at its end; what it raised is raised by `finish`."""

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self.work, self.error = work, None
        self.start()

    def run(self) -> None:
        try:
            self.work()
        except BaseException as error:
            self.error = error
        finally:
            connections.close_all()

    def finish(self) -> None:
        self.join(LONG)
        assert not self.is_alive()
        if self.error:
            raise self.error


@pytest.fixture
def edition():
    return issue_edition(pack_id=make_pack(stories=2).pk, by=None)


def test_taken_back_while_the_last_transaction_is_open_it_waits_and_then_recalls(edition, monkeypatch):
    released, go_on = threading.Event(), threading.Event()
    keep = press._keep_items

    def slowly(**kwargs):
        released.set()
        assert go_on.wait(LONG)
        return keep(**kwargs)

    monkeypatch.setattr(press, "_keep_items", slowly)
    worker = Thread(lambda: render_edition(edition_id=edition.pk))
    assert released.wait(LONG)
    teller = Thread(lambda: take_back(submission_id=story_ids(edition.pack)[0]))
    teller.join(A_WHILE)
    assert teller.is_alive()  # the story is locked: not before the edition is there to be recalled
    go_on.set()
    worker.finish()
    teller.finish()
    assert reload(edition).state == EditionState.REPLACED
    with pytest.raises(NotReadable):
        read_html(edition=reload(edition))


def test_issued_while_the_taking_back_is_open_it_waits_and_is_then_refused(edition):
    taken, commit = threading.Event(), threading.Event()

    def slowly() -> None:
        with transaction.atomic():
            take_back(submission_id=story_ids(edition.pack)[0])
            taken.set()
            assert commit.wait(LONG)

    teller = Thread(slowly)
    assert taken.wait(LONG)
    worker = Thread(lambda: render_edition(edition_id=edition.pk))
    worker.join(A_WHILE * 4)
    assert worker.is_alive()
    assert reload(edition).state == EditionState.RENDERING
    commit.set()
    teller.finish()
    worker.finish()
    assert reload(edition).state == EditionState.FAILED
    assert releases_of(story_id=story_ids(edition.pack)[1]) == []


def test_two_workers_at_once_issue_it_once(edition):
    workers = [Thread(lambda: render_edition(edition_id=edition.pk)) for _ in range(2)]
    for worker in workers:
        worker.finish()
    assert reload(edition).state == EditionState.ISSUED
    assert read_html(edition=reload(edition))
    assert len(releases_of(story_id=story_ids(edition.pack)[0])) == 1
