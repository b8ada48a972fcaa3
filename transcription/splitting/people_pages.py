"""Taking everybody's testimony, and handing each person the words with which they come back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stories.admin.access import for_roles
from stories.admin.story import signed_in
from stories.permissions import ANONYMISERS
from transcription.enums import CardState, RipState
from transcription.models import Rip, RipCard
from transcription.players import spoken_length
from transcription.splitting import shown
from transcription.splitting.bringing import NotOpen
from transcription.splitting.handing import NoWords, open_card, say_handed_on
from transcription.splitting.pages import READ, draw, find_rip
from transcription.splitting.stretches import left_over_ms
from transcription.splitting.taking import About, CannotTake, ask_for_taking


@for_roles(*ANONYMISERS)
@require_http_methods([*READ, "POST"])
def take(request: HttpRequest, rip_id: UUID) -> HttpResponse:
    """What will be taken, and what goes; POST does it. What was ticked stays when something is missing."""
    rip = find_rip(rip_id)
    if rip.state != RipState.READY:
        return redirect("splitting:rip", rip_id)
    typed, said = typed_about(request), ""
    if request.method == "POST":
        try:
            if "sure" not in request.POST:
                raise CannotTake(_("Say that everything that is to be kept is given to somebody."))
            ask_for_taking(rip_id=rip_id, people=typed, by=signed_in(request))
        except CannotTake as error:
            said = str(error)
        except NotOpen as error:
            messages.error(request, str(error))
            return redirect("splitting:rip", rip_id)
        else:
            messages.success(
                request, _("They are being taken, one after the other. This page shows how far it is.")
            )
            return redirect("splitting:rip", rip_id)
    people = [person for person in shown.show_people(rip) if person.card.state == CardState.OPEN]
    return draw(
        request,
        "take",
        title=_("Take each person’s testimony"),
        rip=rip,
        people=[(person, typed.get(person.card.number)) for person in people],
        left_over=spoken_length(left_over_ms(rip) / 1000),
        sure="sure" in request.POST,
        refused=said,
        status=422 if said else 200,
    )


def typed_about(request: HttpRequest) -> dict[int, About]:
    numbers = [value for value in request.POST.getlist("person") if value.isascii() and value.isdigit()]
    return {
        int(number): About(
            language=request.POST.get(f"language-{number}", ""), adult=f"adult-{number}" in request.POST
        )
        for number in numbers[:100]
    }


def find_card(rip: Rip, card_id: UUID) -> RipCard:
    """Raises Http404."""
    card = rip.cards.filter(pk=card_id).first()
    if card is None:
        raise Http404
    return card


@for_roles(*ANONYMISERS)
@require_http_methods([*READ, "POST"])
def words(request: HttpRequest, rip_id: UUID, card_id: UUID) -> HttpResponse:
    """Shown on asking only: an address that is opened again, or fetched ahead, shows nothing."""
    rip = find_rip(rip_id)
    card = find_card(rip, card_id)
    if request.method != "POST":
        return redirect("splitting:rip", rip_id)
    try:
        text = open_card(card_id=card_id, by=signed_in(request))
    except NoWords:
        messages.error(request, _("These words were handed on. They are nowhere here any more."))
        return redirect("splitting:rip", rip_id)
    return draw(request, "words", title=_("Words for person %d") % card.number, rip=rip, card=card, text=text)


@for_roles(*ANONYMISERS)
@require_POST
def handed(request: HttpRequest, rip_id: UUID, card_id: UUID) -> HttpResponse:
    card = find_card(find_rip(rip_id), card_id)
    say_handed_on(card_id=card.pk)
    messages.success(
        request, _("The words are gone from here. Only who has the card can come back with them.")
    )
    return redirect("splitting:rip", rip_id)
