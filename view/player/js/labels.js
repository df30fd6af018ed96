// What the player says: every string comes from the words, by the bus.

function writeAll(me) {
  const { words } = me.line;
  const { parts, root, film } = me;
  if (!words) return;
  root.lang = words.lang;
  root.setAttribute("aria-label", words.name);
  parts.slider.setAttribute("aria-label", words.slider);
  parts.left.setAttribute("aria-label", words.houses);
  writeColumns(me);
  [...parts.left.children].forEach((cell, i) => cell.setAttribute("aria-label", houseName(me, i)));
  parts.badgeKind.textContent = words.badge?.label ?? "";
  parts.badgeText.replaceChildren(...unbroken(words.badge?.text ?? ""));
  parts.badge.dataset.kind = words.badge?.kind ?? "";
  parts.badge.hidden = !words.badge;
  notice(me, me.trouble);
  if (!film) return;
  parts.from.textContent = fill(words.at, { t: 0 }, words.lang);
  parts.end.textContent = fill(words.end, { T: film.T }, words.lang);
  writeLeg(me);
  writeButtons(me);
  writeFlag(me);
  nameStrip(me);
  writeHeld(me);
  speak(me);
}

// What a teacher's link ties or hides.
function writeHeld(me) {
  const { parts, line: { words } } = me;
  const tied = held(me, "t");
  me.root.dataset.held = (words.held ?? []).join(" ");
  for (const part of [parts.slider, parts.go, parts.play]) part.disabled = tied;
  if (tied && me.moves.length) rest(me);
  const places = { t: parts.axis, titles: parts.titles[0].parentElement };
  for (const name of words.gone ?? []) (places[name] ?? parts[name]).classList.add("gone");
}

function writeLeg(me) {
  const { words } = me.line;
  if (!words) return;
  writeTitles(me);
  const next = other(me.leg);
  me.parts.goText.textContent = words[next];
  me.parts.go.dataset.to = next;
}

// The title of each sheet; while one term is drawn alone, the left one names that term.
function writeTitles(me) {
  const { words, lit } = me.line;
  if (!words) return;
  words.sheets[me.leg].forEach((sheet, i) => {
    const title = me.parts.titles[i];
    const alone = i === 0 && isAlone(me);
    title.dataset.mark = sheet.mark;
    title.dataset.identity = sheet.identity;
    const symbol = alone ? words.terms[lit].alone : sheet.symbol;
    title.lastChild.replaceChildren(`${alone ? words.alone : sheet.title} `, formula(symbol));
    me.parts.frames[i].classList.toggle("lit", sheet.terms.includes(lit));
    me.parts.frames[i].dataset.identity = sheet.identity;
  });
}

const isAlone = (me) => me.leg === "demolish" && me.line.lit in ALONE && Boolean(me.line.words?.terms?.[me.line.lit]?.alone);

function writeButtons(me) {
  const { words } = me.line;
  if (!words) return;
  const speed = `${new Intl.NumberFormat(words.lang).format(me.speed)}×`;
  me.parts.speed.textContent = speed;
  name(me.parts.speed, `${words.speed} ${speed}`);
  name(me.parts.loop, words.loop);
  name(me.parts.play, me.moves.length ? words.pause : words.play);
  me.parts.words.textContent = words.in_words;
}

function name(button, text) {
  button.setAttribute("aria-label", text);
  button.title = text;
}

function showPlaying(me) {
  const playing = me.moves.length > 0;
  me.root.dataset.playing = playing;
  me.parts.sentence.setAttribute("aria-live", playing ? "off" : "polite");
  writeButtons(me);
}

// The slider's own words, as often as t reaches another whole number.
function writeTime(me, numbers) {
  const { parts, root, line, film } = me;
  const whole = String(Math.round(me.t));
  const share = me.t / film.T;
  parts.axis.style.setProperty("--share", share);
  parts.axis.dataset.near = share < 0.14 ? "from" : share > 0.8 ? "end" : "";
  parts.strip.style.setProperty("--share", share);
  if (!parts.slider.matches(":active")) parts.slider.value = me.t;
  const schedule = scheduleOf(film, me.house);
  const same = me.said?.words === line.words && me.said.schedule === schedule;
  if (!line.words || (root.dataset.t === whole && same)) return;
  root.dataset.t = whole;
  me.said = { words: line.words, schedule };
  parts.now.textContent = fill(line.words.at, numbers, line.words.lang);
  parts.slider.setAttribute("aria-valuetext", fill(line.words.spoken, numbers, line.words.lang));
  speakSoon(me);
}

// The figure in a sentence: under the instrument when asked for, and as the sheets' alt. At
// most two a second, and read aloud only when it has come to rest; the first at once.
function speakSoon(me) {
  if (!me.parts.stage.getAttribute("aria-label")) speak(me);
  me.speaking ||= setTimeout(() => speak(me), 500);
}

function speak(me) {
  clearTimeout(me.speaking);
  me.speaking = 0;
  const { words, numbers } = me.line;
  if (!words || !numbers) return;
  const text = fill(words.sentence[me.leg], numbers, words.lang);
  me.parts.stage.setAttribute("aria-label", text);
  if (!me.parts.sentence.hidden) me.parts.sentence.textContent = text;
}

// One sentence over the sheets when something is wrong: "lost", "flat" or "broken".
function notice(me, trouble) {
  me.trouble = trouble;
  me.parts.notice.hidden = !trouble;
  me.parts.notice.dataset.trouble = trouble ?? "";
  me.parts.notice.textContent = trouble ? (me.line.words?.[trouble] ?? "") : "";
}
