// Text that is cut off: by a box around it that hides what sticks out, or by the screen's edge.
// What a reader can scroll to is not cut off.
{
  const SLACK = 2; // pixels; glyphs are a little smaller than the boxes they come in

  const hides = (overflow) => overflow === "hidden" || overflow === "clip";
  const scrolls = (overflow) => overflow === "auto" || overflow === "scroll";

  // What `element` may still be seen in, from its own box up to the page's.
  function* boxes(element) {
    const free = { x: true, y: true };
    let loose = false; // out of the flow: hidden only by what it is placed in
    for (let at = element; at && at !== document.body; at = labEyes.above(at)) {
      const style = getComputedStyle(at);
      if (loose && style.position === "static" && style.transform === "none") continue;
      loose = false;
      for (const axis of ["x", "y"]) {
        const overflow = style[axis === "x" ? "overflowX" : "overflowY"];
        if (free[axis] && hides(overflow)) yield { at, axis };
        if (scrolls(overflow) && at !== element) free[axis] = false;
      }
      if (style.position === "fixed") return;
      loose = style.position === "absolute";
    }
    if (free.x) yield { at: null, axis: "x" };
  }

  function cutBy(rect, { at, axis }) {
    const box = at ? at.getBoundingClientRect() : { left: 0, right: innerWidth };
    const [low, high] = axis === "x" ? ["left", "right"] : ["top", "bottom"];
    return rect[low] < box[low] - SLACK || rect[high] > box[high] + SLACK;
  }

  // The part of a line that letters fill: line boxes may be taller than their line.
  function letters(rect, element) {
    const size = parseFloat(getComputedStyle(element).fontSize) * 0.9;
    const spare = Math.max(0, rect.height - size) / 2;
    return { left: rect.left, right: rect.right, top: rect.top + spare, bottom: rect.bottom - spare };
  }

  // A line that ends in dots: its letters are told as if they were not there.
  const dotted = (element) => {
    const line = getComputedStyle(element).textOverflow === "ellipsis" ? element : element.parentElement;
    return getComputedStyle(line).textOverflow === "ellipsis" && line.scrollWidth > line.clientWidth + SLACK;
  };

  labEyes.cut = () => {
    const found = [];
    for (const { node, element } of labEyes.texts()) {
      if (labEyes.closest(element, "mjx-container, .katex-mathml")) continue;
      if (dotted(element)) found.push(`"${labEyes.short(node.data)}" by dots`);
      const range = document.createRange();
      range.selectNodeContents(node);
      const rects = [...range.getClientRects()].map((rect) => letters(rect, element));
      const around = [...boxes(element)];
      const by = around.find((box) => rects.some((rect) => cutBy(rect, box)));
      if (by) found.push(`"${labEyes.short(node.data)}" by ${by.at ? labEyes.place(by.at) : "the screen's edge"}`);
    }
    for (const field of labEyes.all()) {
      if (!field.matches("input:not([type=range]):not([type=file])") || !labEyes.seen(field)) continue;
      if (field.scrollWidth > field.clientWidth + SLACK) found.push(`"${field.value}" in ${labEyes.place(field)}`);
    }
    return found;
  };
}
