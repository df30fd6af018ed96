// Words without a card: they go on the bus, and nothing is drawn.

export default function ({ data }) {
  if (!data) return;
  const line = channel(data.name);
  if (JSON.stringify(line.words) !== JSON.stringify(data.words)) publish(line, "words", data.words);
}
