"""Columns are recognised by name, as a mapping says, and never leak a note."""

from __future__ import annotations

import pytest

from caseflags.errors import CaseflagsError
from caseflags.intake.columns import Layout, known_names, normalise, problems, recognise, resolve, shown, unique_names
from caseflags.intake.options import FIELDS, IntakeOptions, parse_mapping

LAYOUTS = {
    "mosaic": (
        "Person ID|Case Note ID|Case Note Type|Contact Date|Recording Worker|Case Note Text",
        {
            "case_id": "Person ID",
            "note_id": "Case Note ID",
            "note_type": "Case Note Type",
            "date": "Contact Date",
            "author": "Recording Worker",
            "text": "Case Note Text",
        },
    ),
    "liquidlogic-lcs": (
        "LCS ID|Child Name|Case Note Date|Case Note Type|Case Note Reason|Created By|Case Note Details",
        {
            "case_id": "LCS ID",
            "subject": "Child Name",
            "date": "Case Note Date",
            "note_type": "Case Note Type",
            "author": "Created By",
            "text": "Case Note Details",
        },
    ),
    "liquidlogic-ehm": (
        "EHM ID|Family ID|Note Date|Worker|Notes",
        {"case_id": "EHM ID", "family_id": "Family ID", "date": "Note Date", "author": "Worker", "text": "Notes"},
    ),
    "eclipse": (
        "Eclipse ID|Entry Type|Event Date|Practitioner|Case Note Entry|Created On",
        {
            "case_id": "Eclipse ID",
            "note_type": "Entry Type",
            "date": "Event Date",
            "author": "Practitioner",
            "text": "Case Note Entry",
        },
    ),
    "systmone": (
        "NHS Number|RowIdentifier|EventDate|EventDoneBy|OrganisationRecordedAt|ConsultationType|FreeText",
        {
            "case_id": "NHS Number",
            "note_id": "RowIdentifier",
            "date": "EventDate",
            "author": "EventDoneBy",
            "source": "OrganisationRecordedAt",
            "note_type": "ConsultationType",
            "text": "FreeText",
        },
    ),
    "emis": (
        "EMIS Number|Consultation Date|Consulter|Practice Name|Consultation Type|Associated Text",
        {
            "case_id": "EMIS Number",
            "date": "Consultation Date",
            "author": "Consulter",
            "source": "Practice Name",
            "note_type": "Consultation Type",
            "text": "Associated Text",
        },
    ),
    "rio": (
        "ClientID|NoteID|OriginatorDate|Originator|ProgressNoteType|NoteText",
        {
            "case_id": "ClientID",
            "note_id": "NoteID",
            "date": "OriginatorDate",
            "author": "Originator",
            "note_type": "ProgressNoteType",
            "text": "NoteText",
        },
    ),
    "cpoms": (
        "Student|Date of Incident|Categories|Incident|Action taken|Staff Member",
        {
            "case_id": "Student",
            "subject": "Student",
            "date": "Date of Incident",
            "note_type": "Categories",
            "text": "Incident",
            "author": "Staff Member",
        },
    ),
    "myconcern": (
        "UPN|Pupil Name|Concern ID|Date of Concern|Concern Type|Details of Concern|Reported By",
        {
            "case_id": "UPN",
            "subject": "Pupil Name",
            "note_id": "Concern ID",
            "date": "Date of Concern",
            "note_type": "Concern Type",
            "text": "Details of Concern",
            "author": "Reported By",
        },
    ),
    "niche": (
        "Nominal ID|Occurrence Number|Occurrence Type|Occurrence Date|Reporting Officer|Force|Occurrence Summary",
        {
            "case_id": "Nominal ID",
            "note_id": "Occurrence Number",
            "note_type": "Occurrence Type",
            "date": "Occurrence Date",
            "author": "Reporting Officer",
            "source": "Force",
            "text": "Occurrence Summary",
        },
    ),
    "athena": (
        "Investigation Number|Log Date|Officer|Circumstances",
        {"case_id": "Investigation Number", "date": "Log Date", "author": "Officer", "text": "Circumstances"},
    ),
    "ppn": (
        "Nominal Name|PPN Reference|PPN Date|PPN Narrative",
        {
            "case_id": "Nominal Name",
            "subject": "Nominal Name",
            "note_id": "PPN Reference",
            "date": "PPN Date",
            "text": "PPN Narrative",
        },
    ),
    "american": (
        "case_number,participant_id,service_date,caseworker_name,contact_type,narrative".replace(",", "|"),
        {
            "case_id": "case_number",
            "date": "service_date",
            "author": "caseworker_name",
            "note_type": "contact_type",
            "text": "narrative",
        },
    ),
    "australian": (
        "Client ID|Event ID|Event Date|Case Worker|File Note",
        {
            "case_id": "Client ID",
            "note_id": "Event ID",
            "date": "Event Date",
            "author": "Case Worker",
            "text": "File Note",
        },
    ),
    "plain": (
        "case_id|note_id|date|source|note_type|author|subject|family_id|text",
        {name: name for name in FIELDS},
    ),
    "brackets": (
        "Case ID (internal)|Date (dd/mm/yyyy)|Note [free text]",
        {"case_id": "Case ID (internal)", "date": "Date (dd/mm/yyyy)", "text": "Note [free text]"},
    ),
    "qualified": ("Cases.CaseID|CaseNotes.NoteText", {"case_id": "Cases.CaseID", "text": "CaseNotes.NoteText"}),
    "only-a-household": ("Household ID|Text", {"case_id": "Household ID", "family_id": "Household ID", "text": "Text"}),
}


@pytest.mark.parametrize(("columns", "expected"), LAYOUTS.values(), ids=LAYOUTS.keys())
def test_layouts_are_recognised(columns: str, expected: dict[str, str]) -> None:
    layout = recognise(columns.split("|"), IntakeOptions())
    assert {name: found for name, (found,) in layout.mapped.items()} == expected


def test_every_field_is_recognised_by_its_own_name() -> None:
    for name in FIELDS:
        assert normalise(name) in known_names()[name]


def test_a_section_names_each_name_once() -> None:
    """A second line of the same name would have no effect and mislead who reads the table."""
    for section, names in known_names().items():
        assert sorted(names.values()) == list(range(len(names))), section


def test_other_text_is_pointed_out_but_not_read() -> None:
    layout = recognise(["Case ID", "Details", "Outcome", "Age"], IntakeOptions())
    assert layout.mapped["text"] == ("Details",)
    assert layout.also_text == ("Outcome",)
    assert layout.unmapped == ("Outcome", "Age")


def test_a_mapping_comes_first() -> None:
    options = IntakeOptions(mapping={"text": ("outcome", "Details"), "case_id": ("ref",)})
    layout = recognise(["Case ID", "Ref", "Details", "Outcome"], options)
    assert layout.mapped == {"case_id": ("Ref",), "text": ("Outcome", "Details")}


def test_one_case_needs_no_case_column() -> None:
    layout = recognise(["Person ID", "Text"], IntakeOptions(one_case=True))
    assert "case_id" not in layout.mapped
    assert not problems(layout, IntakeOptions(one_case=True), "a.csv")


RESOLVED = {
    "exact": (["Details"], [("Details", "Details")]),
    "loose": (["DETAILS "], [("DETAILS", "Details")]),
    "comma-in-name": (["Views", " wishes", "Details"], [("Views, wishes", "Views, wishes"), ("Details", "Details")]),
    "missing": (["Detials"], [("Detials", None)]),
    "empty": (["", "Details"], [("Details", "Details")]),
}


@pytest.mark.parametrize(("wanted", "expected"), RESOLVED.values(), ids=RESOLVED.keys())
def test_names_of_a_mapping_are_resolved(wanted: list[str], expected: list[tuple[str, str | None]]) -> None:
    assert resolve(wanted, ["Details", "Views, wishes", "Outcome"]) == expected


def test_what_is_missing_is_said_with_columns_and_options() -> None:
    layout = recognise(["Ref", "Foo", "Bar"], IntakeOptions())
    text, case = problems(layout, IntakeOptions(), "notes.csv", likely_text="Foo")
    assert "columns are: Ref, Foo, Bar" in text.message
    assert '--map "text=Foo"' in text.hint
    assert "--map case_id=COLUMN" in case.hint
    assert "--one-case" in case.hint
    assert str(text.place) == "notes.csv"


def test_a_misspelt_column_gets_a_guess() -> None:
    options = IntakeOptions(mapping={"text": ("Detials",)})
    (problem,) = problems(recognise(["Case ID", "Details"], options), options, "notes.csv")
    assert "did you mean 'Details'?" in problem.hint


HEADERLESS = {
    "sentence": ["A1", "x" * 61],
    "date": ["A1", "2023-01-09", "Sam hit her"],
    "number": ["17", "Sam hit her"],
}


@pytest.mark.parametrize("cells", HEADERLESS.values(), ids=HEADERLESS.keys())
def test_a_first_note_is_never_shown_as_columns(cells: list[str]) -> None:
    found = problems(Layout(tuple(cells)), IntakeOptions(mapping={"text": ("Sam hit me",)}), "a.csv", cells[-1])
    said = " ".join(map(str, found)) + shown(cells)
    assert "Sam hit her" not in said
    assert "xxx" not in said
    assert "no header" in said


def test_names_are_made_unique() -> None:
    assert unique_names(["Notes", " ", "Notes", "a\nb"]) == ("Notes", "column 2", "Notes (2)", "a b")


PAIRS = {
    "one": (["case_id=Ref"], {"case_id": ("Ref",)}),
    "several": (["text=Details,Outcome", "text=Plan"], {"text": ("Details", "Outcome", "Plan")}),
    "spaces": ([" Case-ID = Our ref "], {"case_id": ("Our ref",)}),
    "equals-in-name": (["text=a=b"], {"text": ("a=b",)}),
    "comma-kept": (["date=Date, time"], {"date": ("Date, time",)}),
}


@pytest.mark.parametrize(("pairs", "expected"), PAIRS.values(), ids=PAIRS.keys())
def test_pairs_are_read(pairs: list[str], expected: dict[str, tuple[str, ...]]) -> None:
    assert parse_mapping(pairs) == expected


def test_wrong_pairs_are_all_said_at_once() -> None:
    with pytest.raises(CaseflagsError) as caught:
        parse_mapping(["txet=Details", "nothing"])
    assert len(caught.value.problems) == 2
    assert "did you mean 'text'?" in str(caught.value)


WRONG = {
    "field": IntakeOptions(mapping={"txet": ("a",)}),
    "no-column": IntakeOptions(mapping={"text": (" ",)}),
    "both": IntakeOptions(mapping={"case_id": ("a",)}, one_case=True),
    "order": IntakeOptions(date_order="ydm"),
}


@pytest.mark.parametrize("options", WRONG.values(), ids=WRONG.keys())
def test_wrong_options_are_said(options: IntakeOptions) -> None:
    with pytest.raises(CaseflagsError):
        options.check()
