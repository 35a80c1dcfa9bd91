"""Texts and files that somebody could send to harm, hide, crash or slow down. Built, not stored.

What could act on a terminal holds a canary inside of its sequence: `sequences_from_file` finds
it there, and nowhere else, should it ever reach a terminal as more than text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

CANARY = "CaNaRy"
NUMBER = "31337"

ACTING = {
    "colour": f"\x1b[{NUMBER}m",
    "cursor": f"\x1b[{NUMBER};{NUMBER}H\x1b[2J",
    "colour, 8-bit": f"\x9b{NUMBER}m",
    "mode": f"\x1b[?{NUMBER}h",
    "answer back": f"\x1b[{NUMBER}c\x1b[6n\x05",
    "clipboard": f"\x1b]52;c;{CANARY}\x07",
    "clipboard, ST": f"\x1b]52;c;{CANARY}\x1b\\",
    "clipboard, 8-bit": f"\x9d52;c;{CANARY}\x9c",
    "link": f"\x1b]8;;http://{CANARY}.example\x07text\x1b]8;;\x07",
    "link, 8-bit": f"\x9d8;;http://{CANARY}.example\x9ctext\x9d8;;\x9c",
    "window title": f"\x1b]0;{CANARY}\x07",
    "notification": f"\x1b]777;notify;{CANARY};x\x07",
    "device control": f"\x1bP{CANARY}\x1b\\",
    "device control, 8-bit": f"\x90{CANARY}\x9c",
    "picture": f"\x1b_G{CANARY}\x1b\\",
    "privacy message": f"\x1b^{CANARY}\x1b\\",
    "start of string": f"\x1bX{CANARY}\x1b\\",
    "not closed": f"\x1b]52;c;{CANARY}",
    "not closed, 8-bit": f"\x90{CANARY}",
    "ESC at the end": f"{CANARY}\x1b",
    "reset": f"\x1bc\x1b#8\x1b(0{CANARY}",
    "tmux": f"\x1bPtmux;\x1b\x1b]52;c;{CANARY}\x07\x1b\\",
    "controls": "".join(map(chr, range(1, 32))) + "\x7f",
    "controls, 8-bit": "".join(map(chr, range(0x80, 0xA0))),
    "backspaces": "low" + "\b" * 3 + "high",
    "carriage return": "low\rhigh",
}
"""Texts that would act on a terminal."""

HIDING = {
    "override": "user\u202egpj.exe\u202c",
    "isolates": "\u2066\u2067\u2068a\u2069\u2069",
    "never closed": "a\u202a\u202b\u202d" * 40,
    "zero width": "ad\u200bmin\u2060\ufeff",
    "tags": "x" + "".join(chr(0xE0000 + ord(one)) for one in "hidden"),
    "selectors": "x" + "".join(chr(0xE0100 + one) for one in range(200)),
    "annotation": "\ufff9a\ufffab\ufffb",
    "separators": "a\u2028b\u2029c\x85d",
    "nonsense": "\ufdd0\ufffe\uffff\U0010ffff\U0001fffe",
    "private use": "\ue000\uf8ff\U000f0000",
    "zalgo": "Z" + "\u0335\u0321\u0489" * 300,
    "joiners": "\u200d" * 300,
    "fillers": "\u3164\u115f\u1160\u17b4\uffa0\u2800",
    "only marks": "\u0301\u20dd\ufe0f",
}
"""Texts that would hide something from a reader, or fall apart on a screen."""

PARSED = {
    "action": "[@click=app.quit]x[/]",
    "closing tag": "[/]",
    "closing tag, named": "[/bold] [/@click]",
    "link tag": f"[link=http://{CANARY}.example]x[/link]",
    "style tag": "[bold red on white]x",
    "variable": "[$error]$x ${x} {0} {x!r} %s %(x)s",
    "not a tag": "[[[]]]\\[ [",
    "formula": "=cmd|' /C calc'!A0",
    "formulas": "+1\n-1\n@x\n\t=1\n;=1",
    "script": "</title></style><script>alert(1)</script>",
    "attribute": "\"'><img src=x onerror=alert(1)>",
    "entity": "&lt;b&gt; &#60; &amp;amp; <!-- --> ]]>",
    "Markdown": "# a\n- b\n> c\n| d | e |\n---\n[x](http://x.example) ![x](x.png) `x` ~~x~~ <b>",
    "fence": "```\n```\n~~~",
    "path": "../../../../etc/passwd",
    "path, absolute": "/etc/passwd",
    "path, Windows": "..\\..\\C:\\con\\nul.txt",
    "path, home": "~root/.ssh/$HOME/`id`",
    "option": "--db=/etc/passwd",
    "quotes": '"""\'\'\'\\"\\u001b\\',
    "TOML": '"\n[session]\ntitle = "other',
    "JSON": '"},{"a":"b',
    "SQL": "'; DROP TABLE session; --",
}
"""Texts that something behind us could read as more than text."""

STRETCHED = {
    "a long word": "x" * 300,
    "a wide word": "漢" * 300,
    "many lines": "a\n" * 200,
    "only lines": "\n" * 200,
    "tabs": "\t" * 200,
    "blanks": " " * 299 + "x",
    "blanks of other kinds": "\u00a0\u2003\u3000\u202f\u205fx",
    "a family": "👨‍👩‍👧‍👦" * 40,
    "flags": "🇩🇪" * 75,
}
"""Texts of an odd shape."""

TEXTS = {**ACTING, **HIDING, **PARSED, **STRETCHED}

WHOLE = {
    "Arabic": "قاعدة بيانات المرضى، ٢٠٢٦",
    "Hebrew": "שָׁלוֹם לְכֻלָּם",
    "Devanagari": "रोगी समूह क्‍ष",
    "Chinese": "患者組織與申辦方",
    "Korean": "환자 단체",
    "Thai": "กลุ่มผู้ป่วย",
    "emoji": "👩‍🔬 👍🏽 ❤️ 🇩🇪",
}
"""Texts that people write, and that have to survive."""


def quoted(text: str) -> str:
    """A text as a TOML string in which nothing acts before it is read."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(one: str) -> str:
    if one in '"\\' or not one.isprintable() or ord(one) > 0x7E:
        return f"\\U{ord(one):08x}"
    return one


def session_file(text: str, *, perspective: str = "patient-group", name: str = "") -> bytes:
    """A session that says this text wherever a session can say something."""
    said = quoted(text)
    short = quoted((text.strip() or "x")[:250] + name)
    key = quoted(text[:19])
    fields = ("benefit-why", "investment-why", "plan", "unclear", "private-note")
    texts = [f"{field} = {said}" for field in fields]
    meanings = f"{{ low = {said}, moderate = {said}, high = {said} }}"
    lines = [
        'format = "commongrid-session"',
        "version = 1",
        f"{key} = {said}",
        *("[session]", f"title = {short}", f'perspective = "{perspective}"'),
        *(f"catalogue-version = {said}", f"{key} = 1"),
        *("[organisation]", f"name = {short}"),
        *("[scope]", 'kind = "trial"', f"name = {said}", f"condition = {said}"),
        *("[levels]", f"benefit = {meanings}", f"investment = {meanings}"),
        *("[[activity]]", 'id = "registry"', 'benefit = "high"', 'investment = "low"', *texts),
        *("[[activity]]", 'id = "consent"', f"title = {short}", f"description = {said}", *texts),
        *("[[activity]]", 'id = "own-hostile"', f"title = {short}", f"description = {said}"),
        *('benefit = "low"', 'investment = "high"', 'phases = ["trials"]', *texts),
        *("[provenance]", f"program = {said}", f"organisation = {said}", f"content-hash = {said}"),
    ]
    return ("\n".join(lines) + "\n").encode()


def catalogue_file(text: str) -> bytes:
    """A list of activities that says this text wherever it can."""
    said, short = quoted(text), quoted((text.strip() or "x")[:250])
    lines = [
        *('format = "commongrid-catalogue"', "version = 1", "[catalogue]", 'id = "hostile"'),
        *(f"version = {short}", f"title = {short}", f"note = {said}"),
        *("[[activity]]", 'id = "one"', f"title = {short}", f"description = {said}"),
        *(f"examples = [{said}]", f"provenance = {said}"),
    ]
    return ("\n".join(lines) + "\n").encode()


def refused_file(text: str) -> bytes:
    """A session that is refused in sentences that quote this text."""
    said, key = quoted(text), quoted(text[:19])
    lines = [
        *('format = "commongrid-session"', "version = 1", f"[{key}]", f"{key} = 1", "[session]"),
        *(f"id = {said}", 'title = ""', f"perspective = {said}", f"catalogue = {said}"),
        *("[organisation]", f"name = [{said}]", f"size = {said}", f"focus = [{said}, 1]"),
        *("[[activity]]", f"id = {said}", f"benefit = {said}", f"benefit-factors = [{said}]"),
        *("[[activity]]", 'id = "own-x"', f"plan = {{ {key} = {said} }}", f"phases = {said}"),
    ]
    return ("\n".join(lines) + "\n").encode()


HEAD = """format = "commongrid-session"
version = 1
[session]
title = "T"
perspective = "patient-group"
[organisation]
name = "N"
"""
CHOSEN = f'{HEAD}[[activity]]\nid = "registry"\n'


def many(count: int, said: str = "") -> bytes:
    """A session with so many activities of its own."""
    entries = (
        f'[[activity]]\nid = "own-{number}"\ntitle = "Activity {number}"\n{said}'
        'benefit = "high"\ninvestment = "low"\n'
        for number in range(count)
    )
    return (HEAD + "".join(entries)).encode()


def _each(count: int, part: str) -> bytes:
    return (HEAD + "".join(part.format(number) for number in range(count))).encode()


FILES: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "blank": lambda: b" \n" * 1000,
    "a mark only": lambda: b"\xef\xbb\xbf",
    "UTF-16": lambda: HEAD.encode("utf-16"),
    "UTF-16 without a mark": lambda: HEAD.encode("utf-16-le"),
    "UTF-32": lambda: HEAD.encode("utf-32"),
    "Latin-1": lambda: HEAD.replace("T", "é").encode("latin-1"),
    "UTF-7": lambda: HEAD.encode("utf-7"),
    "surrogates": lambda: HEAD.encode() + b'[scope]\nname = "\xed\xa0\x80"\n',
    "surrogate escapes": lambda: HEAD.encode() + b'[scope]\nname = "\\ud800\\udc00"\n',
    "overlong": lambda: HEAD.encode() + b'[scope]\nname = "\xc0\x80"\n',
    "cut off": lambda: HEAD.encode() + b'[scope]\nname = "\xe6\xbc',
    "NUL": lambda: HEAD.encode() + b"\0",
    "raw controls": lambda: HEAD.encode() + b'[scope]\nname = "\x1b]52;c;CaNaRy\x07"\n',
    "raw C1": lambda: HEAD.encode() + '[scope]\nname = "\x9b31337m"\n'.encode(),
    "a comment that acts": lambda: f"# \x1b]52;c;{CANARY}\x07\n{HEAD}".encode(),
    "a comment that acts, C1": lambda: f"# \x9d52;c;{CANARY}\x9c\n{HEAD}".encode(),
    "a bare line that acts": lambda: f"\x9d52;c;{CANARY}\x9c\n".encode(),
    "a zip": lambda: b"PK\x03\x04" + bytes(range(256)) * 40,
    "a script": lambda: b"#!/bin/sh\nrm -rf ~\n",
    "HTML": lambda: b"<!doctype html><script>alert(1)</script>",
    "JSON": lambda: b'{"format": "commongrid-session"}',
    "another format": lambda: b'format = "commongrid-letter"\nversion = 1\n',
    "a newer version": lambda: HEAD.replace("1", "999999999999999999").encode(),
    "a version of text": lambda: HEAD.replace("= 1", '= "1"').encode(),
    "a version of nan": lambda: HEAD.replace("= 1", "= nan").encode(),
    "a key twice": lambda: HEAD.encode() + b'name = "M"\n',
    "a table twice": lambda: HEAD.encode() + b"[session]\n",
    "a table over a list": lambda: CHOSEN.encode() + b"[activity]\nx = 1\n",
    "a list over a table": lambda: HEAD.encode() + b"[[session]]\n",
    "an activity twice": lambda: (CHOSEN + '[[activity]]\nid = "registry"\n').encode(),
    "case twins": lambda: (CHOSEN + '[[activity]]\nid = "Registry"\ntitle = "Registry"\n').encode(),
    "nested lists": lambda: HEAD.encode() + b"x = " + b"[" * 100_000,
    "nested lists, closed": lambda: HEAD.encode() + b"x = " + b"[" * 900 + b"]" * 900 + b"\n",
    "nested tables": lambda: HEAD.encode() + b"x = " + b"{a=" * 100_000,
    "nested as deep as may be": lambda: HEAD.encode() + b"x = " + b"[" * 20 + b"]" * 20 + b"\n",
    "nested one too deep": lambda: HEAD.encode() + b"x = " + b"[" * 21 + b"]" * 21 + b"\n",
    "a long dotted key": lambda: HEAD.encode() + b".".join([b"a"] * 40_000) + b" = 1\n",
    "a long dotted table": lambda: HEAD.encode() + b"[" + b".".join([b"a"] * 40_000) + b"]\n",
    "many dotted keys": lambda: _each(60_000, "a{0}.b.c = 1\n"),
    "many dotted tables": lambda: _each(30_000, "[a{0}.b.c]\n"),
    "one root, many dotted keys": lambda: HEAD.encode() + b"[z]\n" + b"".join(
        b"a.b%d = 1\n" % number for number in range(20_000)
    ),
    "a long key": lambda: HEAD.encode() + b"k" * 1_000_000 + b" = 1\n",
    "a long quoted key": lambda: HEAD.encode() + b'"' + b"k" * 1_000_000 + b'" = 1\n',
    "a huge integer": lambda: HEAD.encode() + b"x = " + b"9" * 1_000_000 + b"\n",
    "a huge integer with lines": lambda: HEAD.encode() + b"x = " + b"9_" * 50_000 + b"9\n",
    "huge hexadecimal": lambda: HEAD.encode() + b"x = 0x" + b"f" * 1_000_000 + b"\n",
    "an integer of 190 digits": lambda: HEAD.encode() + b"title = " + b"9" * 190 + b"\n",
    "a float out of range": lambda: HEAD.encode() + b"x = 1e999999999\ny = -inf\nz = nan\n",
    "times out of range": lambda: HEAD.replace(
        "[organisation]",
        "created = 0001-01-01T00:00:00+14:00\nmodified = 9999-12-31T23:59:59-12:00\n[organisation]",
    ).encode(),
    "a time of no zone": lambda: HEAD.replace(
        "[organisation]", "created = 2026-01-01T00:00:00\n[organisation]"
    ).encode(),
    "a line of 1 MB": lambda: HEAD.encode() + b"# " + b"x" * 1_000_000 + b"\n",
    "a wrong line of 1 MB": lambda: HEAD.encode() + b"x" * 1_000_000 + b"\n",
    "a text of 1 MB in one line": lambda: f'{CHOSEN}plan = "{"x" * 1_000_000}"\n'.encode(),
    "quotes without end": lambda: HEAD.encode() + b'x = """' + b'\\"' * 500_000,
    "backslashes": lambda: HEAD.encode() + b'x = "' + b"\\\\" * 500_000 + b'"\n',
    "escapes": lambda: f'{CHOSEN}plan = "{chr(92)}u0301{(chr(92) + "u0301") * 99_000}"\n'.encode(),
    "1 MB of marks": lambda: f'{CHOSEN}plan = "e{chr(0x301) * 500_000}"\n'.encode(),
    "marks in a title": lambda: HEAD.replace('"T"', f'"e{chr(0x301) * 299}"').encode(),
    "marks in a wrong level": lambda: f'{CHOSEN}benefit = "{chr(0x301) * 500_000}"\n'.encode(),
    "marks in a key": lambda: f'{CHOSEN}"{chr(0x301) * 190}" = 1\n'.encode(),
    "a text at its limit": lambda: f'{CHOSEN}plan = "{"x" * 100_000}"\n'.encode(),
    "a text over its limit": lambda: f'{CHOSEN}plan = "{"x" * 100_001}"\n'.encode(),
    "a wide text at its limit": lambda: f'{CHOSEN}plan = "{"漢" * 100_000}"\n'.encode(),
    "many lines at the limit": lambda: f'{CHOSEN}plan = """{"x" + chr(10) * 99_999}"""\n'.encode(),
    "a title at its limit": lambda: HEAD.replace('"T"', f'"{"x" * 300}"').encode(),
    "a title over its limit": lambda: HEAD.replace('"T"', f'"{"x" * 301}"').encode(),
    "an id over its limit": lambda: CHOSEN.replace("registry", "x" * 81).encode(),
    "a long list": lambda: HEAD.encode() + b"focus = [" + b'"rare",' * 250_000 + b"]\n",
    "a long list of nothing": lambda: HEAD.encode() + b"focus = [" + b"[]," * 250_000 + b"]\n",
    "commas": lambda: HEAD.encode() + b"x = [" + b"1," * 2_000_000 + b"]\n",
    "unknown keys": lambda: _each(50_000, "k{0} = 1\n"),
    "unknown tables": lambda: _each(21_500, "[t{0}]\n"),
    "wrong levels": lambda: many(5_000, 'benefit-why = 1\nplan = 2\nunclear = 3\n'),
    "10,000 activities": lambda: many(10_000),
    "10,000 activities with reasons": lambda: many(10_000, 'plan = """\none\ntwo"""\n'),
    "20,000 activities": lambda: many(20_000),
    "20,001 activities": lambda: many(20_001),
    "nearly too large": lambda: HEAD.encode() + b"# x\n" * 2_097_000,
    "too large": lambda: HEAD.encode() + b"#" * 8 * 1024 * 1024,
    "an id that is a path": lambda: CHOSEN.replace("registry", "../../x").encode(),
    "an id that is an option": lambda: CHOSEN.replace("registry", "--help").encode(),
    "a catalogue id that is a path": lambda: HEAD.replace(
        "[organisation]", 'catalogue = "../x"\n[organisation]'
    ).encode(),
    "a session id of zeros": lambda: HEAD.replace(
        "[session]", '[session]\nid = "00000000-0000-0000-0000-000000000000"'
    ).encode(),
    "a plan that is none": lambda: b'format = "commongrid-plan"\nversion = 1\n',
    "a plan without sides, proposed to": lambda: (
        b'format = "commongrid-plan"\nversion = 1\n[plan]\ntitle = "T"\n'
        b'[[item]]\nactivity = "registry"\nproposed = [{}, { side = 1 }, { side = "x" }]\n'
    ),
    "a catalogue of nothing": lambda: b'format = "commongrid-catalogue"\nversion = 1\n',
}  # fmt: skip
"""Files by what is wrong or odd with them; made when they are needed, as some are large."""

LARGE = ("10,000 activities", "10,000 activities with reasons", "20,000 activities")
"""Files that are taken, and cost most to show."""


SLOW = (
    *("nearly too large", "20,001 activities", "many dotted keys", "many dotted tables"),
    *("unknown keys", "unknown tables", "wrong levels", "one root, many dotted keys"),
    *("1 MB of marks", "escapes", "marks in a wrong level", "backslashes", "quotes without end"),
    *("a long list", "a long list of nothing", "commas", "a line of 1 MB", "a huge integer"),
)
"""Files that take up to a second each to be refused or taken."""


def plan_file(text: str) -> bytes:
    """A plan that says this text wherever a plan can say something."""
    said, short = quoted(text), quoted((text.strip() or "x")[:250])
    sides = (
        f'[[side]]\nsession = "00000000-0000-0000-0000-00000000000{number}"\n'
        f'name = {short}\nversion-hash = "{"0" * 64}"\n'
        for number in (1, 2)
    )
    written = ("pays", "next-step", "stop-if", "success-when", "note", "reason")
    lines = [
        *('format = "commongrid-plan"', "version = 1", f"{quoted(text[:19])} = 1", "[plan]"),
        *('id = "00000000-0000-0000-0000-000000000003"', f"title = {short}", *sides),
        *("[[item]]", 'activity = "registry"', f"title = {short}", 'decision = "pursue"'),
        *(f"leads = [{said}, {said}]", *(f"{field} = {said}" for field in written)),
    ]
    return ("\n".join(lines) + "\n").encode()


def refused_plan(text: str) -> bytes:
    """A plan that is refused in sentences that quote this text."""
    said = quoted(text)
    proposed = f"[{{ side = {said}, dimension = {said}, from = {said}, to = {said} }}]"
    more = f"""[[item]]
activity = {said}
title = 1
decision = {said}
due = {said}
leads = {said}
proposed = {proposed}
"""
    return plan_file(text) + more.encode()


def all_files() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Every file, and every text in a file that is taken, a list, and a file that is refused."""
    yield from FILES.items()
    for name, text in {**TEXTS, **WHOLE}.items():
        yield f"session: {name}", lambda text=text: session_file(text)
        yield f"list: {name}", lambda text=text: catalogue_file(text)
        yield f"plan: {name}", lambda text=text: plan_file(text)
        yield f"refused plan: {name}", lambda text=text: refused_plan(text)
        yield f"refused: {name}", lambda text=text: refused_file(text)


_SEQUENCE = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]?"
    rb"|\x1b[\]PX^_](?:[^\x07\x1b]|\x1b(?!\\))*(?:\x07|\x1b\\)?"
    rb"|\x1b[ -/]+[0-~]?|\x1b."
    rb"|\xc2[\x80-\x9f][^\x1b\x07]{0,60}",
    re.DOTALL,
)
_FORBIDDEN = re.compile(
    rb"[\x00-\x06\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]"
    rb"|\xc2[\x80-\x9f]"
    rb"|\xe2\x80[\xaa-\xae\x8b]|\xe2\x81[\xa0\xa6-\xa9]|\xef\xbb\xbf|\xf3\xa0[\x80-\x83]"
    rb"|\xed[\xa0-\xbf]"
)


def sequences_from_file(output: bytes) -> list[bytes]:
    """What a program wrote to a terminal that it can only have from a hostile text."""
    planted = (CANARY.encode(), NUMBER.encode())
    found = [one for one in _SEQUENCE.findall(output) if any(mark in one for mark in planted)]
    return found + _FORBIDDEN.findall(_SEQUENCE.sub(b"", output))


def controls(output: bytes) -> list[bytes]:
    """Every byte of an output that is no plain text: for what is no terminal's, none is right."""
    return re.findall(rb"\x1b[^\n]{0,20}", output) + _FORBIDDEN.findall(output)
