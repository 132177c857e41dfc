"""How many independent origins an account has: who rests on whom, with the reason for each merge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from onrecord.data import Origin, digest
from onrecord.weigh import words
from onrecord.weigh.copies import outlets
from onrecord.weigh.grounds import same_days
from onrecord.weigh.slots import Ground, Slots

# Words on one occasion come out within so many days; an interview is printed in parts.
OCCASION, PARTS = 3, 8
# So much of an account's words stand in the root that it is copied with the rest.
COPIED = 0.6
_OPEN = frozenset(("speech", "statement", "press conference", "briefing", "broadcast", "readout"))


class Node(NamedTuple):
    """A report and one thing that its account rests on."""

    doc: str
    ground: Ground
    account: Slots


class _Sets:
    """Nodes that are one, with why each was joined."""

    def __init__(self, count: int) -> None:
        self.up = list(range(count))
        self.why: dict[int, list[str]] = defaultdict(list)

    def top(self, n: int) -> int:
        while self.up[n] != n:
            n = self.up[n]
        return n

    def join(self, one: int, other: int, why: str) -> None:
        a, b = sorted((self.top(one), self.top(other)))
        if a != b:
            self.up[b] = a
            self.why[a] += self.why.pop(b, [])
        if why not in self.why[a]:
            self.why[a].append(why)


def origins(accounts: Iterable[Slots], roots: Mapping[str, Sequence[str]]) -> tuple[Origin, ...]:
    """The origins of the accounts of one occurrence, first those of what is told, then those of its denial.

    `roots` gives for each report that is a copy the reports that its text is from.
    """
    told = sorted(accounts, key=lambda s: (s.order, s.sentence))
    return (
        *_side([s for s in told if not s.denied], roots, {s.doc for s in told if s.denied}, denies=False),
        *_side([s for s in told if s.denied], roots, set(), denies=True),
    )


def _side(
    told: list[Slots], roots: Mapping[str, Sequence[str]], denying: set[str], *, denies: bool
) -> tuple[Origin, ...]:
    """The origins of one side; of a report that denies, only an event of its own tells what it denies."""
    by_doc: dict[str, list[Slots]] = defaultdict(list)
    for s in told:
        if s.kind == "event" or s.doc not in denying:
            by_doc[s.doc].append(s)
    nodes, copied = _nodes(by_doc, roots)
    sets = _Sets(len(nodes))
    _join_pairs(nodes, sets)
    _join_outlets(nodes, sets)
    _join_bare(nodes, sets)
    groups: dict[int, list[int]] = defaultdict(list)
    for n in range(len(nodes)):
        groups[sets.top(n)].append(n)
    out = []
    for top in sorted(groups):
        mine = [nodes[n] for n in groups[top]]
        docs = {n.doc for n in mine}
        docs |= {doc for doc, sources in copied.items() if sources & docs}
        why = [f"{mine[0].ground.shown or mine[0].ground.outlet or 'the report itself'}", *sets.why[top]]
        if extra := sum(1 for doc in copied if copied[doc] & {n.doc for n in mine}):
            why.append(f"{extra} more with the same text")
        statement = next((n.ground.statement for n in mine if n.ground.statement), None)
        key = digest("origin", statement or mine[0].ground.who, min(docs), denies)
        out.append(
            Origin(id=key, documents=tuple(sorted(docs)), statement=statement, why="; ".join(why), denies=denies)
        )
    return tuple(out)


def _nodes(
    by_doc: Mapping[str, list[Slots]], roots: Mapping[str, Sequence[str]]
) -> tuple[list[Node], dict[str, set[str]]]:
    """What the reports rest on, copied accounts left out, and for each report that has none of its own its roots."""
    nodes: list[Node] = []
    copied: dict[str, set[str]] = {}
    for doc, mine in by_doc.items():
        sources = {r for r in roots.get(doc, ()) if r in by_doc}
        own = [s for s in mine if not any(_copied(s, t) for r in sources for t in by_doc[r])]
        if sources and not own:
            copied[doc] = sources
            continue
        seen: set[str] = set()
        for s in own:
            for ground in s.grounds:
                if ground.who not in seen and not (sources and ground.kind == "bare"):
                    seen.add(ground.who)
                    nodes.append(Node(doc, ground, s))
        if sources and not seen:
            copied[doc] = sources
    return nodes, copied


def _copied(s: Slots, root: Slots) -> bool:
    return len(s.stem_set & root.stem_set) >= COPIED * max(1, len(s.stem_set))


def _join_pairs(nodes: Sequence[Node], sets: _Sets) -> None:
    """Joins those that rest on one word: each is held against one of every origin so far, never against all copies."""
    for n, node in enumerate(nodes):
        for m in range(n):
            if sets.top(n) != sets.top(m) and (why := _one_word(nodes[m], node)):
                sets.join(m, n, why)


def _one_word(a: Node, b: Node) -> str | None:
    """Why two nodes are one origin; None where they are two."""
    for test in _RULES:
        if why := test(a, b):
            return why
    return None


def _same_outlet(a: Node, b: Node) -> str | None:
    g, h = a.ground, b.ground
    if g.kind == h.kind == "own" and (g.who == h.who or (_owner(g) and _owner(g) == _owner(h))):
        return f"both are {g.shown}'s own"
    if g.kind == h.kind == "outlet" and _one_outlet(g.who, h.who):
        return f"both have it from {g.shown}"
    return None


def _same_speaker(a: Node, b: Node) -> str | None:
    g, h = a.ground, b.ground
    if g.kind not in ("named", "body") or h.kind not in ("named", "body") or not _one_occasion(g, h):
        return None
    if g.who == h.who or _one_name(g, h):
        return f"both rest on {g.shown}" + (f" ({g.occasion or h.occasion})" if g.occasion or h.occasion else "")
    if "body" in (g.kind, h.kind) and _speaks_for(g, h) and same_days(g, h, 1):
        return f"{h.shown} and {g.shown} speak for one body"
    return None


def _same_office(a: Node, b: Node) -> str | None:
    """Somebody unnamed who holds the office of another, or speaks for the same body."""
    g, h = a.ground, b.ground
    if "unnamed" not in (g.kind, h.kind) or {g.kind, h.kind} - {"unnamed", "named", "body"} or not _one_occasion(g, h):
        return None
    if g.country and h.country and g.country != h.country:
        return None
    shared = (set(g.words) & set(h.words)) - words.book().anybody
    if g.briefed and h.briefed and not shared and same_days(g, h, 1):
        shared = set(g.words) & set(h.words) & {"spokesman", "spokeswoman", "official", "officer"}
    if shared and (g.kind != h.kind or a.doc != b.doc):
        return f"{h.shown} is {g.shown}: {', '.join(sorted(shared))}"
    return None


def _same_unnamed(a: Node, b: Node) -> str | None:
    g, h = a.ground, b.ground
    if g.kind != "unnamed" or h.kind != "unnamed":
        return None
    if g.outlet == h.outlet and _one_occasion(g, h):
        return f"unnamed sources of one outlet, {g.outlet}"
    if g.briefed and h.briefed and same_days(g, h, 1) and not (g.country and h.country and g.country != h.country):
        return "one briefing"
    if g.briefed and h.briefed and g.who == h.who:
        return "one briefing"
    return None


_RULES: tuple[Callable[[Node, Node], str | None], ...] = (_same_outlet, _same_speaker, _same_office, _same_unnamed)


def _join_outlets(nodes: Sequence[Node], sets: _Sets) -> None:
    """Who has it from another outlet adds nothing where that outlet's own report is there."""
    for n, node in enumerate(nodes):
        if node.ground.kind != "outlet":
            continue
        for m, other in enumerate(nodes):
            if m != n and other.doc != node.doc and _prints(other, node.ground.who):
                sets.join(m, n, f"{node.ground.outlet or 'another'} has it from {node.ground.shown}")
                break


def _join_bare(nodes: Sequence[Node], sets: _Sets) -> None:
    """A report that names no source is no origin beside one that does, and one of its agency's own."""
    for n, node in enumerate(nodes):
        if node.ground.kind != "bare":
            continue
        better = [m for m, other in enumerate(nodes) if other.doc != node.doc and other.ground.kind != "bare"]
        same = [m for m, other in enumerate(nodes) if m != n and other.ground.kind == "bare"]
        mine = [m for m in better if _prints(nodes[m], node.ground.who)]
        if choice := mine or better or same:
            sets.join(choice[0], n, f"{node.ground.outlet or 'a report'} names no source")


def _prints(node: Node, outlet: str) -> bool:
    return any(
        _one_outlet(outlet, f"outlet:{words.fold(x).removeprefix('the ')}")
        for x in (node.account.outlet, node.account.agency)
        if x
    )


def _one_outlet(one: str, other: str) -> bool:
    a, b = (set(x.removeprefix("outlet:").split()) - {"the", "news", "agency"} for x in (one, other))
    return bool(a and b) and (a == b or (min(len(a), len(b)) >= 1 and (a < b or b < a) and len(a & b) >= 1))


def _owner(g: Ground) -> str | None:
    return outlets.owner(g.shown)


def _one_name(g: Ground, h: Ground) -> bool:
    """Whether two names may be one person's: one is the last part of the other."""
    a, b = g.who.removeprefix("person:").split("-"), h.who.removeprefix("person:").split("-")
    return g.kind == h.kind == "named" and a[-1] == b[-1] and len(a[-1]) > 3 and (len(a) == 1 or len(b) == 1)


def _speaks_for(g: Ground, h: Ground) -> bool:
    if g.country and h.country and g.country != h.country:
        return False
    return bool((set(g.words) & set(h.words)) - words.book().anybody)


def _one_occasion(g: Ground, h: Ground) -> bool:
    if g.occasion and h.occasion and g.occasion != h.occasion and not {g.occasion, h.occasion} <= _OPEN:
        return False
    if g.occasion == h.occasion == "interview" and g.outlet == h.outlet:
        return same_days(g, h, PARTS)
    return same_days(g, h, OCCASION)
