"""The sheet a picture stands on: title above, caption below, all of it inside the SVG."""

from __future__ import annotations

from html import escape

from view.export.caption import Caption

INK, QUIET, RULE, GROUND = "#1B1B1F", "#5B5A60", "#E2DFD8", "#FFFFFF"
FONT = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', sans-serif"


def framed(body: list[str], caption: Caption, width: int, height: int) -> str:
    """`body` under the title and above the caption, as a whole file."""
    below = [
        text(24, height - 40 + 17 * k, line, 12, QUIET) for k, line in enumerate(caption.lines)
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" font-family="{FONT}" role="img">',
            f"<title>{escape(caption.title)}</title>",
            f"<desc>{escape(caption.said)}</desc>",
            f"<metadata>{escape(caption.link)}</metadata>",
            f'<rect width="{width}" height="{height}" fill="{GROUND}"/>',
            text(24, 34, caption.title, 20, INK, weight=700),
            *body,
            *below,
            "</svg>",
        ]
    )


def text(
    x: float, y: float, said: str, size: int, fill: str, anchor="start", weight=400, turn=0
) -> str:
    turned = f' transform="rotate({turn} {x:.1f} {y:.1f})"' if turn else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}" text-anchor="{anchor}" '
        f'font-weight="{weight}"{turned}>{escape(said)}</text>'
    )
