"""Where sentences start."""

from __future__ import annotations

import re

END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9])|\n+\s*")
ABBREVIATED = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sgt|Maj|Sen|Rep|Gov|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|St|No|vs|U\.S|U\.K|a\.m|p\.m)\.$"
)


def starts(text: str) -> tuple[int, ...]:
    """The offset at which each sentence of `text` starts; none for a text of white space."""
    out = [m.start()] if (m := re.search(r"\S", text)) else []
    for m in END.finditer(text):
        if m.end() >= len(text) or m.end() <= out[0]:
            continue
        if "\n" not in m.group() and ABBREVIATED.search(text[max(0, m.start() - 6) : m.start()]):
            continue
        out.append(m.end())
    return tuple(out)
