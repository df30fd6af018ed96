// Every word of the page, seen or spoken, a sentence at a time.
{
  const BLOCK = "p, li, h1, h2, h3, h4, button, label, caption, th, td, a, figcaption, output, option, summary, text, div, section";
  const SPOKEN = ["aria-label", "aria-valuetext", "aria-roledescription", "title", "alt", "placeholder"];

  // Code, formulas and quoted titles are nobody's to translate.
  const FOREIGN = "code, pre, math, .katex, em, kbd, [translate=no], [lang]:not(html):not(section)";

  labEyes.words = () => {
    const blocks = new Map();
    for (const { node, element } of labEyes.texts()) {
      if (labEyes.closest(element, FOREIGN)) continue;
      const block = labEyes.closest(element, BLOCK) ?? element;
      blocks.set(block, `${blocks.get(block) ?? ""} ${node.data.trim()}`);
    }
    const found = [...blocks].map(([block, text]) => told(block, text, "text"));
    for (const element of labEyes.all()) {
      for (const name of SPOKEN) {
        const text = element.getAttribute(name);
        if (text?.trim() && element.checkVisibility() && !labEyes.closest(element, FOREIGN)) found.push(told(element, text, name));
      }
    }
    return found;
  };

  const told = (element, text, kind) => ({
    text: text.trim().replace(/\s+/g, " "),
    kind,
    place: labEyes.place(element),
    source: Boolean(element.closest("li")?.querySelector("a[href^=http]")),
  });
}
