"""The HTML report in a real browser: no console message, no request, all of its text."""

from __future__ import annotations

import re
import shutil
import subprocess
from urllib.parse import urlsplit

import pytest
from reported import HOSTILE, MADE, filled_comparison, filled_plan, filled_session

from sessions.report import Format, report_comparison, report_plan, report_session

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.needs("chromium or chromium-browser")

BROWSERS_OWN = ("google.com", "googleapis.com", "gvt1.com", "gstatic.com")
EVERYTHING = " ".join(HOSTILE)


def visit(folder, document):
    """The page as the browser understood it, its console messages, and the hosts it asked."""
    page, log = folder / "page.html", folder / "net.json"
    page.write_text(document, encoding="utf-8", newline="")
    ran = subprocess.run(
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={folder / 'profile'}",
            f"--log-net-log={log}",
            "--enable-logging=stderr",
            "--dump-dom",
            page.as_uri(),
        ],
        capture_output=True,
        check=True,
        timeout=120,
    )
    console = re.findall(r"CONSOLE[^\n]*", ran.stderr.decode(errors="replace"))
    asked = re.findall(r'"url":"((?:https?|wss?):[^"]*)"', log.read_text(errors="replace"))
    hosts = {urlsplit(url).hostname or "" for url in asked}
    foreign = {host for host in hosts if not host.endswith(BROWSERS_OWN)}
    return ran.stdout.decode(), console, foreign


def test_the_watch_sees_a_page_that_speaks_and_asks(tmp_path):
    document = '<script>console.log("hello")</script><img src="http://evil.example/x.png">'
    _, console, foreign = visit(tmp_path, document)
    assert any("hello" in message for message in console)
    assert foreign == {"evil.example"}


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(
            lambda: report_session(filled_session(EVERYTHING), Format.HTML, made=MADE), id="session"
        ),
        pytest.param(
            lambda: report_comparison(filled_comparison(EVERYTHING), Format.HTML, made=MADE),
            id="comparison",
        ),
        pytest.param(
            lambda: report_plan(filled_plan(EVERYTHING), Format.HTML, made=MADE), id="plan"
        ),
    ],
)
def test_a_browser_shows_a_hostile_report_in_silence(tmp_path, drawn):
    document = drawn()
    shown, console, foreign = visit(tmp_path, document)
    assert console == []
    assert foreign == set()
    assert "<script" not in shown
    assert shown.count("<section") == document.count("<section")
    assert "قاعدة" in shown
