"""Pictures: known by content, drawn again without what else was in the file, told in words, and never shared."""

import io

import pytest
from django.test import Client
from PIL import Image

from accounts.enums import Role
from common import audit
from common.jobs.run_now import drain
from common.vault.files import open_file
from stories import showing, telling
from stories.details import say_adult
from stories.enums import PartKind
from stories.errors import NotARecording
from stories.media_kind import part_kind
from stories.models import SealedPart, ShownPicture, Story, Submission
from stories.moderation import safe_document, take
from stories.pictures import drawn_again, picture_mime
from tests.stories.factories import make_user, sign_in, sit_down
from tests.stories.sending import Sender, files
from tests.stories.views.media import picture_with_a_page_in_it

GPS = 0x8825
CANARY = b"qzxwheretakenxzq"


def picture(form: str = "JPEG", size: tuple[int, int] = (640, 480), colour: str = "teal") -> bytes:
    """With a place, a comment and an orientation in it, where the format can hold them."""
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()
    exif[0x0112] = 6
    exif.get_ifd(GPS)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, form, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize(
    ("form", "mime"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("HEIF", "image/heic")],
)
def test_four_formats_are_known_by_their_content(form: str, mime: str) -> None:
    source = io.BytesIO(picture(form))
    assert part_kind(source=source) == (PartKind.PICTURE, mime)
    assert source.tell() == 0


@pytest.mark.parametrize("form", ["GIF", "TIFF", "BMP", "ICO", "PDF", "EPS"])
def test_no_other_format_is_opened(form: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (32, 32)).save(out, form)
    assert picture_mime(source=out) == ""


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_nothing_but_the_picture_is_copied(form: str) -> None:
    sent = picture(form)
    assert CANARY in sent
    content, width, height = drawn_again(source=io.BytesIO(sent))
    assert CANARY not in content
    # Saving a HEIF turns it by itself (and notes no turning), so only its sides can be compared.
    assert {width, height} == {480, 640} if form == "HEIF" else (width, height) == (480, 640), (
        "turned upright"
    )
    with Image.open(io.BytesIO(content)) as again:
        assert again.format == "JPEG"
        assert not dict(again.getexif())
        assert not again.getexif().get_ifd(GPS)
        assert set(again.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_large_one_is_made_smaller() -> None:
    _content, width, height = drawn_again(source=io.BytesIO(picture("JPEG", (6000, 3000))))
    assert max(width, height) == 2400


def test_a_transparent_one_lies_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    content, _width, _height = drawn_again(source=out)
    with Image.open(io.BytesIO(content)) as again:
        assert again.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "content",
    [picture_with_a_page_in_it(), picture("PNG")[:40], b"RIFF\x00\x00\x00\x00WEBPVP8 ", b"\xff\xd8\xff\xe0"],
)
def test_a_broken_head_is_said(content: bytes) -> None:
    with pytest.raises(NotARecording, match="as a picture"):
        part_kind(source=io.BytesIO(content))


def test_a_picture_that_would_fill_the_memory_is_not_opened() -> None:
    out = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "PNG")
    with pytest.raises(NotARecording, match="too large"):
        part_kind(source=out)
    with pytest.raises(NotARecording, match="too large"):
        drawn_again(source=out)


@pytest.fixture
def sent(sender: Sender) -> SealedPart:
    content = picture()
    answer = sender.begin(len(content), content)
    assert answer["Heard-Kind"] == "picture"
    drain()
    return SealedPart.objects.get(kind=PartKind.PICTURE)


@pytest.mark.django_db
def test_the_original_stays_sealed_and_a_copy_is_shown(sent: SealedPart) -> None:
    with open_file(owner=sent.submission_id, context=sent.file_context, name=sent.file_name) as original:
        assert original.read() == picture()
    reader = showing.open_shown(part_id=sent.pk)
    assert reader is not None
    with reader:
        assert CANARY not in reader.read()
    before = files()
    showing.make_shown(part_id=sent.pk)
    assert files() == before


@pytest.mark.django_db
def test_one_that_ends_half_way_is_said_on_the_page(sender: Sender) -> None:
    content = picture("PNG", (900, 900))
    half = content[: len(content) // 2]
    sender.begin(len(half), half)
    drain()
    assert ShownPicture.objects.get().file_name == ""
    page = sender.client.get("/tell/recording/").content.decode()
    assert "We could not open this picture to its end." in page


@pytest.mark.django_db
def test_a_picture_sent_without_javascript(sender: Sender) -> None:
    client = Client()
    client.cookies = sender.client.cookies
    named = io.BytesIO(picture())
    named.name = "me.exe"
    assert client.post("/tell/recording/", {"recording": named}).status_code == 302
    drain()
    assert ShownPicture.objects.get().width == 480


@pytest.mark.django_db
def test_words_about_it_are_sealed_and_go_the_way_of_all_words(sent: SealedPart) -> None:
    draft = sent.submission
    words = "It is the door of room four, in red."
    assert showing.describe_picture(submission_id=draft.pk, part_id=sent.pk, text=words)
    [added] = showing.added_parts(submission_id=draft.pk)
    assert (added.words, added.broken) == (words, False)
    assert words.encode() not in bytes(SealedPart.objects.get().sealed_text)
    say_adult(submission_id=draft.pk, adult=True)
    story = telling.send_submission(submission_id=draft.pk)
    assert [(p["kind"], p["text"]) for p in safe_document(story=story)["parts"]] == [("picture", words)]
    assert "image" not in repr(safe_document(story=story))


@pytest.mark.django_db
def test_without_words_there_is_nothing_of_it_to_share(sent: SealedPart) -> None:
    showing.describe_picture(submission_id=sent.submission_id, part_id=sent.pk, text="  ")
    say_adult(submission_id=sent.submission_id, adult=True)
    story = telling.send_submission(submission_id=sent.submission_id)
    assert safe_document(story=story)["parts"] == []


@pytest.mark.django_db
def test_only_ones_own_picture_is_described(sent: SealedPart) -> None:
    other = telling.begin_submission()
    assert not showing.describe_picture(submission_id=other.pk, part_id=sent.pk, text="Mine?")
    assert SealedPart.objects.get(pk=sent.pk).sealed_text is None


def told(sent: SealedPart) -> Story:
    say_adult(submission_id=sent.submission_id, adult=True)
    return telling.send_submission(submission_id=sent.submission_id)


@pytest.mark.django_db
def test_an_editor_looks_and_the_look_is_logged(sent: SealedPart) -> None:
    story, editor, client = told(sent), make_user(Role.EDITOR), Client()
    take(story_id=story.pk, by=editor)
    sign_in(client, editor)
    address = f"/admin/stories/{story.pk}/parts/{sent.pk}/picture/"
    assert client.get(address).status_code == 403, "who has not said why sees nothing"
    sit_down(story, editor)
    words = f"/admin/stories/{story.pk}/parts/{sent.pk}/"
    assert address not in client.get(words).content.decode(), "closed until somebody asks to see it"
    page = client.get(words, {"picture": 1}).content.decode()
    assert f'src="{address}"' in page
    assert "never shared" in page
    before = audit.entries_for(story.pk).filter(action="heard.read_sealed").count()
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert CANARY not in answer.content
    assert answer["Cache-Control"] == "no-store, private"
    assert audit.entries_for(story.pk).filter(action="heard.read_sealed").count() == before + 1


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.SECOND_READER, Role.COORDINATOR, Role.TRAINER, Role.ADMINISTRATOR])
def test_nobody_else_sees_it(sent: SealedPart, role: Role) -> None:
    story, client = told(sent), Client()
    sign_in(client, make_user(role))
    assert client.get(f"/admin/stories/{story.pk}/parts/{sent.pk}/picture/").status_code == 403


@pytest.mark.django_db
def test_a_draft_s_picture_is_its_teller_s_alone(sent: SealedPart) -> None:
    client = Client()
    sign_in(client, make_user(Role.EDITOR))
    assert client.get(f"/admin/stories/{sent.submission_id}/parts/{sent.pk}/picture/").status_code == 404


@pytest.mark.django_db
def test_removing_it_removes_both_files(sent: SealedPart, django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
    names = {sent.file_name, ShownPicture.objects.get().file_name}
    assert names <= files()
    with django_capture_on_commit_callbacks(execute=True):
        telling.remove_media(submission_id=sent.submission_id, part_id=sent.pk)
    assert not names & files()
    assert Submission.objects.get().parts.count() == 0
