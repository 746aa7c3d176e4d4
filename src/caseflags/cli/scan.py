"""``caseflags scan``: exports in, the interplay matrix with its evidence out."""

from __future__ import annotations

from dataclasses import replace

import typer

from caseflags.cli import choices
from caseflags.cli import scan_choices as its
from caseflags.cli.choices import day
from caseflags.cli.configuring import ConfigFile

EPILOG = """
[bold]Examples[/bold]

caseflags scan notes.csv

caseflags scan exports/ --case 1042 --since 2024-01-01 --output report.md

caseflags scan notes.xlsx --format jsonl | jq 'select(.assertion == "affirmed")'

caseflags scan notes.csv --output result.json --fail-on high --quiet
"""


def scan(  # noqa: PLR0913, PLR0917 - an option each
    context: typer.Context,
    exports: choices.Exports,
    config: ConfigFile = None,  # noqa: ARG001 - its callback makes it the defaults of the others
    mapping: choices.Map = None,
    date_order: choices.DateOrder = None,
    one_case: choices.OneCase = False,
    rules: choices.Rules = None,
    no_builtin_rules: choices.NoBuiltinRules = False,
    cases: its.Case = None,
    since: its.Since = None,
    until: its.Until = None,
    categories: its.Category = None,
    opened: its.Open = None,
    window: its.Window = 30,
    as_of: its.AsOf = None,
    format_name: its.Format = None,
    output: choices.Output = None,
    view: its.View = "all",
    top: its.Top = 10,
    order: its.Order = "id",
    evidence: its.Evidence = 4,
    width: its.Width = None,
    pager: choices.Pager = False,
    no_excerpts: its.NoExcerpts = False,
    pseudonymise: its.Pseudonymise = None,
    rejects: its.Rejects = None,
    progress: its.ShowProgress = None,
    quiet: choices.Quiet = False,
    fail_on: its.FailOn = None,
    baseline: its.Baseline = None,
    workers: its.Workers = None,
    cache: its.CacheFile = None,
    engine: its.Engine = "local",
    scheduler: its.Scheduler = None,
    no_prefilter: its.NoPrefilter = False,
) -> None:
    """Read case notes and show how domestic abuse, substance misuse, mental health and retraction meet.

    Exit codes: 0 done; 1 done, and a --fail-on gate was hit; 2 not done; 3 done, and rows were rejected.
    """
    from caseflags.cli import scanning, steps  # noqa: PLC0415 - only where it is needed

    options = replace(
        steps.scan_options(
            exports, mapping, date_order, rules, one_case=one_case, builtin=not no_builtin_rules
        ),
        cases=tuple(cases or ()), since=day("--since", since), until=day("--until", until),
        categories=tuple(categories or ()), opened=tuple(opened or ()), window_days=window,
        as_of=day("--as-of", as_of), excerpts=not no_excerpts, pseudonyms=scanning.pseudonyms_of(pseudonymise),
        overrides=context.obj.overrides, suppressions=context.obj.suppressions,
        workers=workers, cache=cache, prefilter=not no_prefilter, engine=engine, scheduler=scheduler,
    )  # fmt: skip
    report = scanning.ReportOptions(view=view, top=top or None, order=order, evidence=evidence)
    writing = scanning.Writing(format_name, output, width, report, pager)
    how = scanning.ScanWriting(writing, rejects, progress, quiet, baseline)
    raise typer.Exit(scanning.run(options, how, fail_on or []))
