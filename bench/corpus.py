"""A seeded corpus of distinct notes in the voices of the rule packs: their own examples among everyday sentences."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

from rulesets import THINGS, VERBS

from caseflags.rulebook import load

SEED = 20
EVERYDAY = (
    "Home visit on {day}, the {room} was tidy and {name} had just come back from {place}.",
    "{name} asked about the letter from {place} that came on {day}.",
    "School reports attendance of {number} per cent this term, up from last {month}.",
    "Telephone call with {name} at {hour}, who will ring back after the appointment at {place}.",
    "The {room} window has been mended and the landlord will look at the boiler by {day}.",
    "We talked about the holiday club at {place}, which takes children up to {number} years.",
    "{name} has a new timetable and goes to {place} every {day} now.",
    "The next meeting is on {day} at {hour} in {place}, all are invited.",
    "{name} said the bus to {place} was {number} minutes late and the shop had shut.",
    "Form {number} was sent to {place} again, a copy is on the file since {month}.",
    "Weight and height were checked at {place}, next check in {month}.",
    "{name} enjoyed the football on {day} and showed me the medal in the {room}.",
)
RISKS = (
    "{name} said on {day} that he {verb} her in the {room}.",
    "{name} denies {thing} since {month}.",
    "There is {thing} again, as {place} wrote on {day}.",
    "Mum told {name} at {hour} that dad {verb} the children.",
    "No {thing} was seen on {day}, but {name} has a history of {thing}.",
)
FILLERS = {
    "day": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "room": "kitchen bedroom hall garden bathroom lounge porch attic".split(),
    "name": "Amara Bilal Corin Della Ewan Farah Gwen Hamza Isla Jonas Keira Lowri Mina Noor Owen Priya Rhona Tomos".split(),
    "place": "Ashfield|Birch Lane|the library|the clinic|Elm Road|Foxhill|the nursery|Marsh Street|Oakdale|the leisure centre".split("|"),
    "month": "January February March April May June July August September October November December".split(),
    "verb": [forms.split()[2] for forms in VERBS.split("|")],
    "thing": THINGS,
    "hour": "9.15 10.30 11.00 13.45 14.20 15.10 16.40".split(),
}  # fmt: skip
WORDS_A_NOTE = (60, 120)
TOLD_A_NOTE = (0, 3)
RISKS_A_NOTE = (0, 2)


def told() -> tuple[str, ...]:
    """The sentences of the packs: the examples of their rules, those that match and those that must not."""
    rules = load().rules
    return tuple(
        dict.fromkeys(e.text for rule in rules for e in (*rule.examples.match, *rule.examples.no_match) if e.text)
    )


def texts(count: int, seed: int = SEED) -> Iterator[str]:
    """Give ``count`` notes, no two of them equal."""
    rng = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
    sentences = told()
    for number in range(count):
        parts = rng.sample(sentences, rng.randint(*TOLD_A_NOTE))
        parts += [_filled(rng, RISKS) for _ in range(rng.randint(*RISKS_A_NOTE))]
        goal = rng.randint(*WORDS_A_NOTE)
        while sum(len(part.split()) for part in parts) < goal:
            parts.append(_filled(rng, EVERYDAY))
        rng.shuffle(parts)
        yield f"Entry {number}. {' '.join(parts)}"


def _filled(rng: random.Random, sentences: tuple[str, ...]) -> str:
    filled = {name: rng.choice(choice) for name, choice in FILLERS.items()}
    return rng.choice(sentences).format(number=rng.randint(2, 9999), **filled)


def write(path: Path, count: int) -> int:
    """Write an export of ``count`` notes, about twelve a case, and give the number of words."""
    words = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Case ID", "Note ID", "Note Date", "Source", "Case Note"])
        for number, text in enumerate(texts(count)):
            words += len(text.split())
            day = f"20{20 + number % 4}-{number % 12 + 1:02}-{number % 28 + 1:02}"
            rows.writerow([f"C{number % (count // 12 + 1)}", f"N{number}", day, "GP", text])
    return words
