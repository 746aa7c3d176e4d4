"""One peer over some notes: ``peer.py ENGINE RULES.json NOTES.jsonl``. Runs in the peers' own environment.

Each is driven as lean as its documentation allows: blank English, the sentencizer, its matcher, its context.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
import warnings
from pathlib import Path
from typing import Any

warnings.filterwarnings("ignore")


def medspacy(rules: dict[str, Any]) -> Any:
    """medspaCy: target matcher and ConText."""
    import medspacy  # noqa: F401, PLC0415
    import spacy  # noqa: PLC0415
    from medspacy.context import ConTextRule  # noqa: PLC0415
    from medspacy.ner import TargetRule  # noqa: PLC0415

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    targets = nlp.add_pipe("medspacy_target_matcher")
    context = nlp.add_pipe("medspacy_context", config={"rules": None})
    targets.add([TargetRule(phrase, "PHRASE") for phrase in rules["phrases"]])
    targets.add([TargetRule(f"p{n}", "PATTERN", pattern=pattern) for n, pattern in enumerate(rules["patterns"])])
    context.add([ConTextRule(literal, category, direction=way) for literal, category, way in rules["cues"]])
    return nlp


def negspacy(rules: dict[str, Any]) -> Any:
    """Spacy's entity ruler, and negspacy behind it."""
    import spacy  # noqa: PLC0415
    from negspacy.negation import Negex  # noqa: F401, PLC0415

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER", "validate": False})
    ruler.add_patterns([{"label": "PHRASE", "pattern": phrase} for phrase in rules["phrases"]])
    ruler.add_patterns([{"label": "PATTERN", "pattern": pattern} for pattern in rules["patterns"]])
    preceding = [literal for literal, _, way in rules["cues"] if way == "FORWARD"]
    ends = [literal for literal, _, way in rules["cues"] if way == "TERMINATE"]
    terms = {"pseudo_negations": ["no further"], "preceding_negations": preceding,
             "following_negations": ["was ruled out"], "termination": ends}  # fmt: skip
    nlp.add_pipe("negex", config={"neg_termset": terms})
    return nlp


def edsnlp(rules: dict[str, Any]) -> Any:
    """EDS-NLP with English terms. It has no token patterns: they become regular expressions."""
    import edsnlp as eds  # noqa: PLC0415
    from edsnlp import pipes  # noqa: PLC0415
    from edsnlp.pipes.qualifiers.negation.negation import NegationQualifier  # noqa: PLC0415

    NegationQualifier.load_verbs = lambda *_, **__: ([], [])  # its verbs are French
    nlp = eds.blank("en")
    nlp.add_pipe(pipes.sentences())
    regex = {f"p{n}": [_regex(pattern)] for n, pattern in enumerate(rules["patterns"])}
    nlp.add_pipe(pipes.matcher(terms={"PHRASE": rules["phrases"]}, regex=regex, attr="LOWER"))
    preceding = [literal for literal, category, _ in rules["cues"] if category == "NEGATED_EXISTENCE"]
    ends = [literal for literal, _, way in rules["cues"] if way == "TERMINATE"]
    nlp.add_pipe(pipes.negation(pseudo=[], preceding=preceding, preceding_regex=[], following=[], verbs=[],
                                termination=ends, attr="LOWER"))  # fmt: skip
    return nlp


def _regex(pattern: list[dict[str, Any]]) -> str:
    made = r"\b"
    for token in pattern:
        if "OP" in token:
            most = token["OP"].strip("{}").partition(",")[2]
            made += rf"(?:[^\s.,;:!?]+\s+){{0,{most}}}?"
        else:
            words = token["LOWER"]["IN"] if isinstance(token["LOWER"], dict) else [token["LOWER"]]
            made += rf"(?:{'|'.join(map(re.escape, words))})\s+"
    return made.removesuffix(r"\s+") + r"\b"


def main() -> None:
    """Build, read every note once, and print what it took as JSON."""
    engine, rules, notes = sys.argv[1:4]
    texts = [json.loads(line) for line in Path(notes).read_text(encoding="utf-8").splitlines()]
    nlp = {"medspacy": medspacy, "negspacy": negspacy, "edsnlp": edsnlp}[engine](json.loads(Path(rules).read_text()))
    start = time.perf_counter()
    found = [[(e.start_char, e.end_char) for e in doc.ents] for doc in nlp.pipe(texts)]
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": seconds, "findings": found, "peak": peak}))  # noqa: T201


if __name__ == "__main__":
    try:
        from loguru import logger

        logger.remove()
    except ImportError:
        pass
    main()
