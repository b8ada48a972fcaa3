"""The questions about uses, asked while telling and when coming back: each by itself, each change at once."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.enums import Role
from stories.consent import give_consent
from stories.details import note_details
from stories.enums import Form, Purpose, Stage
from stories.models import ConsentRecord, Release, Story, Withdrawal
from stories.release import candidates_for_pack, read_website
from stories.wording import begin_version, put_in_force, read_wording
from tests.stories.factories import at_time, make_story, make_teller, make_trust, make_user
from tests.stories.views.visitor import WORDS, Visitor, come_back

pytestmark = pytest.mark.django_db


def at_home(state: str = "published", **wish: object) -> tuple[Visitor, Story]:
    teller, words = make_teller()
    story = make_story(state, teller=teller, **wish)
    return come_back(words), story


def asked_about(visitor: Visitor, purpose: str) -> Visitor:
    return visitor.open(f"/return/uses/{purpose}/")


def rows(story: Story) -> int:
    return ConsentRecord.objects.filter(submission_id=story.pk).count()


def adult(visitor: Visitor) -> Visitor:
    visitor.open("/tell/").press("Start telling").press("Save and go on", text=WORDS)
    return visitor.open("/tell/agree/").press("Ask me", adult="on")


@pytest.mark.parametrize("purpose", list(Purpose))
def test_each_use_is_asked_in_the_words_that_are_kept(visitor: Visitor, purpose: Purpose) -> None:
    words = read_wording()["languages"]["en"][purpose.value]
    make_trust()
    adult(visitor).open(f"/tell/agree/{purpose.value}/")
    for sentence in words.values():
        assert sentence.replace("'", "&#x27;") in visitor.text
    assert "Nobody can undo" in visitor.text
    visitor.press("Save my answer", answer="1", **({"trust": "ZZT"} if purpose == "named_pack" else {}))
    record = ConsentRecord.objects.get()
    assert (record.purpose, record.granted, record.form) == (purpose, True, Form.TEXT)
    assert record.wording.text["purposes"][purpose.value] == words


def test_a_pack_for_one_trust_needs_the_trust_and_loses_nothing(visitor: Visitor) -> None:
    make_trust()
    adult(visitor).open("/tell/agree/named_pack/").press("Save my answer", answer="1", trust="")
    assert (visitor.status, visitor.path) == (200, "/tell/agree/named_pack/")
    assert "Choose the trust, or answer “No”." in visitor.text
    assert visitor.form("Save my answer").values["answer"] == "1"
    assert not ConsentRecord.objects.exists()
    visitor.press("Save my answer", trust="ZZT")
    assert ConsentRecord.objects.get().trust.code == "ZZT"
    assert visitor.path == "/tell/agree/any_pack/"


def test_no_to_a_pack_needs_no_trust(visitor: Visitor) -> None:
    adult(visitor).open("/tell/agree/named_pack/").press("Save my answer", answer="no", trust="")
    assert visitor.path == "/tell/agree/any_pack/"
    assert not ConsentRecord.objects.exists()


def test_a_trust_that_is_not_on_the_list_is_refused(visitor: Visitor) -> None:
    make_trust()
    adult(visitor).open("/tell/agree/named_pack/").press("Save my answer", answer="1", trust="NOPE")
    assert visitor.path == "/tell/agree/named_pack/"
    assert not ConsentRecord.objects.exists()


def test_naming_the_trust_is_asked_only_where_one_was_given(visitor: Visitor) -> None:
    make_trust()
    adult(visitor).open("/tell/agree/website/")
    assert "names_trust" not in visitor.form("Save my answer").choices
    visitor.open("/tell/where/").press("Save and go on", trust="ZZT")
    visitor.open("/tell/agree/website/").press("Save my answer", answer="1", names_trust="on")
    assert ConsentRecord.objects.get().trust.code == "ZZT"
    form = visitor.open("/tell/agree/website/").form("Save my answer")
    assert form.values["names_trust"] == "on"
    form.values.pop("names_trust")
    visitor.send(form)
    assert ConsentRecord.objects.last().trust is None


def test_an_unchanged_answer_writes_nothing() -> None:
    visitor, story = at_home()
    before = rows(story)
    for purpose in Purpose:
        asked_about(visitor, purpose.value).press("Save my answer")
        assert visitor.path == "/return/uses/"
    assert rows(story) == before
    assert read_website(story_id=story.pk) is not None


def test_an_unchanged_no_writes_nothing() -> None:
    visitor, story = at_home(purposes=[Purpose.WEBSITE])
    asked_about(visitor, "press").press("Save my answer", answer="no")
    assert rows(story) == 1
    assert not Withdrawal.objects.exists()


def test_an_answer_that_cools_off_is_not_started_again(settings: Settings) -> None:
    settings.COOLING_OFF_DAYS = 14
    visitor, story = at_home("approved", purposes=[])
    with at_time(timezone.now() - dt.timedelta(days=3)):
        given = give_consent(submission_id=story.pk, purpose=Purpose.TRAINING)
    asked_about(visitor, "training").press("Save my answer", answer="1")
    assert ConsentRecord.objects.get(submission_id=story.pk) == given


def test_an_answer_that_ran_out_is_shown_as_such_and_can_be_given_again() -> None:
    teller, words = make_teller()
    story = make_story("expired", teller=teller)
    visitor = come_back(words)
    assert visitor.text.count("Your yes ran out on") == len(Purpose)
    before = rows(story)
    asked_about(visitor, "website").press("Save my answer", answer="1")
    assert rows(story) == before + 1
    assert visitor.text.count("Your yes ran out on") == len(Purpose) - 1


def test_a_no_later_closes_the_website_at_once_and_leaves_a_row_and_a_certificate() -> None:
    visitor, story = at_home()
    address = f"/stories/{story.pk}/"
    assert Client().get(address).status_code == 200
    before = rows(story)
    asked_about(visitor, "website").press("Save my answer", answer="no")
    assert Client().get(address).status_code == 404
    assert rows(story) == before + 1
    assert ConsentRecord.objects.filter(submission_id=story.pk, granted=True).count() == before
    assert Withdrawal.objects.get().purpose == Purpose.WEBSITE
    assert Release.objects.get(submission_id=story.pk).recalled_at is not None
    assert Story.objects.get(pk=story.pk).stage == Stage.READY


def test_a_no_to_one_use_leaves_the_others() -> None:
    visitor, story = at_home()
    asked_about(visitor, "training").press("Save my answer", answer="no")
    assert read_website(story_id=story.pk) is not None


def test_a_no_to_packs_takes_it_out_of_the_builder_at_once() -> None:
    visitor, story = at_home()
    assert [s.story_id for s in candidates_for_pack(trust_code="ZZT")] == [story.pk]
    asked_about(visitor, "any_pack").press("Save my answer", answer="no")
    assert [s.story_id for s in candidates_for_pack(trust_code="ZZT")] == [story.pk]
    asked_about(visitor, "named_pack").press("Save my answer", answer="no")
    assert candidates_for_pack(trust_code="ZZT") == []


def test_a_yes_to_less_is_in_force_at_once(settings: Settings) -> None:
    settings.COOLING_OFF_DAYS = 14
    visitor, story = at_home(purposes=[Purpose.WEBSITE], form=Form.AUDIO)
    asked_about(visitor, "website").press("Save my answer", answer="1")
    released = read_website(story_id=story.pk)
    assert released is not None
    assert released.form == Form.TEXT


def test_a_yes_to_more_cools_off(settings: Settings) -> None:
    settings.COOLING_OFF_DAYS = 14
    visitor, story = at_home("approved", purposes=[Purpose.COUNTED])
    asked_about(visitor, "website").press("Save my answer", answer="1")
    assert "if you do not change your mind" in visitor.text
    assert not Story.objects.filter(pk=story.pk).releasable(purpose=Purpose.WEBSITE).exists()


def test_the_trust_already_chosen_is_the_one_in_the_form() -> None:
    make_trust("ZZU", name="Otherdale NHS Trust")
    visitor, story = at_home(trust_code="ZZT")
    note_details(submission_id=story.pk, trust="ZZU")
    form = asked_about(visitor, "named_pack").form("Save my answer")
    assert form.values["trust"] == "ZZT", "not the one where it happened"
    before = rows(story)
    visitor.send(form)
    assert rows(story) == before


def test_another_trust_is_another_answer() -> None:
    make_trust("ZZU", name="Otherdale NHS Trust")
    visitor, story = at_home("approved", purposes=[Purpose.NAMED_PACK])
    asked_about(visitor, "named_pack").press("Save my answer", answer="1", trust="ZZU")
    assert candidates_for_pack(trust_code="ZZT") == []
    assert [s.story_id for s in candidates_for_pack(trust_code="ZZU")] == [story.pk]


def test_what_was_agreed_is_listed_with_its_end() -> None:
    visitor, story = at_home("approved", purposes=[Purpose.NAMED_PACK])
    visitor.open("/return/uses/")
    assert "Testmoor NHS Foundation Trust" in visitor.text
    assert visitor.text.count("until ") == 1
    end = ConsentRecord.objects.get(submission_id=story.pk).expires_at
    assert f"{timezone.localtime(end):%B %Y}" in visitor.text


def test_a_plain_yes_is_told_plainly_and_a_form_by_its_name() -> None:
    visitor, _ = at_home("approved", purposes=[Purpose.COUNTED, Purpose.WEBSITE], form=Form.DISGUISED_AUDIO)
    counted, website = (visitor.text.split(f"<dt>{use}")[1] for use in ("Counted in totals", "This website"))
    assert "disguised" not in counted.split("</dd>")[0]
    assert "Yes: my voice, disguised" in website.split("</dd>")[0]


def test_an_unknown_use_is_not_found() -> None:
    visitor, _ = at_home()
    assert visitor.client.get("/return/uses/everything/").status_code == 404


def test_a_refusal_of_the_rule_itself_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page asks the rule and does not stand in for it: what it refuses is not recorded, and is said."""
    visitor, story = at_home("approved", purposes=[Purpose.COUNTED])
    form = asked_about(visitor, "website").form("Save my answer")
    type(story.submission).objects.filter(pk=story.pk).update(adult_confirmed=False)
    visitor.send(form, answer="1")
    assert visitor.status == 200
    assert "We could not record that answer" in visitor.text
    assert rows(story) == 1


def test_the_language_of_the_question_is_kept_with_the_answer() -> None:
    visitor, story = at_home("approved", purposes=[Purpose.COUNTED])
    visitor.send(next(form for form in visitor.forms() if "Cymraeg" in form.buttons), button="Cymraeg")
    asked_about(visitor, "website").send(visitor.forms()[0], answer="1")
    assert ConsentRecord.objects.filter(submission_id=story.pk).last().wording.language == "cy"


def test_an_older_wording_stays_with_the_older_answer() -> None:
    visitor, story = at_home(purposes=[Purpose.WEBSITE])
    first = ConsentRecord.objects.get(submission_id=story.pk)
    give_consent(submission_id=story.pk, purpose=Purpose.WEBSITE, language="cy")
    first.refresh_from_db()
    assert first.wording.language == "en"
    asked_about(visitor, "website").press("Save my answer", answer="no")
    assert ConsentRecord.objects.filter(submission_id=story.pk).last().wording.language == "cy"


def test_a_yes_says_when_it_begins_and_when_it_ends(visitor: Visitor, settings: Settings) -> None:
    settings.COOLING_OFF_DAYS, settings.CONSENT_MONTHS, settings.CONSENT_MONTHS_PACKS = 10, 30, 7
    with at_time(dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)):
        adult(visitor).open("/tell/agree/website/")
        assert "on 30 November 2026, 10 days from now" in visitor.text
        assert "by itself on 20 May 2029" in visitor.text
        visitor.open("/tell/agree/any_pack/")
        assert "by itself on 20 June 2027" in visitor.text


def test_easy_read_asks_the_same_and_keeps_what_was_chosen(visitor: Visitor) -> None:
    make_trust()
    adult(visitor).open("/tell/agree/named_pack/")
    visitor.press("Show easy read", answer="1", trust="ZZT")
    assert visitor.path == "/tell/agree/named_pack/"
    for line in read_wording()["languages"]["en-easy"]["named_pack"]["lines"]:
        assert line["words"] in visitor.text
    assert visitor.text.count('<svg class="easy__picture"') >= 7
    assert not ConsentRecord.objects.exists(), "the words were exchanged, nothing was sent"
    assert visitor.form("Save my answer").values["answer"] == "1"
    visitor.press("Save my answer")
    kept = ConsentRecord.objects.get()
    assert (kept.form, kept.trust.code, kept.wording.language) == (Form.TEXT, "ZZT", "en-easy")
    assert "Can other trusts, councils and Parliament see your story?" in visitor.text, (
        "remembered on the next page"
    )
    visitor.press("Show the usual words").press("Save my answer", answer="1")
    assert ConsentRecord.objects.last().wording.language == "en"


def test_easy_read_is_remembered_in_the_session_alone(visitor: Visitor) -> None:
    adult(visitor).open("/tell/agree/counted/").press("Show easy read")
    other = Visitor()
    adult(other).open("/tell/agree/counted/")
    assert "May we count your story in totals?" in other.text


def test_nobody_agrees_to_words_that_they_did_not_see(visitor: Visitor) -> None:
    """The words change between the page and its answer: it is asked again, and what was chosen is still chosen."""
    adult(visitor)
    form = visitor.open("/tell/agree/website/").form("Save my answer")
    admin = make_user(Role.ADMINISTRATOR)
    draft = begin_version(language="en", by=admin)
    put_in_force(wording_id=draft.pk, by=admin)
    visitor.send(form, answer="1")
    assert "The words of this question changed" in visitor.text
    assert not ConsentRecord.objects.exists()
    assert visitor.form("Save my answer").values["answer"] == "1"
    visitor.press("Save my answer")
    assert ConsentRecord.objects.get().wording == draft


def test_near_its_end_the_same_answer_goes_on_without_a_gap(settings: Settings) -> None:
    settings.COOLING_OFF_DAYS, settings.CONSENT_RENEW_DAYS = 14, 60
    teller, words = make_teller()
    story = make_story(teller=teller, purposes=[Purpose.WEBSITE])
    end = ConsentRecord.objects.get(submission_id=story.pk).expires_at
    with at_time(end - dt.timedelta(days=59)):
        visitor = come_back(words)
        assert "Some of what you agreed to ends soon" in visitor.text, "asked on coming back"
        asked_about(visitor, "website")
        assert "Your yes ends on" in visitor.text
        visitor.press("Save my answer")
        assert rows(story) == 2
        renewed = ConsentRecord.objects.filter(submission_id=story.pk).last()
        assert renewed.effective_at < end < renewed.expires_at
        assert read_website(story_id=story.pk) is not None
        asked_about(visitor, "website").press("Save my answer")
        assert rows(story) == 2, "renewed once, it is not near its end any more"
        assert "ends soon" not in visitor.open("/return/story/").text
    with at_time(end + dt.timedelta(days=1)):
        assert read_website(story_id=story.pk) is not None
