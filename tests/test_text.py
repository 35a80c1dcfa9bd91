"""The gate that makes text from outside safe."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sessions.text import MARKS_ON_ONE_BASE, cells, file_stem, pad, safe, safe_line, shorten

ANYTHING = st.text(st.characters(codec=None, categories=None))
NASTY = st.text(
    st.sampled_from("ab \n\r\t\x1b\x9b\u0301\u200d\u202e\u2028\ufeff\ud800\U000e0041漢שع👩")
)

WHOLE = {
    "Arabic": "مجموعة المرضى، ٢٠٢٦",
    "Persian with a non-joiner": "می‌خواهم",
    "Hebrew with points": "שָׁלוֹם לְכֻלָּם",
    "Hebrew with a mark": "א\u200f(ב)",
    "Devanagari": "रोगी समूह क्‍ष",
    "Chinese": "患者組織與申辦方" * 20,
    "Japanese, decomposed": "か\u3099き\u3099" * 40,
    "Korean": "환자 단체" * 20,
    "Korean, decomposed": unicodedata.normalize("NFD", "환자 단체"),
    "Vietnamese, decomposed": unicodedata.normalize("NFD", "Người bệnh"),
    "Chinese in a chosen form": "葛\U000e0100城\U000e0101市",
    "a family": "👨‍👩‍👧‍👦",
    "a heart in emoji style": "❤️",
    "a thumb with a skin tone": "👍🏽",
    "a flag": "🇩🇪",
    "code": "if a < b:\n\treturn [x]",
}


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE.keys())
def test_what_people_write_stays_whole(text: str) -> None:
    assert safe(text) == text


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("\x1b[2J", "␛[2J"),
        ("\x9b31m", "\ufffd31m"),
        ("a\x00b", "a␀b"),
        ("a\x7fb", "a␡b"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\u2028b\u2029c", "a\nb\nc"),
        ("a\x85b", "a\ufffdb"),
        ("a\x0bb\x0cc", "a␋b␌c"),
        ("user\u202egpj.exe", "user\ufffdgpj.exe"),
        ("\u2066a\u2069", "\ufffda\ufffd"),
        ("ze\u200bro", "ze\ufffdro"),
        ("in\ufeffside", "in\ufffdside"),
        ("word\u2060joiner", "word\ufffdjoiner"),
        ("co\u00adoperate", "co-operate"),
        ("flag\U000e0067\U000e0062\U000e007f", "flag\ufffd"),
        ("hidden\U000e0141\U000e0142", "hidden\ufffd"),
        ("葛\U000e0100\U000e0141\U000e0142", "葛\U000e0100\ufffd"),
        ("\u200b\U000e0100\u200b", "\ufffd"),
        ("lone\ud83d", "lone\ufffd"),
        ("non\uffff\U0010ffff", "non\ufffd"),
    ],
)
def test_what_could_act_or_hide_is_replaced_visibly(text: str, becomes: str) -> None:
    assert safe(text) == becomes


@given(ANYTHING | NASTY)
def test_making_safe_text_safe_again_changes_nothing(text: str) -> None:
    once = safe(text)
    assert safe(once) == once
    assert safe_line(safe_line(text)) == safe_line(text)


@given(ANYTHING | NASTY)
def test_safe_text_holds_no_control_but_newline_and_tab(text: str) -> None:
    found = {one for one in safe(text) if unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp")}
    assert found <= {"\n", "\t"}


@given(ANYTHING | NASTY)
def test_safe_text_can_be_encoded(text: str) -> None:
    safe(text).encode("utf-8")


@given(ANYTHING | NASTY)
def test_a_safe_line_is_one_line(text: str) -> None:
    assert len(safe_line(text).splitlines()) <= 1


@pytest.mark.parametrize("mark", ["\u0301", "\u200d", "\u200d\u0301", "\u20dd", "\ufe0f", "\u0903"])
def test_a_megabyte_of_marks_on_one_base_shrinks_to_thirty(mark: str) -> None:
    made = safe("e" + mark * 1_000_000)
    assert len(made) == 1 + MARKS_ON_ONE_BASE + 1
    assert made.endswith("\ufffd")


def test_thirty_marks_are_left_alone() -> None:
    text = "e" + "\u0301" * MARKS_ON_ONE_BASE + "x"
    assert safe(text) == text


@pytest.mark.parametrize("text", [*WHOLE.values(), "plain", "…", "─│┌", "汉字", "ﾊﾝｶｸ", "ｆｕｌｌ"])
def test_cells_agree_with_the_library_that_draws_them(text: str) -> None:
    line = safe_line(text)
    assert cells(line) == cell_len(line)


@given(st.text().map(safe_line), st.integers(0, 30))
def test_a_shortened_line_fits(text: str, width: int) -> None:
    assert cells(shorten(text, width)) <= width
    assert cells(pad(text, width)) == width


def test_a_line_that_fits_is_left_alone() -> None:
    assert shorten("registry", 8) == "registry"


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [
        ("registry", 7, "regist…"),
        ("two words", 5, "two…"),
        ("漢字漢字", 4, "漢…"),
        ("👨‍👩‍👧👨‍👩‍👧", 3, "👨‍👩‍👧…"),
        ("éé" + "e\u0301" * 9, 4, "ééé…"),
        ("registry", 1, "…"),
        ("registry", 0, ""),
    ],
)
def test_a_line_that_does_not_fit_ends_in_an_ellipsis(text: str, width: int, cut: str) -> None:
    assert unicodedata.normalize("NFC", shorten(text, width)) == cut


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("Phase 1/2 gene therapy", "phase-1-2-gene-therapy"),
        ("../../etc/passwd", "etc-passwd"),
        ("Étude clinique", "etude-clinique"),
        ("患者", "session"),
        ("", "session"),
        ("CON", "session-con"),
        ("com1", "session-com1"),
        ("a" * 500, "a" * 60),
    ],
)
def test_a_title_makes_a_portable_file_stem(title: str, stem: str) -> None:
    assert file_stem(title) == stem


@given(ANYTHING)
def test_a_file_stem_is_never_a_path(title: str) -> None:
    stem = file_stem(title)
    assert stem
    assert set(stem) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not stem.startswith("-")
