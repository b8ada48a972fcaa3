"""Kombu's Redis transport, made to survive a Redis that goes away while a task runs.

Kombu 5.7 forgets a message only after Redis has confirmed it. Where that fails, the worker counts the message as
still in hand for ever, and with a prefetch of one it never fetches another: see tests/kill/test_broker_away.py.
"""

from typing import Any

from kombu.transport import redis, virtual


class QoS(redis.QoS):
    def ack(self, delivery_tag: Any) -> None:
        try:
            super().ack(delivery_tag)
        except Exception:  # Redis may deliver it again one day; the job's row knows that it is done
            virtual.QoS.ack(self, delivery_tag)
            raise


class Channel(redis.Channel):
    QoS = QoS


class Transport(redis.Transport):
    Channel = Channel
