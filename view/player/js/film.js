// The film: the blob's arrays, the numbers at any real t, and one still computed by hand.

const TYPED = {
  uint8: Uint8Array, int8: Int8Array, uint16: Uint16Array, int16: Int16Array,
  uint32: Uint32Array, int32: Int32Array, float32: Float32Array, float64: Float64Array,
};

// The bytes come as a view into Streamlit's message at an odd offset. The header and the
// note at the end can be read there; the arrays need a copy that begins at zero.
function readHeader(data) {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const text = new TextDecoder();
  if (text.decode(data.subarray(0, 4)) !== "FILM") throw new Error("not a film");
  return JSON.parse(text.decode(data.subarray(8, 8 + view.getUint32(4, true))));
}

// What `player()` laid behind the film: the instrument's name and where it opens.
function readNote(data) {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const size = view.getUint32(data.byteLength - 4, true);
  const end = data.byteLength - 4;
  return JSON.parse(new TextDecoder().decode(data.subarray(end - size, end)));
}

function readFilm(data, header) {
  const { buffer } = data.slice();
  const film = { ...header };
  for (const [name, { dtype, shape, offset }] of Object.entries(header.arrays)) {
    const count = shape.reduce((a, b) => a * b, 1);
    film[name] = new TYPED[dtype](buffer, offset, count);
  }
  const { shape } = header.arrays.log_alpha_bar;
  film.schedules = shape.length > 1 ? shape[0] : 1;
  return film;
}

// A film has one schedule, or one for each column; the house says which.
const scheduleOf = (film, house) => house % film.schedules;

// The schedule at a real t: log ᾱ is linear between whole steps; the step itself (α, β) is
// the one that led to the nearest whole t.
function numbersAt(film, t, schedule = 0) {
  const start = schedule * (film.T + 1);
  const table = film.log_alpha_bar.subarray(start, start + film.T + 1);
  const low = Math.min(Math.floor(t), film.T - 1);
  const log = table[low] + (t - low) * (table[low + 1] - table[low]);
  const step = Math.max(1, Math.round(t));
  const single = t < 0.5 ? NaN : table[step] - table[step - 1];
  return {
    t,
    T: film.T,
    alpha_bar: Math.exp(log),
    beta_bar: Math.sqrt(-Math.expm1(2 * log)),
    alpha: Math.exp(single),
    beta: Math.sqrt(-Math.expm1(2 * single)),
    snr: -10 * Math.log10(Math.expm1(-2 * log)),
  };
}

// The two frames of the way back around t, and the share of the second one.
function framesAt(film, t) {
  const times = film.back_t;
  let after = 0;
  while (after < times.length - 1 && times[after] > t) after += 1;
  const before = Math.max(after - 1, 0);
  const gap = times[before] - times[after];
  const share = gap > 0 ? (times[before] - t) / gap : 1;
  return { before, after, share: Math.min(Math.max(share, 0), 1) };
}

// Terms that can be drawn alone: the share of the house and of the noise in the left sheet.
const ALONE = { alpha_bar: [1, 0], x_0: [1, 0], beta_bar: [0, 1], epsilon: [0, 1] };

// One picture as ImageData, by the shader's formulas. `sheet` 0 is the left one.
function still(film, { leg, t, sheet, house, parts = [1, 1] }) {
  const { width, height } = film;
  const size = width * height * 3;
  const pixel = leg === "rebuild" ? wayBack(film, t, sheet, house * size) : wayOut(film, t, sheet, house, parts);
  const image = new ImageData(width, height);
  for (let i = 0, j = 0; i < size; i += 3, j += 4) {
    image.data[j] = pixel(i);
    image.data[j + 1] = pixel(i + 1);
    image.data[j + 2] = pixel(i + 2);
    image.data[j + 3] = 255;
  }
  return image;
}

function wayOut(film, t, sheet, house, [ofHouse, ofNoise]) {
  const { x0, epsilon } = film;
  const start = house * film.width * film.height * 3;
  if (sheet === 1) return (i) => x0[start + i];
  const numbers = numbersAt(film, t, scheduleOf(film, house));
  const alpha = numbers.alpha_bar * ofHouse;
  const beta = numbers.beta_bar * ofNoise * film.epsilon_scale * 127.5;
  return (i) => 127.5 + alpha * (x0[start + i] - 127.5) + beta * epsilon[start + i];
}

function wayBack(film, t, sheet, start) {
  const { before, after, share } = framesAt(film, t);
  const frames = sheet === 0 ? film.back_x : film.back_x0;
  const size = frames.length / film.back_t.length;
  const first = before * size + start;
  const second = after * size + start;
  return (i) => frames[first + i] * (1 - share) + frames[second + i] * share;
}
