import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from accounts.enums import Role
from accounts.membership import grant_role, revoke_role
from accounts.models import User
from accounts.permissions import has_role, may_see_sealed, organisations_of, role_required

SEES = {Role.EDITOR, Role.SECOND_READER, Role.SAFEGUARDING_LEAD}


@pytest.mark.parametrize("role", list(Role))
def test_only_three_roles_see_what_tellers_sent(make_role, role):
    assert may_see_sealed(make_role(role)) is (role in SEES)


def test_a_superuser_without_a_role_sees_nothing_sealed(make_person):
    user = make_person(is_superuser=True, is_staff=True)
    assert not may_see_sealed(user)
    assert not has_role(user=user, role=Role.ADMINISTRATOR)


def test_nobody_signed_in_has_a_role_and_costs_no_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not has_role(user=AnonymousUser(), role=Role.EDITOR)
        assert not may_see_sealed(AnonymousUser())


def test_somebody_let_go_has_no_role_left(editor):
    editor.is_active = False
    assert not may_see_sealed(editor)


def test_a_role_in_one_organisation_is_none_in_another(make_role, group, training, host):
    user = make_role(Role.COORDINATOR, group)
    assert has_role(user=user, role=Role.COORDINATOR)
    assert has_role(user=user, role=Role.COORDINATOR, organisation=group)
    assert not has_role(user=user, role=Role.COORDINATOR, organisation=training)
    assert not has_role(user=user, role=Role.EDITOR, organisation=group)
    assert list(organisations_of(user=user, role=Role.COORDINATOR)) == [group]
    assert list(organisations_of(user=user, role=Role.TRAINER)) == []


def test_everything_asked_of_one_person_is_one_query(editor, group, django_assert_num_queries):
    user = User.objects.get(pk=editor.pk)
    with django_assert_num_queries(1):
        for role in Role:
            has_role(user=user, role=role)
            has_role(user=user, role=role, organisation=group)
        may_see_sealed(user)


def test_a_change_is_seen_at_once_on_the_same_object(editor, host):
    assert not has_role(user=editor, role=Role.TRAINER)
    grant_role(user=editor, organisation=host, role=Role.TRAINER, by=None)
    assert has_role(user=editor, role=Role.TRAINER)
    revoke_role(user=editor, organisation=host, role=Role.EDITOR, by=None)
    assert not may_see_sealed(editor)


class TestRoleRequired:
    @pytest.fixture
    def ask(self, rf: RequestFactory):
        loaded = []

        @role_required(Role.EDITOR, Role.SECOND_READER)
        def view(request, *, number):
            loaded.append(number)
            return HttpResponse("sealed")

        def ask(user):
            request = rf.get("/admin/stories/7/?page=2")
            request.user = user
            return view(request, number=7)

        ask.loaded = loaded
        return ask

    def test_nobody_signed_in_is_asked_to_sign_in_and_brought_back(self, ask, db):
        response = ask(AnonymousUser())
        assert response.status_code == 302
        assert response["Location"] == "/account/login/?next=/admin/stories/7/%3Fpage%3D2"
        assert ask.loaded == []

    @pytest.mark.parametrize("role", sorted(set(Role) - {Role.EDITOR, Role.SECOND_READER}))
    def test_the_wrong_role_is_refused_before_the_view_runs(self, ask, make_role, role):
        with pytest.raises(PermissionDenied):
            ask(make_role(role))
        assert ask.loaded == []

    @pytest.mark.parametrize("role", [Role.EDITOR, Role.SECOND_READER])
    def test_either_role_is_let_in(self, ask, make_role, role):
        assert ask(make_role(role)).content == b"sealed"
        assert ask.loaded == [7]

    def test_a_superuser_is_refused_like_anybody(self, ask, make_person):
        with pytest.raises(PermissionDenied):
            ask(make_person(is_superuser=True))
