"""A SCORM 1.2 package: the reel for a learning system, as one page with the film, its captions and the questions.

It holds no script but the few lines that tell the learning system *completed*, and asks nothing outside itself.
"""

import io
import shutil
import zipfile
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from django.template.loader import render_to_string
from django.utils.translation import override

from transcription.reels.film import Film
from transcription.reels.plan import Reel, scenes_of

CP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
FILES = ("index.html", "scorm.js", "reel.mp4", "captions.vtt")
SCRIPT = Path(__file__).with_name("scorm.js")


def write_package(*, reel: Reel, film: Film, to: IO[bytes]) -> None:
    """Raises CannotShow. Two packages of the same reel are the same bytes."""
    scenes_of(reel)
    with override(reel.language):
        page = render_to_string("transcription/reels/scorm.html", {"reel": reel})
    contents = {
        "imsmanifest.xml": manifest(reel),
        "index.html": page.encode(),
        "scorm.js": SCRIPT.read_bytes(),
        "captions.vtt": film.captions.encode(),
    }
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in contents.items():
            package.writestr(zipfile.ZipInfo(name), content)
        with film.file.open("rb") as source, package.open(zipfile.ZipInfo("reel.mp4"), "w") as target:
            shutil.copyfileobj(source, target)


def manifest(reel: Reel) -> bytes:
    ElementTree.register_namespace("", CP)
    ElementTree.register_namespace("adlcp", ADL)
    root = element(None, "manifest", identifier=f"heard-{reel.verify_code}", version="1.1")
    metadata = element(root, "metadata")
    element(metadata, "schema").text = "ADL SCORM"
    element(metadata, "schemaversion").text = "1.2"
    organisations = element(root, "organizations", default="reel")
    organisation = element(organisations, "organization", identifier="reel")
    element(organisation, "title").text = reel.title
    item = element(organisation, "item", identifier="watch", identifierref="page", isvisible="true")
    element(item, "title").text = reel.title
    resources = element(root, "resources")
    resource = element(resources, "resource", identifier="page", type="webcontent", href="index.html")
    resource.set(f"{{{ADL}}}scormtype", "sco")
    for name in FILES:
        element(resource, "file", href=name)
    stream = io.BytesIO()
    ElementTree.ElementTree(root).write(stream, encoding="utf-8", xml_declaration=True)
    return stream.getvalue()


def element(parent: ElementTree.Element | None, name: str, **attributes: str) -> ElementTree.Element:
    tag = f"{{{CP}}}{name}"
    if parent is None:
        return ElementTree.Element(tag, attributes)
    return ElementTree.SubElement(parent, tag, attributes)
