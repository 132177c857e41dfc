"""`onrecord gazetteer`: the file of places that names are looked up in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.terminal import errors, shown

app = typer.Typer(help="Make the gazetteer, the file of places that names are looked up in.", no_args_is_help=True)


@app.callback()
def _several() -> None:
    """Make the gazetteer, the file of places that names are looked up in."""


@app.command()
def build(
    dump: Annotated[
        Path | None, typer.Argument(metavar="DUMP", help="A GeoNames dump, as allCountries.zip or UA.zip.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write it; else the cache folder.")
    ] = None,
) -> None:
    """Make the gazetteer now, and print where it is; the first run would make it otherwise.

    With a GeoNames dump it also has all of the dump's towns, units and sites. Such a full one is used where the
    environment's ONRECORD_GAZETTEER names its file.
    """
    with errors():
        from onrecord.annotate.places.index import build as make

        path = make(dump, output)
    typer.echo(shown(path))
    if dump is not None or output is not None:
        typer.echo(f"to use it: export ONRECORD_GAZETTEER={shown(path.absolute())}", err=True)
