import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.membership import GrantRefused
from accounts.models import Membership, Organisation, User
from accounts.people import invite, set_active
from common import audit


def test_an_invitation_makes_a_person_without_a_password_and_tells_them(
    administrator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        user = invite(email="New.Person@Example.org", name=" Nia Vaughan ", by=administrator)
    assert (user.email, user.name, user.has_usable_password()) == (
        "new.person@example.org",
        "Nia Vaughan",
        False,
    )
    address = user.emailaddress_set.get()
    assert (address.email, address.verified, address.primary) == (user.email, True, True)
    letter = mail.outbox[0]
    assert letter.to == [user.email]
    assert letter.subject == "Your invitation to Heard"
    assert "/account/login/code/" in letter.body
    assert "Hello Nia Vaughan" in letter.body


def test_an_invitation_that_fails_tells_nobody(make_person, django_capture_on_commit_callbacks):
    make_person(email="here@example.org")
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        invite(email="HERE@example.org", name="Twice", by=None)
    assert mail.outbox == []


def test_the_log_of_an_invitation_holds_neither_name_nor_address(administrator):
    user = invite(email="new@example.org", name="Nia Vaughan", by=administrator)
    entry = audit.entries_for(user.pk).get(action="accounts.invite")
    assert (entry.label, entry.data) == (f"person-{user.pk}", {})


def test_somebody_let_go_is_out_with_their_next_request(client, editor, administrator):
    client.force_login(editor)
    assert client.get("/me/").status_code == 200
    set_active(user=editor, active=False, by=administrator)
    assert client.get("/me/").status_code == 302
    set_active(user=editor, active=True, by=administrator)
    actions = [entry.action for entry in audit.entries_for(editor.pk)]
    assert actions[:2] == ["accounts.let_in", "accounts.shut_out"]


def test_the_last_administrator_cannot_be_let_go(administrator):
    with pytest.raises(GrantRefused):
        set_active(user=administrator, active=False, by=None)
    assert User.objects.get(pk=administrator.pk).is_active


def test_the_first_administrator_comes_from_the_command_line(db, capsys):
    call_command("invite_administrator", "First@Example.org", "Ffion Price")
    membership = Membership.objects.select_related("organisation", "user").get()
    assert (membership.role, membership.organisation.kind) == (Role.ADMINISTRATOR, "host")
    assert not membership.user.is_superuser
    call_command("invite_administrator", "second@example.org", "Seren Price")
    assert Organisation.objects.count() == 1
    with pytest.raises(CommandError, match="already"):
        call_command("invite_administrator", "first@example.org", "Again")
