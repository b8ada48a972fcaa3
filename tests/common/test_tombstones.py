import io
import logging
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from common import tombstones
from common.models import Tombstone
from common.tombstones import bury, disagreement, on_reapply
from common.vault.keys import KeyDestroyed, create_key, data_key, destroy_key
from common.vault.models import KeyTombstone, WrappedKey

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])


class Rows:
    """What an app keeps about its owners, and its eraser."""

    def __init__(self, *owners):
        self.left = set(owners)
        self.asked = []

    def erase(self, *, owner: UUID) -> bool:
        self.asked.append(owner)
        found = owner in self.left
        self.left.discard(owner)
        return found


@pytest.fixture
def erasers(monkeypatch):
    """Only the erasers that the test registers."""
    registered = {}
    monkeypatch.setattr(tombstones, "_erasers", registered)
    return registered


@pytest.fixture
def stories(erasers):
    rows = Rows()
    on_reapply("story")(rows.erase)
    return rows


def keyed():
    owner = uuid4()
    create_key(owner=owner)
    return owner


def reapply(**options):
    out, err = io.StringIO(), io.StringIO()
    call_command("reapply_tombstones", stdout=out, stderr=err, **options)
    return out.getvalue().splitlines(), err.getvalue()


def erased(kind="story"):
    owner = keyed()
    bury(owner=owner, kind=kind)
    destroy_key(owner=owner, kind=kind)
    return owner


def test_burying_writes_ids_only_and_the_first_time_counts():
    owner = uuid4()
    bury(owner=owner, kind="story")
    at = Tombstone.objects.get(owner=owner).at
    bury(owner=owner, kind="edition")
    tombstone = Tombstone.objects.get(owner=owner)
    assert (tombstone.kind, tombstone.at) == ("story", at)
    assert {field.name for field in Tombstone._meta.get_fields()} == {"owner", "kind", "at"}


@pytest.mark.django_db(transaction=True, databases=["default", "keyring"])
def test_burying_leaves_a_line_in_the_log_once_it_is_committed(monkeypatch):
    lines = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())
    monkeypatch.setattr(tombstones.logger, "handlers", [handler])
    owner = uuid4()
    bury(owner=owner, kind="story")
    bury(owner=owner, kind="story")
    assert lines == [f"tombstone story {owner}"]


def test_a_second_eraser_for_a_kind_is_refused_and_the_same_one_is_not(erasers):
    rows, others = Rows(), Rows()
    on_reapply("story")(rows.erase)
    on_reapply("story")(rows.erase)
    with pytest.raises(ValueError, match="story"):
        on_reapply("story")(others.erase)


def test_databases_that_agree_count_nothing(stories):
    keyed()
    erased()
    bury(owner=uuid4(), kind="story")  # never had a key: nothing is left to open
    assert disagreement() == 0


def test_a_tombstone_whose_key_still_opens_is_counted():
    bury(owner=keyed(), kind="story")
    assert disagreement() == 1


def test_a_restored_main_database_is_counted():
    Tombstone.objects.filter(owner=erased()).delete()
    assert disagreement() == 1


def test_a_restored_keyring_is_counted():
    owner = erased()
    KeyTombstone.objects.filter(owner=owner).delete()
    create_key(owner=owner)
    assert disagreement() == 1


def test_a_key_beside_its_own_tombstone_is_counted_once():
    owner = keyed()
    backup = WrappedKey.objects.get(owner=owner)
    destroy_key(owner=owner)
    backup.save(force_insert=True)
    assert disagreement() == 1  # and unknown in main as well
    bury(owner=owner, kind="story")
    assert disagreement() == 1


def test_erasures_under_way_can_be_left_out():
    owner = keyed()
    bury(owner=owner, kind="story")
    assert disagreement(older_than=timedelta(minutes=10)) == 0
    Tombstone.objects.update(at=timezone.now() - timedelta(minutes=11))
    assert disagreement(older_than=timedelta(minutes=10)) == 1
    Tombstone.objects.all().delete()
    destroy_key(owner=owner)
    assert disagreement(older_than=timedelta(minutes=10)) == 0
    KeyTombstone.objects.update(at=timezone.now() - timedelta(minutes=11))
    assert disagreement(older_than=timedelta(minutes=10)) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_asking_takes_five_queries_however_many(django_assert_num_queries, count):
    for _ in range(count):
        erased()
    with django_assert_num_queries(2, using="default"), django_assert_num_queries(3, using="keyring"):
        assert disagreement() == 0


def test_nothing_buried_nothing_done(stories):
    assert reapply() == (["0 tombstones: 0 had to be applied again, 0 failed."], "")


def test_an_older_main_database_is_erased_again(stories):
    owner, kept = erased(), keyed()
    Tombstone.objects.filter(owner=owner).delete()
    stories.left = {owner, kept}
    out, err = reapply()
    assert out == [
        f"story {owner}: rows and files erased",
        "1 tombstones: 1 had to be applied again, 0 failed.",
    ]
    assert err == ""
    assert stories.left == {kept}
    assert Tombstone.objects.get(owner=owner).kind == "story"
    assert data_key(owner=kept)
    assert disagreement() == 0


def test_an_older_keyring_loses_the_key_again(stories):
    owner = erased()
    KeyTombstone.objects.filter(owner=owner).delete()
    create_key(owner=owner)
    out, _ = reapply()
    assert out[0] == f"story {owner}: key destroyed"
    with pytest.raises(KeyDestroyed):
        data_key(owner=owner)
    with pytest.raises(KeyDestroyed):
        create_key(owner=owner)
    assert disagreement() == 0


def test_a_second_run_changes_nothing(stories):
    owner = erased()
    stories.left = {owner}
    reapply()
    out, _ = reapply()
    assert out == ["1 tombstones: 0 had to be applied again, 0 failed."]


def test_only_the_eraser_of_the_kind_is_asked(stories):
    editions = Rows()
    on_reapply("edition")(editions.erase)
    story, edition = erased("story"), erased("edition")
    reapply()
    assert stories.asked == [story]
    assert editions.asked == [edition]


def test_a_tombstone_without_a_kind_asks_every_eraser(stories):
    editions = Rows()
    on_reapply("edition")(editions.erase)
    owner = keyed()
    destroy_key(owner=owner)
    stories.left = {owner}
    reapply()
    assert stories.asked == editions.asked == [owner]
    assert stories.left == set()


def test_the_main_databases_kind_is_preferred(stories):
    owner = keyed()
    bury(owner=owner, kind="story")
    destroy_key(owner=owner, kind="edition")
    reapply()
    assert stories.asked == [owner]


def test_a_kind_nobody_erases_is_said(stories):
    erased("mystery")
    _, err = reapply()
    assert "rows of kind 'mystery'" in err


def test_an_eraser_that_fails_does_not_stop_the_others(stories):
    def fail(*, owner):
        raise RuntimeError("They held me down")

    on_reapply("edition")(fail)
    edition, story = erased("edition"), erased("story")
    Tombstone.objects.all().delete()
    stories.left = {story}
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError, match="Do not open the site yet"):
        call_command("reapply_tombstones", stdout=out, stderr=err)
    assert stories.left == set()
    assert "2 tombstones: 1 had to be applied again, 1 failed." in out.getvalue()
    assert err.getvalue().strip() == f"edition {edition}: failed (RuntimeError)"
    assert "held me" not in out.getvalue() + err.getvalue()
    assert disagreement() == 1, "what failed still counts"


def test_a_log_stands_in_when_both_databases_are_older(stories, tmp_path):
    owner, kept = keyed(), keyed()
    stories.left = {owner, kept}
    log = tmp_path / "heard.log"
    log.write_text(
        "2026-11-23 16:00:00 INFO heard.web something else\n"
        f"2026-11-23 16:00:01 INFO heard.tombstones tombstone story {owner}\n"
        "2026-11-23 16:00:02 INFO heard.tombstones tombstone story not-an-id\n"
    )
    out, _ = reapply(log=log)
    assert out[0] == f"story {owner}: key destroyed, rows and files erased"
    assert stories.left == {kept}
    assert data_key(owner=kept)
    assert Tombstone.objects.filter(owner=owner).exists()
    assert KeyTombstone.objects.filter(owner=owner).exists()


def test_a_log_that_cannot_be_read_is_said_plainly(stories, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        reapply(log=tmp_path / "missing.log")
