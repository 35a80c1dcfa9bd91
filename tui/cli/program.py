"""The program and the options before a command; without a command it opens the library."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import IO, Any, NoReturn

import click

from sessions.errors import CommongridError
from tui.cli.output import note
from tui.cli.place import Place

COMMANDS = {
    "activities": "listing:activities",
    "compare": "readings:compare",
    "completion": "health:completion",
    "demo": "opening:demo",
    "doctor": "health:doctor",
    "export": "files:export",
    "history": "readings:history",
    "import": "files:import_",
    "keys": "keys:keys",
    "list": "library:list_",
    "new": "library:new",
    "open": "opening:open_",
    "rate": "library:rate",
    "report": "readings:report",
    "schema": "files:schema",
    "template": "files:template",
    "validate": "files:validate",
}
"""Where each command is; its module is imported when it is asked for."""

EPILOG = """\b
Examples:
  commongrid                                     open the library
  commongrid demo                                try it on an illustrative pair
  commongrid export "Phase 2" -o ours.toml       a file for the partner
  commongrid import theirs.toml                  the partner's file
  commongrid compare ours.toml theirs.toml       what to do together

\b
Exit status: 0 done, 1 refused or problems found (said on stderr), 2 wrong use.
"""


class Refused(click.ClickException):
    """A refusal told on stderr, exit status 1: sentences, nothing around them."""

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        note(self.message)


class Program(click.Group):
    """Commands that are imported when needed; a refusal of ours is a sentence and status 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"tui.cli.{module}"), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CommongridError as error:
            place: Place = ctx.obj
            raise Refused(place.refusal(error)) from error


def _version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        from tui.cli.health import version_of

        click.echo(f"commongrid {version_of('commongrid')}")
        context.exit()


def _one_of(_: click.Context, option: click.Parameter, said: str | None) -> str | None:
    """What [display] may hold; looked up only if it is given."""
    if said is not None:
        from tui.settings import DISPLAY

        return str(
            click.Choice([str(one) for one in DISPLAY[option.name or ""]]).convert(said, option, _)
        )
    return None


@click.group(
    cls=Program,
    invoke_without_command=True,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--db",
    "database",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The database to use; else COMMONGRID_DB, else the one in your data folder.",
)
@click.option(
    "--as",
    "name",
    metavar="NAME",
    help="The name your edits are logged under; else COMMONGRID_NAME, else your login.",
)
@click.option(
    "--theme",
    metavar="NAME",
    callback=_one_of,
    help="The colours: dark, light, high-contrast or monochrome, which has none.",
)
@click.option("--ascii/--no-ascii", default=None, help="Draw with the signs of ASCII alone.")
@click.option("--mouse/--no-mouse", default=None, help="Hear the mouse, or leave it to select.")
@click.option(
    "--colours",
    metavar="COUNT",
    callback=_one_of,
    help="How many colours the terminal has, if it does not tell: 16, 256 or 16m.",
)
@click.option(
    "--restricted",
    is_flag=True,
    help="For sshd's ForceCommand: the screens, and commands that read; files in --folder only.",
)
@click.option(
    "--folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="With --restricted: the one folder in which files are read and written.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the version and exit.",
)
@click.pass_context
def program(
    context: click.Context,
    /,
    database: Path | None,
    name: str | None,
    restricted: bool,
    folder: Path | None,
    **display: str | bool | None,
) -> None:
    """A sponsor and a patient group find out, together, which activities are worth doing.

    Each rates what an activity would bring and take; commongrid lays both matrices side by side.
    """
    context.obj = Place(database, name, display)
    asked = _restricted(context, name, folder) if restricted or folder else []
    if asked:
        from tui.cli.restricted import run

        run(context, asked)
    elif context.invoked_subcommand is None:
        from tui.cli.screens import open_screens

        context.exit(open_screens(context.obj))


def end(error: BaseException) -> NoReturn:
    """End as a command ends that raises this: interrupted, or with a reader that went away."""

    def fail() -> None:
        raise error

    click.Command(None, callback=fail).main([], "commongrid")
    raise AssertionError("click has ended the program")


def _restricted(context: click.Context, name: str | None, folder: Path | None) -> list[str]:
    """Restrict the program; the words of the command that came over SSH, if there is no other."""
    if folder is None or not context.params["restricted"]:
        raise click.UsageError("--restricted and --folder DIR go together.")
    if name is not None:
        raise click.UsageError("--restricted takes the name from the login; leave out --as.")
    from tui.cli.restricted import require_allowed, restrict

    asked = restrict(folder, context.obj.given_database)
    require_allowed(context.invoked_subcommand)
    return [] if context.invoked_subcommand else asked
