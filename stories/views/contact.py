"""How we may reach you: kept only with a yes to being contacted, shown to nobody, and gone with a no."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stories.consent_forms import ContactForm
from stories.contact import (
    ContactRefused,
    Wish,
    contact_wish,
    forget_contact,
    keep_contact,
    may_keep_contact,
)
from stories.models import Submission
from stories.views.back import NOT_THEIRS
from stories.views.copies import own_story
from stories.views.tell import turned_away


def _names(request: HttpRequest) -> dict[str, str]:
    space = "back" if request.path.startswith("/return/") else "tell"
    return {"here": f"{space}:contact", "consent": f"{space}:consent"}


def _initial(wish: Wish | None) -> dict[str, object]:
    if wish is None:
        return {"say_where": True}
    return {
        "channel": wish.channel,
        "address": wish.address,
        "avoid": list(wish.avoid),
        "say_where": wish.say_where,
    }


@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    submission = own_story(request)
    if submission is None:
        return turned_away(request, NOT_THEIRS) if request.method == "POST" else redirect("back:enter")
    names = _names(request)
    if "forget" in request.POST:
        forget_contact(submission_id=submission.pk)
        return redirect(names["here"])
    wish = contact_wish(submission_id=submission.pk)
    form = ContactForm(request.POST or None, initial=_initial(wish))
    if request.method == "POST" and form.is_valid() and _kept(form, submission):
        return redirect(names["here"])
    context = {
        **names,
        "form": form,
        "wish": wish,
        "agreed": may_keep_contact(submission_id=submission.pk),
        "submission": submission,
    }
    return render(request, "stories/contact.html", context)


def _kept(form: ContactForm, submission: Submission) -> bool:
    try:
        keep_contact(submission_id=submission.pk, wish=form.wish())
    except ContactRefused:
        form.add_error(None, _("Say yes to being contacted first. What you wrote is still here."))
        return False
    return True
