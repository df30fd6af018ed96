// Two buttons that save a picture: the SVG as it is, and a PNG painted from it here, where the
// reader's own fonts are. Title, words and link go into the PNG as text chunks.

const SCALE = 2;
const TABLE = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function crc(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) c = TABLE[(c ^ byte) & 0xff] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

// An iTXt chunk: keyword, no compression, no language, then the text in UTF-8.
function chunk(keyword, text) {
  const said = new TextEncoder().encode(text);
  const head = new TextEncoder().encode(`iTXt${keyword}`);
  const body = new Uint8Array(head.length + 5 + said.length);
  body.set(head);
  body.set(said, head.length + 5);
  const whole = new Uint8Array(body.length + 8);
  const view = new DataView(whole.buffer);
  view.setUint32(0, body.length - 4);
  whole.set(body, 4);
  view.setUint32(whole.length - 4, crc(body));
  return whole;
}

async function png(svg, texts) {
  const picture = new Image();
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  picture.src = address;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = picture.naturalWidth * SCALE;
  canvas.height = picture.naturalHeight * SCALE;
  const brush = canvas.getContext("2d");
  brush.imageSmoothingEnabled = false;
  brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const after = 8 + 25; // the signature, then the header chunk, which must come first
  const chunks = Object.entries(texts).map(([keyword, text]) => chunk(keyword, text));
  return new Blob([bytes.slice(0, after), ...chunks, bytes.slice(after)], { type: "image/png" });
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export default function ({ parentElement, data }) {
  if (!data) return;
  const { svg, texts, name, words } = data;
  const [vector, raster] = parentElement.querySelectorAll("button");
  const said = parentElement.querySelector("[role=status]");
  vector.textContent = words.svg;
  raster.textContent = words.png;
  vector.onclick = () => save(new Blob([svg], { type: "image/svg+xml" }), `${name}.svg`);
  raster.onclick = async () => {
    try {
      save(await png(svg, texts), `${name}.png`);
      said.textContent = "";
    } catch {
      said.textContent = words.failed;
    }
  };
}
