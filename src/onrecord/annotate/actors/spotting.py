"""Tokens -> pieces: listed names, nouns for actors, and runs of capitalised words that no list knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from onrecord.annotate.actors.books import Books, fold, slug
from onrecord.annotate.actors.rows import Agent, Entry
from onrecord.annotate.actors.sounds import usual
from onrecord.tokens import Parse, Token

T = TypeVar("T")

JOINTS = frozenset("-–‐")
# Nouns that are a first or last name where they have one capital ("Ngo").
ACRONYMS = frozenset(("ngo",))
NAMESAKES = frozenset(("country", "seat", "within", "adjective", "people"))
APOSTROPHES = frozenset("'’")
# Words for a place which the tagger takes for names where they have a capital at the start of a line.
NEAR = frozenset(("near", "around", "outside", "inside", "along", "across", "throughout", "amid", "despite"))
# Parts of speech of words that a hyphen joins to others to make one of a whole phrase.
SMALL = frozenset(("ADP", "PRON", "DET", "PART", "CCONJ", "SCONJ"))
# Entity labels whose words are no part of an actor's name.
NO_NAME = frozenset(("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL", "LANGUAGE", "LAW"))


class Piece:
    """Tokens `first` to `last` (both inside) that a list knows (`entry` or `agent`), or a run of capitalised words."""

    __slots__ = ("agent", "entry", "first", "last", "sort")

    def __init__(self, first: int, last: int, entry: Entry | None = None, agent: Agent | None = None) -> None:
        self.first, self.last, self.entry, self.agent = first, last, entry, agent
        self.sort = entry.sort if entry else "noun" if agent else "run"


def spot(parse: Parse, books: Books) -> list[Piece | None]:
    """For each token the piece that it belongs to, or None; pieces never overlap, and the longest listed name wins."""
    tokens = parse.tokens
    folds = [fold(t.text) for t in tokens]
    found: list[Piece | None] = [None] * len(tokens)
    i = 0
    while i < len(tokens):
        piece = _listed(tokens, folds, i, books) or _noun(tokens, folds, i, books)
        if piece:
            found[i : piece.last + 1] = [piece] * (piece.last + 1 - i)
        i = piece.last + 1 if piece else i + 1
    _namesakes(tokens, found, books)
    _trades(tokens, found, books)
    _organisations(tokens, found, books)
    _runs(tokens, found, books)
    return found


def _namesakes(tokens: Sequence[Token], found: list[Piece | None], books: Books) -> None:
    """Lets go of countries and peoples that are part of a person's name: "Michael Jordan", "Paris Roe"."""
    for i, piece in enumerate(found):
        if piece is None or piece.first != piece.last or piece.sort not in (*NAMESAKES, "body"):
            continue
        if i and _surname(tokens, found, i, books):
            found[i] = None
            if found[i - 1] is not None:
                found[i - 1] = None
            continue
        if piece.sort in ("adjective", "people"):
            continue
        if tokens[i].ent == "PERSON" and any(
            0 <= j < len(tokens) and found[j] is None and tokens[j].ent_i == tokens[i].ent_i and is_name(tokens[j])
            for j in (i - 1, i + 1)
        ):
            found[i] = None


def _trades(tokens: Sequence[Token], found: list[Piece | None], books: Books) -> None:
    """Lets go of titles and trades that are a last name: "Ada Bishop", "John King"."""
    for i in range(1, len(tokens)):
        piece, before, word = found[i], tokens[i - 1], tokens[i]
        if _styled(tokens, i, piece, books):
            found[i] = None
            continue
        if piece is None or piece.agent is None or piece.first != piece.last or word.lower not in books.words.trades:
            continue
        if word.tag != "NNP" or not is_name(before) or before.sent != word.sent or found[i - 1] is not None:
            continue
        given = fold(before.text) in books.given or _given(before.lower, books)
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        named = after is not None and after.sent == word.sent and is_name(after) and found[i + 1] is None
        if not named and (given or (before.ent == word.ent == "PERSON" and before.ent_i == word.ent_i)):
            found[i] = None


def _given(word: str, books: Books) -> bool:
    """Whether a list has the word as a first name."""
    return word in books.words.men_names or word in books.words.women_names


def _styled(tokens: Sequence[Token], i: int, piece: Piece | None, books: Books) -> bool:
    """Whether "Mr." before the word makes a name of it: "Ms. Love", "Mr. Tribe", but not "Mr. Speaker"."""
    if piece is None or piece.first != piece.last or tokens[i].tag != "NNP":
        return False
    before = tokens[i - 1] if tokens[i - 1].text != "." else tokens[i - 2]
    if before.lower.rstrip(".") not in books.words.styles or before.sent != tokens[i].sent:
        return False
    title = (
        piece.agent is not None and piece.agent.row.title and tokens[i].lower not in books.words.trades - {"speaker"}
    )
    return not title and (piece.agent is not None or piece.sort in (*NAMESAKES, "body"))


def _surname(tokens: Sequence[Token], found: Sequence[Piece | None], i: int, books: Books) -> bool:
    """Whether the word at `i` follows a first name, or a capital that is not its own, and modifies no noun."""
    before, word, piece, first = tokens[i - 1], tokens[i], found[i], found[i - 1]
    if not before.space or before.tag[:3] != "NNP" or before.sent != word.sent or before.ent in NO_NAME:
        return False
    if word.head.i > i and word.dep in ("amod", "compound", "nmod") and word.ent != "PERSON":
        return False
    if first is None:
        known = before.lower in books.words.men_names or before.lower in books.words.women_names
        return known and before.text[0].isupper() and (before.head.i == i or before.dep == "compound")
    if first.entry is None or piece is None or piece.entry is None or first.sort != "seat":
        return False
    return piece.sort == "country" and before.head.i == i and first.entry.country != piece.entry.country


def _organisations(tokens: Sequence[Token], found: list[Piece | None], books: Books) -> None:
    """Makes one name of "Ruritania and Sylvania Veterans of America", whose inner countries say nothing of its own."""
    for i in range(2, len(tokens) - 1):
        land, members = found[i + 1], tokens[i - 1]
        if (
            tokens[i].lower != "of"
            or land is None
            or land.sort != "country"
            or not _members(members, found[i - 1], books)
        ):
            continue
        first = _name_start(tokens, found, i - 1)
        if first == i - 1 and members.tag not in ("NNS", "NNPS"):
            continue
        if first == i - 1 and (first == 0 or tokens[first - 1].sent != tokens[i].sent):
            continue  # a capital at the start of a sentence says nothing
        if first and tokens[first - 1].lower in books.words.links - {"the", "in"}:
            continue  # "Affairs" in "Ministry of Foreign Affairs of Ruritania"
        name = "".join(t.text + " " * t.space for t in tokens[first : land.last + 1]).strip()
        entry = Entry("body", f"body:{slug(name)}", name, "body", None)
        found[first : land.last + 1] = [Piece(first, land.last, entry=entry)] * (land.last + 1 - first)


def _members(token: Token, piece: Piece | None, books: Books) -> bool:
    """Whether a capitalised plural may head an organisation's name: "Veterans", not "Presidents" or "Forces"."""
    if not token.text[0].isupper() or not (token.tag in ("NNPS", "NNS") or token.lower.endswith(("s", "men", "ni"))):
        return False
    if piece is None:
        other = token.lower in books.words.things or any(token.lower in e for e in books.words.endings.values())
        return not other and token.ent in ("", "ORG", "PERSON", "NORP")
    agent = piece.agent
    return agent is not None and agent.plural and agent.row.kind == "group" and not agent.word.endswith("s")


def _name_start(tokens: Sequence[Token], found: Sequence[Piece | None], i: int) -> int:
    """The first of the capitalised words before the one at `i`; "and" stands only between two countries."""
    first = i
    while first > 0 and tokens[first - 1].sent == tokens[i].sent:
        before, piece = tokens[first - 1], found[first - 1]
        national = piece is not None and piece.sort in NAMESAKES
        if before.text[0].isupper() and (national or (piece is None and is_name(before))):
            first -= 1
            continue
        here, left = found[first], found[first - 2] if first > 1 else None
        both = here is not None and left is not None and here.sort in NAMESAKES and left.sort in NAMESAKES
        if before.lower != "and" or not both or first == i:
            break
        first -= 2
    return first


def _match(
    tokens: Sequence[Token], folds: Sequence[str], i: int, get: Callable[[str], T | None], most: int
) -> tuple[int, T] | None:
    """The last token of the longest entry that begins at token `i`, with the entry; None when there is none."""
    best: tuple[int, T] | None = None
    words, text, sent = 0, "", tokens[i].sent
    for j in range(i, min(i + 2 * most, len(tokens))):
        if tokens[j].sent != sent:
            break
        if not folds[j]:
            if tokens[j].text in JOINTS or tokens[j].text in APOSTROPHES:
                continue
            break
        text = f"{text} {folds[j]}" if text else folds[j]
        words += 1 + folds[j].count(" ")
        if (entry := get(text)) is not None:
            best = (j, entry)
        if words >= most:
            break
    return best


def _listed(tokens: Sequence[Token], folds: Sequence[str], i: int, books: Books) -> Piece | None:
    most = books.longest_name.get(folds[i].partition(" ")[0])
    if most is None or not (tokens[i].text[0].isupper() or tokens[i].lower in ("al", "dpa")):
        return None
    if i > 1 and tokens[i - 1].text in JOINTS and tokens[i - 2].lower in ("al", "el"):
        return None
    match = _match(tokens, folds, i, books.name, most)
    if match is None:
        return None
    last, entry = match
    shown = "".join(t.text for t in tokens[i : last + 1])
    if entry.exact and not (shown.replace(".", "").replace("-", "").isupper() or _spoken(tokens, i, last)):
        return None
    if last == i and ((not entry.exact and shown.isupper() and 1 < len(shown) < 4) or _money(tokens, i)):
        return None
    return Piece(i, last, entry=entry)


def _spoken(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether an acronym of four letters or more is written as it is spoken, within a sentence: "Farc", "Unita"."""
    word = tokens[first]
    within = first > 0 and tokens[first - 1].sent == word.sent and tokens[first - 1].text[0].islower()
    return first == last and within and len(word.text) > 3 and word.text.istitle() and word.tag == "NNP"


def _money(tokens: Sequence[Token], i: int) -> bool:
    """Whether the name only says which dollars: "US$8,000"."""
    text = tokens[i].text
    return text.endswith("$") or (i + 1 < len(tokens) and tokens[i + 1].text == "$" and not tokens[i].space)


def _noun(tokens: Sequence[Token], folds: Sequence[str], i: int, books: Books) -> Piece | None:
    most = books.longest_noun.get(folds[i].partition(" ")[0])
    if most is None or (i and tokens[i - 1].text in JOINTS and not tokens[i - 1].space and _bound(tokens, i)):
        return None
    match = _match(tokens, folds, i, books.nouns.get, most)
    if match is None or (match[0] == i and tokens[i].pos not in ("NOUN", "PROPN")):
        return None
    after = tokens[match[0] + 1 : match[0] + 3]
    if (
        len(after) == 2 and after[0].text in JOINTS and not after[0].space and after[1].lower.endswith("ing")
    ):  # "crowd-pleasing"
        return None
    if match[0] == i and match[1].word in ACRONYMS and tokens[i].text.istitle():
        return None
    if match[1].word in books.words.craft and not _fights(tokens[match[0]], books):
        return None
    return Piece(i, match[0], agent=match[1])


def _fights(craft: Token, books: Books) -> bool:
    """Whether the verb, or the noun of an attack, tells that the plane or ship is an army's."""
    head = craft.head
    while head.dep == "prep" or head.pos == "ADP":
        if head.head is head:
            break
        head = head.head
    return craft.dep in ("nsubj", "dobj", "nsubjpass", "pobj") and head.lemma in books.words.fights


def _bound(tokens: Sequence[Token], i: int) -> bool:
    """Whether the hyphen before the word at `i` makes it part of another, as it does not in "ex-president"."""
    if i < 2 or tokens[i - 2].lower in ("ex", "vice", "then", "deputy"):
        return False
    return tokens[i].tag[:2] != "NN" or tokens[i - 2].pos in SMALL  # "a king-in-chief", "stand-by-your-man"


def is_name(token: Token) -> bool:
    """Whether `token` is a capitalised word that may be part of a name."""
    return (
        token.text[0].isupper()
        and token.tag in ("NNP", "NNPS", "FW")
        and token.lower not in NEAR
        and token.ent not in NO_NAME
        and any(c.isalpha() for c in token.text)
    )


def _runs(tokens: Sequence[Token], found: list[Piece | None], books: Books) -> None:
    i = 0
    while i < len(tokens):
        if found[i] is not None or not (is_name(tokens[i]) or _misdated(tokens, i, books) or _ruling(tokens[i], books)):
            i += 1
            continue
        last = _run_end(tokens, found, i, books)
        if last == i + 2 and _two(tokens, i, books):
            found[i], found[last] = Piece(i, i), Piece(last, last)
        elif fold(" ".join(t.text for t in tokens[i : last + 1])) not in books.words.no_actors:
            found[i : last + 1] = [Piece(i, last)] * (last + 1 - i)
        i = last + 1


def _two(tokens: Sequence[Token], i: int, books: Books) -> bool:
    """Whether the hyphen joins two persons who are known by their last names: "Roe-Poe talks"."""
    one, joint, other = tokens[i : i + 3]
    return joint.text in JOINTS and fold(one.text) in books.namesakes and fold(other.text) in books.namesakes


def _misdated(tokens: Sequence[Token], i: int, books: Books) -> bool:
    """Whether the label took a first name for a month: "Jan Roe", "April Roe"."""
    if tokens[i].ent != "DATE" or tokens[i].tag != "NNP" or fold(tokens[i].text) not in books.given:
        return False
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    return after is not None and after.tag == "NNP" and after.text.isalpha() and after.text[0].isupper()


def _ruling(token: Token, books: Books) -> bool:
    """Whether a word that the tagger took for a common noun is, in another spelling, who governs: "Zelenskyy said"."""
    word = fold(token.text)
    common = token.tag[:3] == "NNP" or token.tag[:2] not in ("NN", "JJ") or word in books.words.plain_names
    return token.text.istitle() and not common and usual(word, "person") in books.heads


def _run_end(tokens: Sequence[Token], found: Sequence[Piece | None], i: int, books: Books) -> int:
    """The last token of the run of name words that begins at `i`; joints and particles only between two of them."""
    last = j = i
    while j + 1 < len(tokens) and tokens[j + 1].sent == tokens[i].sent and found[j + 1] is None:
        j += 1
        joint = tokens[j].text in JOINTS and not tokens[j - 1].space
        if is_name(tokens[j]) or (j == i + 1 and _misdated(tokens, i, books)):
            last = j
        elif not (joint or tokens[j].lower in books.words.particles):
            break
    return last
