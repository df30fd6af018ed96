// Figures: wider than the column they stand in, and without words for those who cannot see.
{
  const COLUMN = "[data-testid=stColumn], [data-testid=stMainBlockContainer], [class*=st-key-card_], [data-testid=stSidebarUserContent]";
  const FIGURE = "img, canvas, svg, table, iframe, video, [data-testid=stPlotlyChart], [data-instrument], pre, .katex-display";
  const SLACK = 1.5; // pixels

  labEyes.wide = () => {
    const found = [];
    for (const figure of labEyes.all()) {
      if (!figure.matches(FIGURE) || !labEyes.seen(figure) || inner(figure)) continue;
      const column = columnOf(figure);
      if (!column || scrolled(figure)) continue;
      const [box, room] = [figure.getBoundingClientRect(), column.getBoundingClientRect()];
      const over = Math.max(room.left - box.left, box.right - room.right);
      if (over > SLACK) found.push(`${labEyes.place(figure)} by ${Math.round(over)} px`);
    }
    const page = document.querySelector("[data-testid=stMain]");
    if (page && page.scrollWidth > page.clientWidth + SLACK) {
      found.push(`the page by ${page.scrollWidth - page.clientWidth} px`);
    }
    return found;
  };

  // The nearest column that has a box of its own: on a phone those of a hero have none.
  function columnOf(one) {
    const column = labEyes.closest(labEyes.above(one), COLUMN);
    return column && getComputedStyle(column).display === "contents" ? columnOf(column) : column;
  }

  const inner = (figure) => figure.closest("svg") && !figure.matches("svg");

  // What scrolls in a box of its own, and is meant to, is not too wide.
  const MEANT = "pre, table, .katex-display, [class*=st-key-wide_]";
  const scrolled = (figure) => {
    const box = labEyes.closest(figure, MEANT);
    return Boolean(box) && getComputedStyle(box).overflowX === "auto";
  };

  const SEEN = "img, canvas, svg[role=img], video, iframe, [data-testid=stPlotlyChart]";

  labEyes.silent = () => {
    const found = [];
    for (const figure of labEyes.all()) {
      if (!figure.matches(SEEN) || !labEyes.seen(figure) || labEyes.hushed(figure)) continue;
      if (labEyes.closest(labEyes.above(figure), SEEN) || labEyes.closest(figure, "button[aria-label]")) continue;
      if (!said(figure)) found.push(labEyes.place(figure));
    }
    return found;
  };

  // Streamlit numbers pictures that nobody named: a number says nothing.
  function said(figure) {
    const names = [figure, ...figure.querySelectorAll("[role=img], [aria-label], figcaption")];
    const words = names.map((one) => one.getAttribute("alt") ?? one.getAttribute("aria-label") ?? one.textContent);
    return words.some((text) => text.trim() && !/^[\d.]+$/.test(text.trim()));
  }
}
