"""Makes codebooks/cues-1.toml: how often each word and kind of complement reports what somebody said.

    python -m training.attribution_cues GOLD_DIR > src/onrecord/codebooks/cues-1.toml

GOLD_DIR holds attribution/train.jsonl (PolNeAR's training half). The words and frames that are tried stand, chosen by
hand, in attribution_cues.toml beside this file. Every article is read with all of them; of the statements found by a
word in a frame, those are right whose content and source are those of an attribution there. Only counts are kept.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from bench.tasks import Row, pages
from onrecord.annotate.actors import Actors
from onrecord.annotate.statements import Statements
from onrecord.annotate.statements.cues import Book, Cues
from onrecord.annotate.statements.drafts import drafts
from onrecord.annotate.times import Times
from onrecord.data import Page, Span, Stance, Statement

TRIED = Path(__file__).with_suffix(".toml")
PARTS_OF = ("source", "content")
PARTS = {"VERB": "verbs", "AUX": "verbs", "NOUN": "nouns", "ADJ": "adjectives"}
# A frame that is right less often than this is left out.
LEAST = 0.5
# How many statements the mean of a frame counts for beside those of one word, an even chance beside those of a frame.
AT_MEAN, AT_EVEN = 5, 3
HEAD = """\
# Cues: words that report speech or thought, by the speaker's stance, lemma and kind of complement (the frames of
# annotate/statements/contents.py). Made by training/attribution_cues.py. A figure is the share of the statements found
# by that word and frame on the training half of PolNeAR whose content and source are right (half of the content shared,
# a source that touches), smoothed with five statements at the mean of the frame and rounded to .05; for a word without
# any there it is that mean: an estimate. Frames below .5 are left out, and so are words that report no words (want,
# plan, try, attack, support), though PolNeAR counts some of them: a plan or an attack is no statement. Counts only; no
# text of that corpus is here.
"""
ABOUT = {
    "negative": 'Under these nothing is said ("declined to comment").',
    "carriers": 'Under these an infinitive is said all the same ("went on to say").',
    "light": 'These leave the saying to their object ("made the claim that").',
    "people": 'Who can be cited for words ("citing two officials").',
    "texts": 'What can be cited for words and is nobody ("citing a report").',
    "media": "Those who mostly pass on what others say.",
    "phrases": 'Nouns of "in the words of X", "by X\'s account".',
}
# Part of speech, lemma and frame.
Key = tuple[str, str, str]
Part = dict[Stance, dict[str, dict[str, float]]]


class Words(msgspec.Struct, forbid_unknown_fields=True):
    """The words of one stance: `words` with all `frames`, `own` with frames of their own."""

    frames: list[str]
    words: list[str]
    own: dict[str, list[str]] = {}

    def tried(self) -> Iterator[tuple[str, str]]:
        """Each word with each frame that is tried."""
        for word in self.words:
            yield from ((word, frame) for frame in self.frames)
        for word, frames in self.own.items():
            yield from ((word, frame) for frame in frames)


class Tried(msgspec.Struct, forbid_unknown_fields=True):
    """What is tried: word lists, the figures expected of frames, those that are fixed, and the words by stance."""

    lists: dict[str, list[str]]
    expected: dict[str, dict[str, float]]
    fixed: dict[str, dict[str, dict[str, float]]]
    verbs: dict[Stance, Words]
    nouns: dict[Stance, Words]
    adjectives: dict[Stance, Words]

    def part(self, name: str, figures: dict[Key, float], least: float) -> Part:
        """The words of one part of speech with their figures, those below `least` left out."""
        found: Part = {}
        for stance, words in sorted(getattr(self, name).items()):
            for word, frame in words.tried():
                figure = self.fixed.get(name, {}).get(word, {}).get(frame, figures[name, word, frame])
                if figure >= least:
                    found.setdefault(stance, {}).setdefault(word, {})[frame] = round(round(figure * 20) / 20, 2)
        return found

    def book(self, figures: dict[Key, float], least: float) -> Book:
        """The codebook with these figures, those below `least` left out."""
        parts = {name: self.part(name, figures, least) for name in ("verbs", "nouns", "adjectives")}
        return msgspec.convert({**parts, **self.lists}, Book)

    def every(self) -> Iterator[Key]:
        """Every part of speech, word and frame that is tried."""
        for name in ("verbs", "nouns", "adjectives"):
            for words in getattr(self, name).values():
                yield from ((name, word, frame) for word, frame in words.tried())


def counted(rows: Iterable[tuple[Row, Page]], book: Book) -> tuple[Counter[Key], Counter[Key]]:
    """How many statements each word and frame of `book` finds that lie in no other, and how many of them are right."""
    statements = Statements()
    statements.cues = Cues(book)
    found: Counter[Key] = Counter()
    right: Counter[Key] = Counter()
    for row, page in rows:
        keys = dict(_keys(page, statements.cues))
        gold = [{part: _chars(row["text"], said.get(part) or ()) for part in PARTS_OF} for said in row["statements"]]
        for said in statements([page])[0]:
            if isinstance(said, Statement) and said.within is None and said.cue is not None:
                key = keys[said.cue.start, said.cue.end]
                found[key] += 1
                right[key] += any(_same(_parts(row["text"], said), g) for g in gold)
    return found, right


def _keys(page: Page, cues: Cues) -> Iterator[tuple[tuple[int, int], Key]]:
    for draft in drafts(page, cues)[0]:
        first, last = (page.parse.tokens[i] for i in draft.words)
        name = PARTS.get(draft.cue.pos, draft.cue.pos)
        yield (first.start, last.end), (name, draft.cue.lemma.lower(), draft.frame)


def _chars(text: str, spans: Iterable[Iterable[int]]) -> set[int]:
    """The offsets of the letters and digits of `spans`."""
    return {i for start, end in spans for i in range(start, end) if text[i].isalnum()}


def _parts(text: str, said: Statement) -> dict[str, set[int]]:
    spans: dict[str, tuple[Span, ...]] = {"source": (said.source,) if said.source else (), "content": said.content}
    return {part: _chars(text, ((s.start, s.end) for s in found)) for part, found in spans.items()}


def _same(found: dict[str, set[int]], gold: dict[str, set[int]]) -> bool:
    """Whether half of the two contents is shared and the sources are about the same, or both none."""
    shared = len(found["content"] & gold["content"])
    if not shared or 2 * shared < len(found["content"] | gold["content"]):
        return False
    ours, theirs = found["source"], gold["source"]
    if not ours or not theirs:
        return not ours and not theirs
    return 2 * len(ours & theirs) >= min(len(ours), len(theirs)) and len(ours) <= 3 * len(theirs) + 10


def shares(tried: Tried, found: Counter[Key], right: Counter[Key]) -> dict[Key, float]:
    """For every word and frame the share of right statements, smoothed towards the mean of the frame."""
    of_frame: Counter[tuple[str, str]] = Counter()
    right_of_frame: Counter[tuple[str, str]] = Counter()
    for key, n in found.items():
        of_frame[key[0], key[2]] += n
        right_of_frame[key[0], key[2]] += right[key]
    figures = {}
    for key in tried.every():
        frame = key[0], key[2]
        mean = (right_of_frame[frame] + AT_EVEN * 0.5) / (of_frame[frame] + AT_EVEN)
        figures[key] = (right[key] + AT_MEAN * mean) / (found[key] + AT_MEAN)
    return figures


def written(book: Book) -> str:
    """The codebook as TOML, one word a line."""
    lines = [HEAD]
    for name, about in ABOUT.items():
        lines.append(f"# {about}\n{name} = {_array(getattr(book, name))}")
    for name in ("verbs", "nouns", "adjectives"):
        part: Part = getattr(book, name)
        for stance in sorted(part):
            lines.append(f"\n[{name}.{stance}]")
            for word, frames in sorted(part[stance].items()):
                lines.append(f"{word} = {{ " + ", ".join(f"{_key(f)} = {v}" for f, v in frames.items()) + " }")
    return "\n".join(lines) + "\n"


def _array(words: list[str]) -> str:
    return json.dumps(words, ensure_ascii=False)


def _key(frame: str) -> str:
    return json.dumps(frame) if " " in frame else frame


def made(rows: Iterable[tuple[Row, Page]]) -> str:
    """The codebook that the annotated pages of the training half give."""
    tried = msgspec.toml.decode(TRIED.read_bytes(), type=Tried)
    expected = {key: tried.expected[key[0]].get(key[2], 0.5) for key in tried.every()}
    found, right = counted(rows, tried.book(expected, least=0.0))
    return written(tried.book(shares(tried, found, right), LEAST))


def main(gold: Path) -> None:
    """Writes the codebook to the standard output."""
    rows = msgspec.json.Decoder().decode_lines((gold / "attribution" / "train.jsonl").read_bytes())
    sys.stdout.write(made(pages(rows, (Times(), Actors()))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
