// Streamlit loads plotly, its largest script, with the first chart, and running it takes longer
// than all that a chip has to do besides. So it is loaded before: once the page has stood for a
// while and no hand is on it, or at once when a hand comes near the experiments.
(() => {
  const REST = 3500; // ms; the hero's own motion has ended by then
  const CHIP = '[class*="_x"] [role="radio"]';
  const HANDS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"];
  const script = new URL("./static/js/PLOTLY", document.baseURI);
  let quiet = performance.now();
  let asked = false;

  const touched = () => { quiet = performance.now(); };
  const near = (event) => { if (event.target.closest?.(CHIP)) load(); };
  for (const hand of HANDS) addEventListener(hand, touched, { capture: true, passive: true });
  for (const approach of ["pointerover", "focusin"]) addEventListener(approach, near, true);
  const watch = setInterval(() => {
    if (!document.querySelector(CHIP)) touched();
    if (performance.now() - quiet > REST) load();
  }, 500);

  function load() {
    if (asked) return;
    asked = true;
    clearInterval(watch);
    for (const hand of HANDS) removeEventListener(hand, touched, true);
    for (const approach of ["pointerover", "focusin"]) removeEventListener(approach, near, true);
    import(script).catch(() => {}); // Streamlit will ask again, and say so
  }
})();
