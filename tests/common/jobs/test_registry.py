import pytest

from common.jobs.errors import UnknownKind
from common.jobs.registry import job_kind, kind_named, replaced


def handler(run):
    return None


def test_a_kind_keeps_what_it_was_registered_with(kind):
    name = kind(handler, queue="media", max_attempts=7, unique=False)
    found = kind_named(name)
    assert (found.handler, found.queue, found.max_attempts, found.unique) == (handler, "media", 7, False)


def test_a_name_is_taken_once(kind):
    name = kind(handler)
    with pytest.raises(ValueError, match="twice"):
        job_kind(name)(lambda run: None)
    assert kind_named(name).handler is handler


@pytest.mark.parametrize("options", [{"queue": "fast"}, {"max_attempts": 0}])
def test_nonsense_is_refused_and_not_registered(options):
    with pytest.raises(ValueError, match="nonsense"):
        job_kind("nonsense", **options)(handler)
    with pytest.raises(UnknownKind):
        kind_named("nonsense")


def test_replaced_puts_the_first_handler_back(kind):
    name = kind(handler, queue="media")
    with replaced(name, print):
        assert kind_named(name).handler is print
        assert kind_named(name).queue == "media"
    assert kind_named(name).handler is handler
