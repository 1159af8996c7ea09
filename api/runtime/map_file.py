"""The outlines of the divisions that an installation may give the wall (`ZHIBAN_MAP`).

A GeoJSON FeatureCollection (RFC 7946: WGS 84, degrees) with two members of its own, `source` and
`approval`: in China a published map needs an approval number (审图号), so the wall shows both and
a file without them is refused. Each feature is a Polygon or MultiPolygon whose properties have
the division's code as `code` or `adcode`. Without a file the wall shows squares without borders.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from engine.errors import InvalidInput

MOST_BYTES = 8_000_000
MOST_POINTS = 60_000

Text = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]
Position = Annotated[list[float], Field(min_length=2, max_length=3)]
Ring = Annotated[list[Position], Field(min_length=4)]


class OutlineView(TypedDict):
    """The outline of a division."""

    code: str
    """GB/T 2260."""
    rings: list[list[tuple[float, float]]]
    """Closed lines of points: longitude and latitude in degrees, WGS 84."""


class MapView(TypedDict):
    """Outlines of divisions, and where they come from."""

    source: str
    approval: str
    """The approval number (审图号)."""
    outlines: list[OutlineView]


class _Polygon(BaseModel):
    type: Literal["Polygon"]
    coordinates: list[Ring]


class _MultiPolygon(BaseModel):
    type: Literal["MultiPolygon"]
    coordinates: list[list[Ring]]


class _Properties(BaseModel):
    code: str | int | None = None
    adcode: str | int | None = None


class _Feature(BaseModel):
    type: Literal["Feature"]
    properties: _Properties
    geometry: Annotated[_Polygon | _MultiPolygon, Field(discriminator="type")]


class _Collection(BaseModel):
    type: Literal["FeatureCollection"]
    source: Text
    approval: Text
    features: Annotated[list[_Feature], Field(min_length=1)]


def read_map(file: Path | None) -> MapView | None:
    """The outlines in a file; None without one. Raises `InvalidInput`."""
    if file is None:
        return None
    try:
        words = file.read_bytes()
    except OSError as error:
        raise _wrong("map_unreadable", file, why=str(error)) from None
    if len(words) > MOST_BYTES:
        raise _wrong("map_too_large", file, limit=MOST_BYTES)
    try:
        found = TypeAdapter(_Collection).validate_json(words)
    except ValidationError as error:
        raise InvalidInput(
            "map_malformed", field="map", file=str(file), where=_where(error)
        ) from None
    return _view(file, found)


def _wrong(code: str, file: Path, **facts: Any) -> InvalidInput:
    return InvalidInput(code, field="map", file=str(file), **facts)


def _where(error: ValidationError) -> str:
    """The first place that is wrong, such as `approval` or `features.3.geometry`."""
    return ".".join(str(part) for part in error.errors()[0]["loc"]) or "JSON"


def _view(file: Path, found: _Collection) -> MapView:
    outlines = [_outline(file, number, one) for number, one in enumerate(found.features)]
    points = sum(len(ring) for one in outlines for ring in one["rings"])
    if points > MOST_POINTS:
        raise _wrong("map_too_large", file, limit=MOST_POINTS)
    return {"source": found.source, "approval": found.approval, "outlines": outlines}


def _outline(file: Path, number: int, feature: _Feature) -> OutlineView:
    code = feature.properties.code or feature.properties.adcode
    if code is None:
        raise _wrong("map_malformed", file, where=f"features.{number}.code")
    shape = feature.geometry
    parts: list[list[Any]] = (
        shape.coordinates if isinstance(shape, _MultiPolygon) else [shape.coordinates]
    )
    rings = [[(at[0], at[1]) for at in ring] for part in parts for ring in part]
    if any(
        not (-180 <= east <= 180 and -90 <= north <= 90) for ring in rings for east, north in ring
    ):
        raise _wrong("map_malformed", file, where=f"features.{number}.geometry")
    return {"code": str(code), "rings": rings}
