// Without WebGL2: the same sheets by hand on a 2D canvas; and the strip of one house over t,
// which is always drawn by hand (ten stills are quicker so than read back from the GPU).

function flatPainter(canvas) {
  const brush = canvas.getContext("2d");
  if (!brush) return null;
  const picture = document.createElement("canvas");
  const nothing = () => {};
  return {
    kind: "2d",
    build: nothing,
    load: (film) => Object.assign(picture, { width: film.width, height: film.height }),
    keep: nothing,
    close: nothing,
    draw: (film, view) => flatSheets(brush, picture, film, view),
  };
}

function flatSheets(brush, picture, film, { leg, t, parts, grid }) {
  const pen = picture.getContext("2d");
  brush.clearRect(0, 0, brush.canvas.width, brush.canvas.height);
  brush.imageSmoothingEnabled = false;
  for (let sheet = 0; sheet < 2; sheet += 1) {
    for (let house = 0; house < film.n; house += 1) {
      pen.putImageData(still(film, { leg, t, sheet, house, parts }), 0, 0);
      const x = sheet * grid.step + (house % film.columns) * (grid.tile + grid.gap);
      const y = Math.floor(house / film.columns) * (grid.tile + grid.gap);
      const [left, top] = [Math.round(x), Math.round(y)];
      const size = [Math.round(x + grid.tile) - left, Math.round(y + grid.tile) - top];
      brush.drawImage(picture, left, top, ...size);
    }
  }
}

// The strip: `count` stills of the chosen house from t = 0 to T on this leg; with reduced
// motion the way back shows its guess x̂_0 below, in place of the film.
function drawStrip(me) {
  const { film, parts, leg, house } = me;
  const count = layStrip(me);
  if (!film) return;
  const rows = me.still && leg === "rebuild" ? 2 : 1;
  const key = [film.digest, leg, house, count, rows].join();
  if (me.strip === key) return;
  me.strip = key;
  [...parts.strip.children].forEach((item, i) => {
    const t = Math.round((film.T * i) / (count - 1));
    item.dataset.t = t;
    drawStill(item.firstChild, film, { leg, t, house }, rows);
  });
  nameStrip(me);
}

// Ten places, five on a phone, laid before there is a film, so that nothing moves later.
function layStrip(me) {
  const { strip } = me.parts;
  const count = strip.clientWidth < 480 ? 5 : 10;
  while (strip.children.length < count) strip.append(emptyStill(me));
  while (strip.children.length > count) strip.lastChild.remove();
  strip.style.setProperty("--count", count);
  return count;
}

function emptyStill(me) {
  const canvas = make("canvas", { width: 32, height: 32 });
  const item = make("button", { type: "button", tabindex: "-1" }, canvas, make("span", {}, "\u00a0"));
  item.addEventListener("click", () => jump(me, Number(item.dataset.t)));
  return item;
}

function drawStill(canvas, film, view, rows) {
  const between = rows > 1 ? 2 : 0;
  canvas.width = film.width;
  canvas.height = film.height * rows + between;
  const pen = canvas.getContext("2d");
  for (let sheet = 0; sheet < rows; sheet += 1) {
    pen.putImageData(still(film, { ...view, sheet }), 0, sheet * (film.height + between));
  }
}

function nameStrip(me) {
  const { words } = me.line;
  if (!words) return;
  const house = me.house + 1;
  me.parts.strip.setAttribute("aria-label", fill(words.strip, { house }, words.lang));
  for (const item of me.parts.strip.children) {
    const t = Number(item.dataset.t);
    item.setAttribute("aria-label", fill(words.still, { house, t, T: me.film.T }, words.lang));
    item.lastChild.textContent = figure(t, "t", words.lang);
  }
}
