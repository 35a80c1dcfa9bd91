"""Text of users in Markdown, HTML and SVG: it is shown, and it never becomes markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from reported import HOSTILE, MADE, filled_comparison, filled_plan, filled_session
from thorough import examples

from sessions.report import Format, report_comparison, report_plan, report_session
from sessions.text import safe_line

PLAIN = "plain"
lines = st.text(min_size=1, max_size=60).filter(
    lambda text: text.strip() and not re.search(r"[\n\r\u2028\u2029]", text)
)
subjects = pytest.mark.parametrize("draw", ["session", "comparison", "plan"])


def report(draw, form, text):
    if draw == "session":
        return report_session(filled_session(text), form, made=MADE)
    if draw == "comparison":
        return report_comparison(filled_comparison(text), form, made=MADE)
    return report_plan(filled_plan(text), form, made=MADE)


class Tags(HTMLParser):
    """The tags and attributes of a document, and its text."""

    def __init__(self, document):
        super().__init__(convert_charrefs=True)
        self.tags = []
        self.texts = []
        self.feed(document)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(attrs)))

    def handle_endtag(self, tag):
        self.tags.append((f"/{tag}", ()))

    def handle_data(self, data):
        self.texts.append(data)

    def handle_comment(self, data):
        self.tags.append(("comment", data))


def markdown_shape(text):
    """The kinds of all tokens of a Markdown text, those inside of lines too."""
    parser = MarkdownIt("commonmark").enable("table")
    shape = []
    for token in parser.parse(text):
        shape.append((token.type, token.tag))
        shape += [
            (child.type, child.tag)
            for child in token.children or []
            if child.type not in ("text", "text_special")
        ]
    return shape


# HTML


@subjects
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_adds_no_tag_to_html(draw, text):
    hostile, plain = Tags(report(draw, Format.HTML, text)), Tags(report(draw, Format.HTML, PLAIN))
    assert hostile.tags == plain.tags
    assert safe_line(text) in "".join(hostile.texts)


@subjects
@pytest.mark.parametrize("text", HOSTILE)
def test_no_control_character_reaches_html_markdown_or_svg(draw, text):
    forms = [Format.HTML, Format.MARKDOWN, *([Format.SVG] if draw == "session" else [])]
    for form in forms:
        drawn = report(draw, form, text)
        assert all(one in "\n\u2002" or one.isprintable() for one in drawn)


@settings(max_examples=examples(40))
@given(lines)
def test_no_text_at_all_adds_a_tag_to_html(text):
    document = report("session", Format.HTML, text)
    assert Tags(document).tags == Tags(report("session", Format.HTML, PLAIN)).tags
    document.encode("utf-8")


@subjects
def test_html_loads_and_runs_nothing(draw):
    document = report(draw, Format.HTML, PLAIN)
    tags = Tags(document).tags
    assert not {"script", "link", "img", "iframe", "object", "embed", "form"} & {t for t, _ in tags}
    names = {name for _, attributes in tags for name, _ in attributes}
    assert not {"src", "srcset", "action", "onload"} & names
    links = [value for tag, attributes in tags for name, value in attributes if name == "href"]
    assert all(link.startswith("#") for link in links)
    assert "url(" not in document
    assert "@import" not in document
    assert "default-src 'none'" in document


@subjects
def test_every_link_of_the_html_leads_somewhere(draw):
    tags = Tags(report(draw, Format.HTML, PLAIN)).tags
    attributes = [pair for _, pairs in tags for pair in pairs]
    ids = [value for name, value in attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {value for name, value in attributes if name == "href"} <= {f"#{one}" for one in ids}
    assert any(name == "href" for name, _ in attributes)


@subjects
def test_html_can_be_read_aloud(draw):
    tags = Tags(report(draw, Format.HTML, PLAIN)).tags
    assert ("html", (("lang", "en"),)) in tags
    assert sum(tag == "h1" for tag, _ in tags) == 1
    assert sum(tag == "table" for tag, _ in tags) == sum(tag == "caption" for tag, _ in tags)
    assert all(dict(pairs).get("scope") in ("row", "col") for tag, pairs in tags if tag == "th")
    depths = [int(tag[1]) for tag, _ in tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(depths))


def test_the_matrix_in_html_is_a_table_with_nine_cells():
    document = report("session", Format.HTML, PLAIN)
    (grid,) = re.findall(r'<table class="grid">.*?</table>', document, re.DOTALL)
    assert grid.count("<td") == 9
    assert grid.count('scope="row"') == 3
    assert grid.count('scope="col"') == 4


def test_line_breaks_of_a_text_are_kept_in_html():
    document = report("session", Format.HTML, "one\ntwo\n\nthree")
    assert '<p dir="auto">one<br>two</p><p dir="auto">three</p>' in document


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_text_of_the_html_has_enough_contrast_by_day_and_by_night():
    style = report("session", Format.HTML, PLAIN)
    schemes = re.findall(r":root \{([^}]*--paper[^}]*)\}", style)
    assert len(schemes) == 2
    for scheme in schemes:
        colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", scheme))
        for ground in ("paper", "wash", "notice"):
            for ink in ("ink", "quiet", "accent"):
                if (ink, ground) not in (("quiet", "notice"), ("accent", "notice")):
                    assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)


# Markdown


@subjects
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_adds_no_markup_to_markdown(draw, text):
    assert markdown_shape(report(draw, Format.MARKDOWN, text)) == markdown_shape(
        report(draw, Format.MARKDOWN, PLAIN)
    )


@settings(max_examples=examples(40))
@given(lines)
def test_no_text_at_all_adds_markup_to_markdown(text):
    assert markdown_shape(report("session", Format.MARKDOWN, text)) == markdown_shape(
        report("session", Format.MARKDOWN, PLAIN)
    )


@pytest.mark.parametrize("text", ["http://evil.example", "HTTPS://x", "www.evil.example", "WWW.x"])
def test_a_bare_address_is_no_link_in_githubs_dialect_either(text):
    assert not re.search(r"(?i)https?://|www\.", report("session", Format.MARKDOWN, text))


@pytest.mark.parametrize("text", [one for one in HOSTILE if "  " not in one])
def test_markdown_shows_the_text_as_it_was_written(text):
    document = (
        MarkdownIt("commonmark").enable("table").render(report("session", Format.MARKDOWN, text))
    )
    assert " ".join(safe_line(text).split()) in "".join(Tags(document).texts)


def test_lines_of_a_text_are_kept_in_markdown():
    drawn = report("session", Format.MARKDOWN, "we need:\n- a manager\n- an ethics review\n\nlater")
    assert "we need:\\\n\\- a manager\\\n\\- an ethics review\n\nlater" in drawn


# SVG


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_adds_no_element_to_svg(text):
    drawn = ElementTree.fromstring(report("session", Format.SVG, text))
    assert {one.tag.rpartition("}")[2] for one in drawn.iter()} == {
        "svg",
        "title",
        "desc",
        "rect",
        "text",
    }
    names = {name for one in drawn.iter() for name in one.attrib}
    assert not any(name.startswith("on") or "href" in name for name in names)


@settings(max_examples=examples(40))
@given(lines)
def test_svg_is_always_well_formed(text):
    ElementTree.fromstring(report("session", Format.SVG, text))


def test_svg_grows_with_its_rows_and_keeps_every_text_inside():
    drawn = ElementTree.fromstring(report("session", Format.SVG, "long words here " * 40))
    height = float(drawn.get("height"))
    width = float(drawn.get("width"))
    for one in drawn.iter("{http://www.w3.org/2000/svg}text"):
        assert float(one.get("y")) < height
        assert float(one.get("x")) < width
    ground, *places = drawn.iter("{http://www.w3.org/2000/svg}rect")
    assert float(ground.get("height")) == height
    assert len(places) == 9
    assert all(float(one.get("y")) + float(one.get("height")) < height for one in places)
    assert height > 400
