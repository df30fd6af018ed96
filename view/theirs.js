// Streamlit's own controls speak English: here they learn the language of the page. The words
// come from the catalogue, by what Streamlit writes; `{size}` stands for whatever is there.
const SPOKEN = ["aria-label", "placeholder", "title"];
const WRITTEN = "[data-testid=stFileUploader], [data-testid=InputInstructions], [data-testid=stSkipToContent], [role=listbox]";

let theirs = new Map();
let patterns = [];
let sweeping = 0;

function speakFor(words) {
  theirs = new Map(Object.entries(words).filter(([from]) => !from.includes("{")));
  patterns = Object.entries(words).filter(([from]) => from.includes("{")).map(([from, to]) => [
    new RegExp(`^${from.replace(/\{\w+\}/, "(.+?)")}(?=$| •)`), to.replace(/\{\w+\}/, "$1"),
  ]);
  globalThis.labWatch?.disconnect();
  globalThis.labWatch = new MutationObserver(sweepSoon);
  globalThis.labWatch.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: SPOKEN,
  });
  sweepSoon();
}

function sweepSoon() {
  sweeping ||= requestAnimationFrame(() => {
    sweeping = 0;
    for (const name of SPOKEN) {
      for (const one of document.querySelectorAll(`[${name}]`)) {
        const said = translated(one.getAttribute(name));
        if (said) one.setAttribute(name, said);
      }
    }
    for (const place of document.querySelectorAll(WRITTEN)) sweep(place);
  });
}

function sweep(place) {
  const walk = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const said = translated(walk.currentNode.data);
    if (said) walk.currentNode.data = said;
  }
}

// The words for `text`, or nothing where it has none or says them already.
function translated(text) {
  const [pattern, to] = patterns.find(([from]) => from.test(text)) ?? [];
  const said = theirs.get(text) ?? (pattern && text.replace(pattern, to));
  return said === text ? undefined : said;
}
