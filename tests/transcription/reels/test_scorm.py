import io
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from transcription.reels.film import Film
from transcription.reels.plan import CannotShow, Reel
from transcription.reels.scorm import ADL, CP, write_package

CAPTIONS = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nNobody asked.\n"
NAMES = {"cp": CP, "adlcp": ADL}


@pytest.fixture
def film(tmp_path: Path) -> Film:
    file = tmp_path / "reel.mp4"
    file.write_bytes(b"film" * 1000)
    return Film(file, CAPTIONS, 30.0)


def package(reel: Reel, film: Film) -> zipfile.ZipFile:
    stream = io.BytesIO()
    write_package(reel=reel, film=film, to=stream)
    return zipfile.ZipFile(stream)


def test_its_manifest_has_the_structure_of_scorm_1_2(reel: Reel, film: Film) -> None:
    with package(reel, film) as opened:
        root = ElementTree.fromstring(opened.read("imsmanifest.xml"))
        names = set(opened.namelist())
    assert root.tag == f"{{{CP}}}manifest"
    assert [child.tag.split("}")[1] for child in root] == ["metadata", "organizations", "resources"]
    assert root.findtext("cp:metadata/cp:schema", namespaces=NAMES) == "ADL SCORM"
    assert root.findtext("cp:metadata/cp:schemaversion", namespaces=NAMES) == "1.2"
    organisations = root.find("cp:organizations", NAMES)
    organisation = root.find("cp:organizations/cp:organization", NAMES)
    item = root.find("cp:organizations/cp:organization/cp:item", NAMES)
    resource = root.find("cp:resources/cp:resource", NAMES)
    assert organisations is not None
    assert organisation is not None
    assert item is not None
    assert resource is not None
    assert organisations.get("default") == organisation.get("identifier")
    assert item.get("identifierref") == resource.get("identifier")
    assert item.findtext("cp:title", namespaces=NAMES) == reel.title
    assert (resource.get("type"), resource.get(f"{{{ADL}}}scormtype")) == ("webcontent", "sco")
    listed = {file.get("href") for file in resource.findall("cp:file", NAMES)}
    assert resource.get("href") in listed
    assert listed | {"imsmanifest.xml"} == names


def test_it_holds_the_film_its_captions_and_everything_a_room_needs(reel: Reel, film: Film) -> None:
    with package(reel, film) as opened:
        assert opened.read("reel.mp4") == film.file.read_bytes()
        assert opened.read("captions.vtt").decode() == CAPTIONS
        page = opened.read("index.html").decode()
    for words in (reel.title, reel.content_note, *reel.questions, reel.verify_url, reel.verify_code):
        assert words in page
    assert page.index(reel.content_note) < page.index("<video")


def test_what_a_trainer_wrote_is_text_and_nothing_is_asked_outside(reel: Reel, film: Film) -> None:
    odd = replace(reel, title='<script src="//x.example">&', questions=("<b>?",), verify_url="")
    with pytest.raises(CannotShow):
        package(odd, film)
    with package(replace(odd, verify_url="https://heard.example/verify/"), film) as opened:
        page = opened.read("index.html").decode()
        ElementTree.fromstring(opened.read("imsmanifest.xml"))
        script = opened.read("scorm.js").decode()
    assert '<script src="//' not in page
    assert "<b>?" not in page
    assert 'src="http' not in page
    assert 'href="http' not in page
    assert "http" not in script


@pytest.mark.parametrize("burned", [False, True])
def test_captions_are_not_shown_twice(burned: bool, reel: Reel, film: Film) -> None:
    with package(replace(reel, burned=burned), film) as opened:
        page = opened.read("index.html").decode()
    assert '<track kind="captions"' in page  # for who wants them larger, or reads them by touch
    assert (" default>" in page) != burned


def test_the_same_reel_is_the_same_bytes(reel: Reel, film: Film) -> None:
    first, second = io.BytesIO(), io.BytesIO()
    write_package(reel=reel, film=film, to=first)
    write_package(reel=reel, film=film, to=second)
    assert first.getvalue() == second.getvalue()
