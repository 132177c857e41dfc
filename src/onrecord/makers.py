"""Who made a row: component, model and codebooks, by version and digest."""

from __future__ import annotations

from onrecord.data import Asset, Maker, digest


def maker(
    component: str,
    version: int,
    *,
    model: Asset | None = None,
    codebooks: tuple[Asset, ...] = (),
    settings: dict[str, str] | None = None,
) -> Maker:
    """The Maker of what `component` finds; its key names component and version and hashes all the rest.

    A component's version goes up whenever its output changes; the tests hold it to that.
    """
    rest = digest(model, codebooks, settings or {})
    return Maker(
        key=f"{component}-{version}-{rest[:8]}",
        component=component,
        version=version,
        model=model,
        codebooks=codebooks,
        settings=settings or {},
    )
