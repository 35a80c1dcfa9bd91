"""Feeds the reader of files with what a coverage-guided fuzzer makes up. Run by hand; no test.

    python3 -m venv /tmp/fuzz && /tmp/fuzz/bin/pip install atheris msgspec tomli-w
    mkdir -p /tmp/corpus
    /tmp/fuzz/bin/python tests/fuzz_exchange.py /tmp/corpus sessions/samples -max_total_time=600

The first folder receives what reached new code, the others are only read. What it finds is a
file called crash-, timeout- or oom- in the present folder; keep its bytes as a case of
`tests/hostile.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent.parent))

with atheris.instrument_imports(include=["sessions", "catalogue", "tomllib"]):
    from sessions import exchange
    from sessions.errors import CommongridError
    from sessions.text import safe

WORDS = (
    *('format = "commongrid-session"', 'format = "commongrid-catalogue"', "version = 1"),
    *('format = "commongrid-plan"', "[plan]", "[[side]]", "[[item]]", "[provenance]"),
    *("[session]", "[organisation]", "[scope]", "[levels]", "[catalogue]", "[[activity]]"),
    *('title = "T"', 'name = "N"', 'perspective = "sponsor"', 'id = "registry"', 'id = "own-x"'),
    *('benefit = "high"', 'benefit-factors = ["B1"]', 'phases = ["trials"]', "private-note = "),
    *("'''", '"""', "\\u001b", "\\U0010ffff", "[[", "]]", " = ", "{", "}", ".", "\n", "\ufeff"),
    *("2026-11-20T09:00:00Z", "0001-01-01T00:00:00+14:00", "1e999", "-nan", "0x", "1979-05-27"),
)


def check(data: bytes) -> None:
    """Raise what the reader should never raise, and AssertionError for what it should not make."""
    try:
        kind = exchange.check(data, "fuzz.toml").kind.format
    except CommongridError as error:
        str(error).encode()
        return
    if kind == "commongrid-plan":
        plan = exchange.read_plan(data, "fuzz.toml").plan
        written = exchange.write_plan(plan)
        same = exchange.read_plan(written, "again.toml").plan == plan
    elif kind == "commongrid-catalogue":
        listed = exchange.read_catalogue(data, "fuzz.toml")
        written = exchange.write_catalogue(listed)
        same = exchange.read_catalogue(written, "again.toml") == listed
    else:
        read = exchange.read_session(data, "fuzz.toml")
        times = {"created": read.created, "modified": read.modified, "exported": read.exported}
        written = exchange.write_session(read.session, **times, with_private=True)
        again = exchange.read_session(written, "again.toml")
        same = again.session == read.session and not again.warnings
        assert exchange.standing(again) is exchange.Standing.UNCHANGED
    assert same, "what is written reads as something else"
    assert safe(written.decode()) == written.decode(), "what is written is not safe"


def main() -> None:
    """Write the dictionary and hand over to the fuzzer."""
    words = Path("/tmp/commongrid-fuzz.dict")
    escaped = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in WORDS)
    words.write_text("".join(f'"{word}"\n' for word in escaped), encoding="ascii")
    limits = ["-max_len=8192", "-timeout=2", "-rss_limit_mb=500"]
    atheris.Setup([*sys.argv, f"-dict={words}", *limits], check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
