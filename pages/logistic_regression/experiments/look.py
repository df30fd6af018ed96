"""How a line is drawn in the charts: as the hero draws it, the closed form whole."""

DASH = {"model": "solid", "data": "dot"}
"""By identity; of others their own."""


def dash(identity: str) -> dict[str, str]:
    """The dash of a `Series` or a `Line` with this identity."""
    return {"dash": DASH.get(identity, "")}
