// The painter on WebGL2, in two passes. `DEVELOP` computes every house once, pixel by pixel
// of its own, into a small sheet; `PRINT` lays the sheet out, a quad a house. A screen's pixel
// that straddles two of the art's is weighed by area, so that nearest pixels stay crisp at
// every size and no row is wider than its neighbour.

const WHOLE = `#version 300 es
void main() { gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0, 0, 1); }`;

const DEVELOP = `#version 300 es
precision highp float;
precision highp int;
precision highp isampler2D;
precision highp sampler2DArray;
uniform sampler2D u_house;
uniform isampler2D u_noise;
uniform sampler2DArray u_back_x, u_back_x0;
uniform bool u_rebuild;
uniform vec2 u_level[8];  // of the house, of the noise; one for each schedule
uniform vec3 u_frames;    // before, after, share of the second
uniform int u_width, u_height, u_schedules;
out vec4 colour;
vec3 way_out(int sheet, ivec2 at) {
  vec3 house = texelFetch(u_house, at, 0).rgb;
  if (sheet == 1) return house;
  vec2 level = u_level[(at.y / u_height) % u_schedules];
  vec3 x = level.x * (house * 2.0 - 1.0) + level.y * vec3(texelFetch(u_noise, at, 0).rgb);
  return clamp(x * 0.5 + 0.5, 0.0, 1.0);
}
vec3 way_back(int sheet, ivec2 at) {
  ivec3 a = ivec3(at, int(u_frames.x)), b = ivec3(at, int(u_frames.y));
  if (sheet == 1)
    return mix(texelFetch(u_back_x0, a, 0).rgb, texelFetch(u_back_x0, b, 0).rgb, u_frames.z);
  return mix(texelFetch(u_back_x, a, 0).rgb, texelFetch(u_back_x, b, 0).rgb, u_frames.z);
}
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  int sheet = at.x / u_width;
  at.x -= sheet * u_width;
  colour = vec4(u_rebuild ? way_back(sheet, at) : way_out(sheet, at), 1);
}`;

const LAYOUT = `#version 300 es
uniform vec2 u_canvas, u_picture;
uniform vec4 u_grid;  // tile, gap, from sheet to sheet, columns; in pixels of the screen
uniform int u_count;
out vec2 v_at;
flat out vec2 v_corner;
void main() {
  int sheet = gl_InstanceID / u_count, house = gl_InstanceID % u_count, columns = int(u_grid.w);
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  vec2 cell = vec2(house % columns, house / columns);
  vec2 pixel = vec2(float(sheet) * u_grid.z, 0) + cell * (u_grid.x + u_grid.y) + corner * u_grid.x;
  v_at = corner * u_picture;
  v_corner = vec2(sheet, house) * u_picture;
  gl_Position = vec4((round(pixel) / u_canvas * 2.0 - 1.0) * vec2(1, -1), 0, 1);
}`;

const PRINT = `#version 300 es
precision highp float;
uniform sampler2D u_sheet, u_ghost;
uniform vec2 u_picture;
uniform float u_fade;
in vec2 v_at;
flat in vec2 v_corner;
out vec4 colour;
void main() {
  vec2 edge = floor(v_at + 0.5);
  vec2 at = clamp(edge + clamp((v_at - edge) / fwidth(v_at), -0.5, 0.5), vec2(0.5), u_picture - 0.5);
  vec3 picture = texture(u_sheet, (v_corner + at) / vec2(textureSize(u_sheet, 0))).rgb;
  if (u_fade > 0.0) picture = mix(picture, texelFetch(u_ghost, ivec2(gl_FragCoord.xy), 0).rgb, u_fade);
  colour = vec4(picture, 1);
}`;

const UNITS = { house: 0, noise: 1, back_x: 2, back_x0: 3, ghost: 4, sheet: 5 };

function glPainter(canvas) {
  const options = { alpha: true, antialias: false, depth: false, preserveDrawingBuffer: true };
  const gl = canvas.getContext("webgl2", options);
  if (!gl) return null;
  const painter = { kind: "webgl2", gl };
  painter.build = () => {
    painter.passes = [program(gl, WHOLE, DEVELOP), program(gl, LAYOUT, PRINT)];
    painter.sheet = layTextures(gl);
    painter.keep();
  };
  painter.load = (film) => upload(gl, film);
  painter.keep = () => {
    gl.activeTexture(gl.TEXTURE0 + UNITS.ghost);
    gl.copyTexImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 0, 0, canvas.width, canvas.height, 0);
  };
  painter.draw = (film, view) => {
    develop(painter, film, view);
    print(painter, film, view);
  };
  painter.close = () => gl.getExtension("WEBGL_lose_context")?.loseContext();
  painter.build();
  return painter;
}

function program(gl, vertex, fragment) {
  const made = gl.createProgram();
  for (const [kind, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  if (!gl.getProgramParameter(made, gl.LINK_STATUS) && !gl.isContextLost()) {
    throw new Error(gl.getProgramInfoLog(made) || "the shader was refused");
  }
  gl.useProgram(made);
  for (const [name, unit] of Object.entries(UNITS)) gl.uniform1i(gl.getUniformLocation(made, `u_${name}`), unit);
  const places = new Map();
  const at = (name) => {
    if (!places.has(name)) places.set(name, gl.getUniformLocation(made, name));
    return places.get(name);
  };
  return { made, at };
}

// A texture for each unit; the sheet's is smooth, for the weighing, and drawn into through
// the framebuffer returned.
function layTextures(gl) {
  const sheet = gl.createFramebuffer();
  for (const [name, unit] of Object.entries(UNITS)) {
    const target = name.startsWith("back") ? gl.TEXTURE_2D_ARRAY : gl.TEXTURE_2D;
    const filter = name === "sheet" ? gl.LINEAR : gl.NEAREST;
    gl.activeTexture(gl.TEXTURE0 + unit);
    const texture = gl.createTexture();
    gl.bindTexture(target, texture);
    for (const key of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(target, key, filter);
    if (name !== "sheet") continue;
    gl.bindFramebuffer(gl.FRAMEBUFFER, sheet);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, target, texture, 0);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  }
  return sheet;
}

// Houses lie one below the other; a frame of the way back is one layer, so that the number
// of layers stays within what every WebGL2 has.
function upload(gl, film) {
  const { width, height, n } = film;
  const tall = height * n;
  const flat = (name, kept, given, type, pixels, wide = width) => {
    gl.activeTexture(gl.TEXTURE0 + UNITS[name]);
    gl.texImage2D(gl.TEXTURE_2D, 0, kept, wide, tall, 0, given, type, pixels);
  };
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  flat("house", gl.RGB8, gl.RGB, gl.UNSIGNED_BYTE, film.x0);
  flat("noise", gl.RGB16I, gl.RGB_INTEGER, gl.SHORT, film.epsilon);
  flat("sheet", gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, null, 2 * width);
  for (const name of ["back_x", "back_x0"]) {
    gl.activeTexture(gl.TEXTURE0 + UNITS[name]);
    const size = [width, tall, film.back_t.length];
    gl.texImage3D(gl.TEXTURE_2D_ARRAY, 0, gl.RGB8, ...size, 0, gl.RGB, gl.UNSIGNED_BYTE, film[name]);
  }
}

function develop({ gl, passes: [{ made, at }], sheet }, film, { leg, t, parts }) {
  const { before, after, share } = framesAt(film, t);
  gl.bindFramebuffer(gl.FRAMEBUFFER, sheet);
  gl.viewport(0, 0, 2 * film.width, film.n * film.height);
  gl.useProgram(made);
  gl.uniform2fv(at("u_level"), levels(film, t, parts));
  gl.uniform3f(at("u_frames"), before, after, share);
  gl.uniform1i(at("u_rebuild"), leg === "rebuild" ? 1 : 0);
  gl.uniform1i(at("u_width"), film.width);
  gl.uniform1i(at("u_height"), film.height);
  gl.uniform1i(at("u_schedules"), film.schedules);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
}

// How much of the house and of its noise is drawn, one pair for each schedule.
function levels(film, t, [ofHouse, ofNoise]) {
  const pairs = Array.from({ length: film.schedules }, (_, schedule) => {
    const { alpha_bar, beta_bar } = numbersAt(film, t, schedule);
    return [alpha_bar * ofHouse, beta_bar * ofNoise * film.epsilon_scale];
  });
  return new Float32Array(pairs.flat());
}

function print({ gl, passes: [, { made, at }] }, film, { fade, grid }) {
  const { width, height } = gl.canvas;
  gl.viewport(0, 0, width, height);
  gl.clearColor(0, 0, 0, 0);
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.useProgram(made);
  gl.uniform2f(at("u_canvas"), width, height);
  gl.uniform2f(at("u_picture"), film.width, film.height);
  gl.uniform4f(at("u_grid"), grid.tile, grid.gap, grid.step, film.columns);
  gl.uniform1i(at("u_count"), film.n);
  gl.uniform1f(at("u_fade"), fade);
  gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, 2 * film.n);
}
