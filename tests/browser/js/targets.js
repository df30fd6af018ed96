// Where a hand may land: the controls of the page's main part that are on the screen now.
{
  const CONTROL = "button, input, select, textarea, summary, canvas, svg, [tabindex], [role=slider], [role=radio], [role=option]";

  labEyes.targets = () => {
    const found = [];
    for (const one of labEyes.all(document.querySelector("[data-testid=stMain]") ?? document.body)) {
      if (!one.matches(CONTROL) || !labEyes.seen(one) || one.closest("a[href]")) continue;
      const { left, top, width, height } = one.getBoundingClientRect();
      const inside = left >= 0 && top >= 0 && left + width <= innerWidth && top < innerHeight;
      if (inside) found.push([left, top, width, height].map(Math.round));
    }
    return found;
  };
}
