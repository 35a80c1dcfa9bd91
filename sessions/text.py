"""The one gate that makes text from outside safe, and the width of text in terminal cells.

Textual and terminals strip nothing: an escape sequence in a partner's file would reach the
screen (CVE-2024-52005, CVE-2021-42574). Text passes `safe` where it enters and again where it
is drawn or printed, so `safe` is idempotent and keeps Arabic, Hebrew, Devanagari, CJK and
emoji whole. What it takes out stays visible:

- C0 controls and DEL become their control pictures (ESC is U+241B), newline and tab stay;
- CR and CRLF become newline, and so do the line and paragraph separators;
- C1 controls, bidi overrides and isolates, zero-width characters, tag characters, annotation
  marks, lone surrogates and noncharacters become U+FFFD, a run of them one U+FFFD;
- variation selectors of the supplement, with which any bytes can be hidden behind a letter,
  stay where they pick the form of an ideograph, one on each;
- the soft hyphen becomes the hyphen that many terminals draw for it;
- the joiners ZWJ and ZWNJ and the marks LRM, RLM and ALM stay: scripts need them, keyboards
  type them, and they cannot turn the order of other text round;
- more than 30 marks on one base (the bound of the Stream-Safe Text Format, UAX #15) become
  30 and a U+FFFD.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

REPLACEMENT = "\ufffd"
ELLIPSIS = "…"
MARKS_ON_ONE_BASE = 30
STEM_LENGTH = 60

_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
_SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_INVISIBLE_BUT_KEPT = "\u200c\u200d\u200e\u200f\u061c"

_ENDS = "\r\n?|[\u2028\u2029]"
_CONTROLS = {
    **{code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"},
    0x7F: "\u2421",
    0xAD: "-",
}
_REPLACED = (
    "(?:["
    "\u0080-\u009f"  # C1
    "\u180e\u200b\u2060-\u2065\ufeff"  # zero width
    "\u202a-\u202e\u2066-\u206f"  # bidi overrides and isolates, deprecated format characters
    "\ufff0-\ufffb"  # interlinear annotation
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # shorthand and musical format characters
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # tags
    "\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 1 << 20, 1 << 16))
    + "\U0010fffe\U0010ffff]"
    "|(?<![\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef])+"
)
_LONG_TAIL = (
    f"[^\x00-\u02ff\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff\uac00-\ud7a3]{{{MARKS_ON_ONE_BASE + 1}}}"
)
"""A run long enough to hold too many marks; leaves out blocks of letters that hold none."""

_RESERVED_STEMS = r"(?a:con|prn|aux|nul|com\d|lpt\d)"


def safe(text: str) -> str:
    """Text that can be kept, shown and printed: see the module for what becomes of the rest.

    Linear in the length of the text. Idempotent.
    """
    plain = text if text.isprintable() else text.replace("\n", "").replace("\t", "")
    if plain.isprintable() and (plain.isascii() or _harmless(plain)):
        return text
    text = (
        _compiled(_REPLACED).sub(REPLACEMENT, _compiled(_ENDS).sub("\n", text)).translate(_CONTROLS)
    )
    return _thin(text) if _compiled(_LONG_TAIL).search(text) else text


def _harmless(printable: str) -> bool:
    """Whether printable text can hold neither too many marks nor hidden bytes, without a pattern.

    Marks begin at U+0300, and of what is taken out only variation selectors are printable.
    """
    highest = max(printable, default="")
    if highest < "\u0300":
        return True
    beyond = len(printable) - len(printable.encode("ascii", "ignore"))
    return beyond <= MARKS_ON_ONE_BASE and highest < "\U000e0000"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """At the first text that needs it, since these take longer to compile than a module to load."""
    return re.compile(pattern)


def safe_line(text: str) -> str:
    """Safe text on a single line, for titles, names and messages: newlines and tabs are spaces."""
    line = safe(text)
    return line if line.isprintable() else _compiled("[\n\t]+").sub(" ", line)


def _thin(text: str) -> str:
    """The text with at most 30 marks on any one base; what is beyond is one U+FFFD."""
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if _attaches(character) else 0
        if marks <= MARKS_ON_ONE_BASE:
            kept.append(character)
        elif marks == MARKS_ON_ONE_BASE + 1:
            kept.append(REPLACEMENT)
    return "".join(kept)


def _attaches(character: str) -> bool:
    """Whether a character adds no cell of its own: a combining mark or a kept invisible one."""
    if character < "\u0300":
        return False
    if character in _INVISIBLE_BUT_KEPT or "\u1160" <= character <= "\u11ff":
        return True
    return unicodedata.category(character) in ("Mn", "Me", "Mc")


def _widths(text: str) -> Iterator[int]:
    """The cells that each character adds, 0, 1 or 2, as wcwidth and rich count them.

    What a joiner joins adds none, and neither does a skin tone; the emoji style widens by one.
    """
    joined = False
    base = 0
    for character in text:
        if character < "\u0300":
            width = base = 1
        elif character == _EMOJI_STYLE:
            width = 1 if base == 1 else 0
            base = 2
        elif joined or _attaches(character) or (base == 2 and character in _SKIN_TONES):
            width = 0
        else:
            width = base = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        joined = character == _JOINER
        yield width


def cells(text: str) -> int:
    """How many terminal cells a single line takes: wide characters two, combining marks none.

    A terminal that cannot join an emoji sequence takes more.
    """
    return len(text) if text.isascii() else sum(_widths(text))


def shorten(text: str, width: int) -> str:
    """The line if it fits into so many cells, else its beginning and `…`. Never half a character.

    A width below one gives nothing.
    """
    if cells(text) <= width:
        return text
    if width < 1:
        return ""
    taken = 0
    for index, step in enumerate(_widths(text)):
        taken += step
        if taken > width - 1:
            return _whole(text[:index]) + ELLIPSIS
    return text


def _whole(start: str) -> str:
    """A beginning without a trailing joiner or space, which would wait for what was cut off."""
    return start.rstrip(" " + _JOINER)


def pad(text: str, width: int) -> str:
    """The line shortened, and filled up with spaces, to exactly so many cells."""
    cut = shorten(text, width)
    return cut + " " * (width - cells(cut))


def file_stem(text: str) -> str:
    """A portable ASCII stem for a file name, made of a title; never a path, never empty.

    Names that Windows reserves (con, nul, com1) get a prefix.
    """
    ascii_only = unicodedata.normalize("NFKD", safe(text)).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")[:STEM_LENGTH].strip("-")
    if not stem or _compiled(_RESERVED_STEMS).fullmatch(stem):
        return f"session-{stem}".rstrip("-")
    return stem
