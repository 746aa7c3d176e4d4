"""The door: what verbs there are, and what happens when one of them cannot do its work.

No traceback ever reaches the user: what is wrong is said in words, with a way out, and told to scripts by an exit code.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from caseflags import __version__
from caseflags.cli import (
    chronology,
    completing,
    config,
    diff,
    explain,
    inspect,
    label,
    reconcile,
    report,
    rules,
    scan,
    verify,
)
from caseflags.cli import eval as eval_verb
from caseflags.cli.problems import of_mistake, of_system, show_problem, show_problems
from caseflags.cli.terminal import say, silence
from caseflags.errors import CaseflagsError, ExitCode, Problem

_OBJECTS_BETWEEN_COLLECTIONS = 200_000
_COMPLETES = "_CASEFLAGS_COMPLETE"
"""Set where a shell asks what could stand next, instead of a person."""

STOPPED = 130
"""The exit code of a run that was stopped by Ctrl-C, as shells have it."""

app = typer.Typer(
    name="caseflags",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Every verb has its own help with examples: [bold]caseflags scan --help[/bold]",
)
app.command("scan", epilog=scan.EPILOG)(scan.scan)
app.command("inspect", epilog=inspect.EPILOG)(inspect.inspect)
app.command("report", epilog=report.EPILOG)(report.report)
app.command("diff", epilog=diff.EPILOG)(diff.diff)
app.command("baseline", epilog=diff.BASELINE_EPILOG)(diff.baseline)
app.command("verify", epilog=verify.EPILOG)(verify.verify)
app.command("sample", epilog=label.SAMPLE_EPILOG)(label.sample)
app.command("label", epilog=label.LABEL_EPILOG)(label.label)
app.add_typer(config.app, name="config")
app.command("explain", epilog=explain.EPILOG)(explain.explain)
app.command("chronology", epilog=chronology.EPILOG)(chronology.chronology)
app.command("reconcile", epilog=reconcile.EPILOG)(reconcile.reconcile)
app.add_typer(rules.app, name="rules")
app.command("eval", epilog=eval_verb.EPILOG)(eval_verb.evaluate)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"caseflags {__version__}")
        raise typer.Exit


@app.callback()
def caseflags(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Read case-note exports and show where risks meet, with the words that say so."""


def main() -> None:
    """Run the command line and exit.

    Garbage is looked for less often: modules and rules are none, and looking takes a tenth of the time of a short run.
    """
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    if _COMPLETES in os.environ:
        os.environ["COLUMNS"] = "1000"  # a description is one line, or fish takes its second one for a word
    sys.exit(run())


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    try:
        command = typer.main.get_command(app)
        code = command.main(args=arguments, prog_name="caseflags", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        return _nobody_reads()
    except SystemExit as left:
        if _COMPLETES in os.environ:  # fish asks by the exit code whether files may stand here
            return left.code if isinstance(left.code, int) else 0
        if "--install-completion" in (sys.argv if arguments is None else arguments):
            completing.mend_zsh()
        return _nobody_reads()  # a pipe that broke while help was written
    except (KeyboardInterrupt, typer.Abort):
        code = STOPPED
    except Exception as error:  # noqa: BLE001 - the last door
        return _fail(error)
    if code == STOPPED:
        say("stopped; nothing was written", "error")
    return int(code or 0)


def _fail(error: Exception) -> int:
    """Say what is wrong."""
    if isinstance(error, CaseflagsError):
        show_problems(error.problems)
    elif hasattr(error, "format_message"):  # the usage errors of typer, whatever class they have in its version
        show_problem(_misused(error))
    elif isinstance(error, MemoryError):
        show_problem(Problem("there is not enough memory", hint="--workers 1 needs least"))
    elif isinstance(error, OSError):
        show_problem(of_system(error))
    else:
        show_problem(of_mistake(error))
    return ExitCode.USAGE


def _misused(error: Exception) -> Problem:
    context = getattr(error, "ctx", None)
    verb = context.command_path if context else "caseflags"
    message = str(getattr(error, "format_message")())  # noqa: B009 - typer's own class is private
    return Problem(message.rstrip("."), hint=f"`{verb} --help` shows what it takes")


def _nobody_reads() -> int:
    """Leave quietly when the reader of our output has seen enough."""
    silence(sys.stdout)
    return ExitCode.DONE
