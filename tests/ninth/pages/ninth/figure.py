"""The instrument: the share of heads, toss after toss."""

from __future__ import annotations

import streamlit as st

HTML = """
<section data-state="busy">
  <svg role="img" viewBox="0 0 640 280" preserveAspectRatio="none">
    <path class="half" d="M0 140H640"/><path class="share"/>
  </svg>
  <p class="label"></p>
  <button type="button"></button>
</section>
"""
CSS = """
section { font: 0.9rem system-ui, sans-serif; color: var(--st-text-color); }
svg { width: 100%; height: 280px; }
path { fill: none; stroke: var(--st-blue-color); stroke-width: 2; }
.half { stroke: currentColor; stroke-dasharray: 4 4; }
.label { margin: 0.4rem 0; }
button { min-height: 2rem; color: inherit; background: transparent; border: 1px solid; }
"""
JS = """
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector("section");
  const [svg, label, button] = ["svg", ".label", "button"].map((one) => root.querySelector(one));
  root.dataset.instrument = data.name;
  svg.setAttribute("aria-label", data.alt);
  label.textContent = data.label;
  button.textContent = data.again;
  if (!data.share.length) return;
  const at = (share, k) => `${(640 * k) / data.share.length} ${280 * (1 - share)}`;
  root.querySelector(".share").setAttribute("d", "M" + data.share.map(at).join("L"));
  button.onclick = () => root.querySelector(".half").toggleAttribute("hidden");
  root.dataset.state = "ready";
}
"""

_mount = st.components.v2.component("ninth_figure", html=HTML, css=CSS, js=JS)


def figure(name: str, share: list[float], words: dict[str, str]) -> None:
    """The instrument `name`; without a share it is busy."""
    _mount(key=f"{name}_figure", data={"name": name, "share": share, **words})
