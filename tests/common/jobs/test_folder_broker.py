"""Messages in a folder: whole or not at all, each to one taker, and a bad one stops nobody."""

import queue
import stat
import threading
from pathlib import Path

import pytest
from kombu import Connection
from kombu.transport.virtual import BrokerState

from common.jobs.folder_broker import Transport


@pytest.fixture
def connect(tmp_path, monkeypatch):
    # Kombu remembers for the whole process which queues it has declared; each test has a folder of its own.
    monkeypatch.setattr(Transport, "global_state", BrokerState())
    options = {
        "data_folder_in": str(tmp_path),
        "data_folder_out": str(tmp_path),
        "control_folder": str(tmp_path / "control"),
    }
    return lambda: Connection(
        "filesystem://", transport="common.jobs.folder_broker:Transport", transport_options=options
    )


def fetch(simple):
    message = simple.get(block=False)
    message.ack()
    return message.payload


def test_messages_come_in_the_order_they_were_sent(connect):
    with connect() as connection:
        simple = connection.SimpleQueue("default")
        for number in range(5):
            simple.put({"number": number})
        assert [fetch(simple)["number"] for _ in range(5)] == [0, 1, 2, 3, 4]
        with pytest.raises(queue.Empty):
            simple.get(block=False)


def test_a_queue_gets_its_own_messages_only(connect):
    with connect() as connection:
        connection.SimpleQueue("media").put({"for": "media"})
        with pytest.raises(queue.Empty):
            connection.SimpleQueue("default").get(block=False)
        assert fetch(connection.SimpleQueue("media")) == {"for": "media"}


@pytest.mark.parametrize("rubbish", [b"", b"{", b"[1]", b"\xff\xfe"])
def test_an_unreadable_message_is_dropped_and_the_next_one_comes(connect, tmp_path, rubbish):
    (tmp_path / "00000_broken.default.msg").write_bytes(rubbish)
    with connect() as connection:
        simple = connection.SimpleQueue("default")
        simple.put({"number": 1})
        assert fetch(simple) == {"number": 1}
    assert [each for each in tmp_path.iterdir() if each.is_file()] == []


def test_nothing_is_left_in_the_folder_or_outside_it(connect, tmp_path):
    with connect() as connection:
        simple = connection.SimpleQueue("default")
        simple.put({"number": 1})
        fetch(simple)
    assert [each for each in tmp_path.iterdir() if each.is_file()] == []


def test_each_message_goes_to_one_of_many_takers(connect):
    total, got = 200, []
    with connect() as connection:
        simple = connection.SimpleQueue("default")
        for number in range(total):
            simple.put({"number": number})

    def take():
        with connect() as connection:
            simple = connection.SimpleQueue("default")
            while True:
                try:
                    got.append(fetch(simple)["number"])
                except queue.Empty:
                    return

    takers = [threading.Thread(target=take) for _ in range(4)]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join()
    assert sorted(got) == list(range(total))


def test_a_message_half_written_is_not_seen(connect, tmp_path, monkeypatch):
    seen = []
    real = Path.rename

    def rename(self, target):
        seen.extend(tmp_path.glob("[!.]*.msg"))
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with connect() as connection:
        connection.SimpleQueue("default").put({"number": 1})
    assert seen == []
    assert stat.S_ISREG(next(tmp_path.glob("*.msg")).stat().st_mode)
