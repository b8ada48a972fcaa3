"""Coming back without a receipt: by a code sent to an e-mail address that we do not keep.

A teller may tie their page to an address. What is kept is a keyed hash of it: enough to know the address again when
its owner types it, and to send a code there at that moment. Nobody here can read or list addresses, no account is
made, and whoever comes this way has no role and no place in the admin.
"""

import hashlib
import hmac
import secrets
from contextlib import suppress
from threading import Thread

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from stories.enums import GONE
from stories.models import Submission, Teller
from stories.receipts import give_receipt
from stories.tellers import CODE_KEY, keep_receipt

MINUTES = 15
TRIES = 5
CODES_AN_HOUR = 5  # to one address, whoever asks
HOUR = 60 * 60


class CodeRefused(Exception):
    """The code is wrong, too old, or tried too often. Ask for another."""


def email_mac(*, email: str) -> str:
    """The same for the same address however it is typed; tells nobody the address."""
    return _mac(f"email:{email.strip().casefold()}")


def _mac(words: str) -> str:
    return hmac.new(settings.RECEIPT_KEY.encode(), words.encode(), hashlib.sha256).hexdigest()


def start(*, request: HttpRequest, email: str, tie: bool) -> None:
    """Send a code to EMAIL and keep its hash in the session. Signing in, an unknown address gets no mail, and the
    page says the same. A code that went to nobody is none: else whoever asks often could guess as often."""
    mac, code, salt = email_mac(email=email), f"{secrets.randbelow(10**6):06d}", secrets.token_hex(8)
    sending = (tie or bool(tellers_by_mac(mac=mac))) and _may_send(mac)
    request.session[CODE_KEY] = {
        "mac": mac,
        "code": _mac(f"code:{salt}:{code}") if sending else "",
        "salt": salt,
        "until": timezone.now().timestamp() + MINUTES * 60,
        "tie": tie,
    }
    if sending:
        _send(email=email, code=code)


def _may_send(mac: str) -> bool:
    key = f"codes:{_mac(mac)[:32]}"
    cache.add(key, 0, HOUR)
    try:
        return bool(cache.incr(key) <= CODES_AN_HOUR)
    except ValueError:  # it expired between the two calls
        return True


def _send(*, email: str, code: str) -> None:
    """Beside the answer, not before it: how long a mail server takes would tell that the address is known here.

    No job carries it: a job's row outlives the code, and this address is to be kept nowhere. What is lost with the
    process is asked for again. The words are made here, in the language of whoever asks.
    """
    body = _("Type this code into the page you have open. It works for 15 minutes.")
    message = EmailMessage(_("Your code"), f"{body}\n\n{code}\n", settings.CONTACT_FROM_EMAIL, [email])
    if settings.CODES_IN_BACKGROUND:
        Thread(target=_post, args=(message,), name="code", daemon=True).start()
    else:
        _post(message)


def _post(message: EmailMessage) -> None:
    """Errors of a mail server hold the address: none is let through. No mail is what an unknown address gets too."""
    with suppress(Exception):
        message.send()


def is_waiting(*, request: HttpRequest) -> bool:
    """Whether a code was asked for in this session."""
    return CODE_KEY in request.session


def finish(*, request: HttpRequest, code: str) -> tuple[str, bool]:
    """The hash of the address that was proved, and whether it was to be tied. Raises CodeRefused."""
    held = request.session.get(CODE_KEY)
    if not held or timezone.now().timestamp() > held["until"] or _guesses(held["salt"]) > TRIES:
        raise CodeRefused
    typed = "".join(letter for letter in code if letter.isdigit())
    if not held["code"] or not hmac.compare_digest(held["code"], _mac(f"code:{held['salt']}:{typed}")):
        raise CodeRefused
    del request.session[CODE_KEY]
    return held["mac"], held["tie"]


def _guesses(salt: str) -> int:
    """At this one code, with the one made now. Not in the session: tries sent all at once would each read the same."""
    key = f"guesses:{salt}"
    cache.add(key, 0, MINUTES * 60)
    try:
        return int(cache.incr(key))
    except ValueError:  # it expired between the two calls, and so did the code
        return TRIES + 1


def tellers_by_mac(*, mac: str) -> list[Teller]:
    """Those tied to this address, the newest first."""
    return list(Teller.objects.filter(email_mac=mac).order_by("-created_at")) if mac else []


def stories_by_mac(*, mac: str) -> list[Submission]:
    """All that may be opened with this address, the newest first; one query."""
    rows = Submission.objects.filter(teller__email_mac=mac).select_related("teller")
    return list(rows.order_by("-created_at")) if mac else []


def tie_address(*, teller: Teller, mac: str) -> None:
    """From now on a code sent to the address opens this page as well as the receipt."""
    teller.email_mac = mac
    teller.save(update_fields=["email_mac"])


def untie_address(*, request: HttpRequest, teller: Teller) -> bool:
    """Forget the hash. The teller gets new words, in case the old were lost; whether there are any to show."""
    tie_address(teller=teller, mac="")
    kept = teller.submissions.exclude(state__in=GONE).first()
    if kept is None:
        return False
    keep_receipt(request=request, words=give_receipt(teller=teller), owner=kept.pk)
    return True
