"""Sessions and a bench for the tests of the matrix: an app that hosts the grid and records."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rich.console import Console
from textual import on
from textual._compositor import CompositorUpdate
from textual.app import App, ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.theme import Theme

from catalogue.activities import Activity, ActivityId
from catalogue.levels import LEVELS, Level
from sessions.edits import Edit, Nudge, Place
from sessions.session import (
    Assessment,
    Organisation,
    Perspective,
    Session,
    SessionId,
    new_session_id,
)
from tui.themes import DARK
from tui.widgets.matrix_grid import MatrixGrid

STYLES = Path(__file__).parent.parent / "tui" / "styles"

TRUE_COLOUR = Console(color_system="truecolor", force_terminal=True)

AUREL = {
    "unmet-need": "high moderate",
    "registry": "high high",
    "translational-tools": "low low",
    "endpoints": "high moderate",
    "eligibility": "moderate low",
    "protocol": "high moderate",
    "consent": "high low",
    "sites": "low moderate",
    "recruitment": "moderate moderate",
    "peer-support": "high high",
    "regulator-meetings": "high moderate",
    "diagnosis": "high high",
    "own-travel-fund": "high low",
}
"""The patient group of the worked example: benefit and investment of each activity."""


def level(word: str) -> Level | None:
    """A level by its word; `?` for one that was not given."""
    return None if word == "?" else Level(word)


def session_of(cells: dict[str, str], own: tuple[Activity, ...] = ()) -> Session:
    """A session with these activities chosen and rated as `benefit investment`."""
    blank = Session(
        SessionId(new_session_id()), "Phase 1/2 gene therapy", Perspective.PATIENT_GROUP,
        Organisation("Aurel Families Network"),
    )  # fmt: skip
    held = {
        ActivityId(key): Assessment(ActivityId(key), True, *map(level, words.split()))
        for key, words in cells.items()
    }
    return replace(blank.with_own(own), assessments=held)


def aurel(**more: str) -> Session:
    """The worked example, with further activities or other levels; `_` stands for `-`."""
    fund = Activity(
        ActivityId("own-travel-fund"), "Family travel and relocation fund", "Travel fund"
    )
    cells = AUREL | {key.replace("_", "-"): words for key, words in more.items()}
    session = session_of(cells, (fund,))
    noted = replace(session.assessment(ActivityId("peer-support")), private_note="Ask Ana")
    return session.with_assessment(noted)


def crowd(count: int) -> Session:
    """Own activities spread over all cells and the tray."""
    own = tuple(Activity(ActivityId(f"own-{n:05}"), f"Activity {n:05}") for n in range(count))
    words = [f"{b} {i}" for b in LEVELS for i in LEVELS] + ["? ?"]
    return session_of({one.id: words[n % 10] for n, one in enumerate(own)}, own)


class Bench(App[None]):
    """Hosts one grid, records its messages, and applies the moves at once, as the desk does."""

    CSS_PATH = [STYLES / "app.tcss", STYLES / "matrix.tcss"]
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, session: Session | None, theme: Theme = DARK, **options: bool) -> None:
        super().__init__()
        self.register_theme(theme)
        self.theme = theme.name
        self.grid = MatrixGrid(session, **options)
        self.said: list[Message] = []
        self.sent_bytes = 0
        self.paintings = 0

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {"quiet": "#a3aeb8", "cursor-bg": "#7cc4e8", "cursor-fg": "#10161b"}

    def compose(self) -> ComposeResult:
        yield self.grid

    def apply(self, edit: Edit) -> None:
        """Show the session after an edit, as the app would."""
        assert self.grid.session is not None
        self.grid.session = edit.apply(self.grid.session)

    def heard(self, kind: type[Message]) -> list[Message]:
        """The messages of one kind, in order."""
        return [message for message in self.said if type(message) is kind]

    @on(MatrixGrid.Highlighted)
    @on(MatrixGrid.RatingRequested)
    def note(self, message: Message) -> None:
        self.said.append(message)

    @on(MatrixGrid.Moved)
    def move(self, message: MatrixGrid.Moved) -> None:
        self.said.append(message)
        self.apply(Nudge(message.activity, message.benefit, message.investment))

    @on(MatrixGrid.Sent)
    def send(self, message: MatrixGrid.Sent) -> None:
        self.said.append(message)
        self.apply(Place(message.activity, message.cell.benefit, message.cell.investment))

    @on(MatrixGrid.PutBack)
    def put_back(self, message: MatrixGrid.PutBack) -> None:
        self.said.append(message)
        self.apply(Place(message.activity, message.benefit, message.investment))

    def _display(self, screen: Screen[object], renderable: object) -> None:
        """Count what a terminal of true colour would have been sent."""
        if isinstance(renderable, CompositorUpdate):
            self.sent_bytes += len(renderable.render_segments(TRUE_COLOUR).encode())
            self.paintings += 1
        super()._display(screen, renderable)  # type: ignore[arg-type]

    def screen_text(self) -> str:
        """What is on the screen, line by line."""
        return "\n".join(strip.text for strip in self.screen._compositor.render_strips())
