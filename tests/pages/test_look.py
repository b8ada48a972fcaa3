"""The look as a whole: light, without anything inline, one form field for all, and the parts in development only."""

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LIMIT = 60 * 1024


def is_editors(template):
    return "wagtailadmin" in template.parts or "wagtailadmin/" in template.read_text(encoding="utf-8")


def find_inline(template):
    words = template.read_text(encoding="utf-8")
    scripts = [tag for tag in re.findall(r"<script[^>]*>", words) if "src=" not in tag and "json" not in tag]
    return [
        *re.findall(r"\sstyle=|<style|\son(?:click|load|submit|change|error)=|javascript:", words),
        *scripts,
    ]


def test_no_template_of_the_public_side_has_anything_inline():
    public = [template for template in TEMPLATES if not is_editors(template)]
    assert len(public) > 30
    assert {template.name: find_inline(template) for template in public if find_inline(template)} == {}


def test_css_fetches_nothing():
    for sheet in (ROOT / "static" / "css").glob("*.css"):
        assert not re.search(r"url\(|@import|@font-face", sheet.read_text(encoding="utf-8"))


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("address", ["/", "/privacy/", "/support/"])
def test_a_page_with_all_it_needs_stays_light(client, address):
    page = client.get(address).content
    parts = re.findall(rb'(?:href|src)="/static/([^"]+)"', page)
    assert parts
    files = [Path(str(finders.find(part.decode()))).read_bytes() for part in parts]
    # WhiteNoise sends the files compressed; a page itself may go as it is.
    assert len(page) + sum(len(gzip.compress(data)) for data in files) < LIMIT


class Ids(HTMLParser):
    def __init__(self, words):
        super().__init__()
        self.ids, self.described, self.labelled = [], [], []
        self.feed(words)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids += [found["id"]] if "id" in found else []
        self.described += (found.get("aria-describedby") or "").split()
        self.labelled += [found["for"]] if "for" in found else []


class Form(forms.Form):
    name = forms.CharField(label="A name", help_text="Any name you like.")
    use = forms.ChoiceField(
        label="May we?", choices=[("y", "Yes"), ("n", "No")], widget=forms.RadioSelect, help_text="Choose"
    )
    many = forms.MultipleChoiceField(
        choices=[("a", "One"), ("b", "Two")], widget=forms.CheckboxSelectMultiple
    )
    sure = forms.BooleanField(label="I am sure", help_text="Really")
    file = forms.FileField()
    quiet = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize("data", [None, {}, {"name": "<b>x"}])
def test_every_field_is_labelled_and_described_by_what_is_there(data):
    form = Form(data)
    form.fields["use"].choice_hints = {"n": "Nothing happens then."}
    words = "".join(render_to_string("partials/field.html", {"field": field}) for field in form)
    page = Ids(words)
    assert len(page.ids) == len(set(page.ids))
    assert set(page.described) <= set(page.ids)
    assert {"id_name", "id_use_0", "id_use_1", "id_many_0", "id_many_1", "id_sure", "id_file"} == set(
        page.labelled
    )
    assert "Nothing happens then." in words
    assert "<b>" not in words
    if data == {}:
        assert {"id_name_helptext", "id_name_error", "id_use_error", "id_sure_error", "id_file_error"} <= set(
            page.described
        )


def test_error_summary_leads_to_each_field():
    form = Form({})
    summary = render_to_string("partials/error_summary.html", {"form": form})
    fields = Ids("".join(render_to_string("partials/field.html", {"field": field}) for field in form))
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert len(targets) == 5
    assert set(targets) <= set(fields.ids)


def test_no_summary_without_errors():
    assert "errors" not in render_to_string("partials/error_summary.html", {"form": Form()})


def test_styleguide_shows_every_part(client, support):
    words = client.get("/styleguide/").content.decode()
    parts = re.findall(r"^  \.([a-z]+) \{", (ROOT / "static" / "css" / "parts.css").read_text(), re.MULTILINE)
    home = {"hero", "ways", "way", "vow", "rows", "code", "opens"}
    assert [
        part for part in parts if part not in home and f'"{part}' not in words and f" {part}" not in words
    ] == []


def test_styleguide_is_in_development_only():
    source = (ROOT / "site" / "pages" / "urls.py").read_text(encoding="utf-8")
    assert "if settings.DEVELOPMENT:" in source.split("styleguide/")[0]
