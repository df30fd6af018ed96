"""On Home: houses go down under noise, and others come up."""

from view import bundle
from view.preview import houses


def draw() -> str:
    """The shipped film in miniature."""
    film = bundle.load("ddpm")[0]
    return houses(film.x0, film.back_x[-1], film.epsilon)
