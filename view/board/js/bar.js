// The bar under the picture and the switch over it: buttons, the figure in a sentence, a badge.

function wireBar(me) {
  const { parts } = me;
  me.buttons = LAW.buttons.map((spec) => {
    const button = make("button", { type: "button", "data-button": spec.name });
    if (spec.primary) button.classList.add("go");
    button.addEventListener("click", () => me.scene && spec.press(me));
    parts.bar.append(button);
    return { spec, button };
  });
  me.options = (LAW.choice?.options ?? []).map((value) => {
    const option = make("button", { type: "button", role: "radio", "data-value": value });
    option.addEventListener("click", () => choose(me, value));
    parts.choice.append(option);
    return option;
  });
  parts.choice.addEventListener("keydown", (event) => {
    if (!(event.key in ARROWS)) return;
    const { options } = LAW.choice;
    const next = (options.indexOf(me.state[LAW.choice.name]) + ARROWS[event.key] + options.length) % options.length;
    choose(me, options[next]);
    me.options[next].focus();
    event.preventDefault();
    event.stopPropagation();
  });
  parts.words.addEventListener("click", () => {
    parts.sentence.hidden = !parts.sentence.hidden;
    parts.words.setAttribute("aria-expanded", !parts.sentence.hidden);
    speak(me);
  });
}

// A button rests where the law says so, and where a hand that it would move is tied.
const isOff = (me, spec) => Boolean(spec.off?.(me)) || (spec.moves ?? []).some((name) => isHeld(me, name));

function choose(me, value) {
  if (!me.scene || isHeld(me, LAW.choice.name)) return;
  me.glide = null;
  move(me, { [LAW.choice.name]: value });
  commit(me);
}

// Space does the first button's, p the flag's, wherever in the picture the focus is. What comes to
// the picture itself is a clicker's, see view/teacher.js: it moves the first hand.
function key(me, event) {
  if (event.altKey || event.ctrlKey || event.metaKey || !me.scene || event.target.closest("button")) return;
  if (event.target === me.root && me.handles?.length) handleKey(me, me.handles[0].spec, event);
  if (event.defaultPrevented) return;
  const spec = LAW.buttons.find((one) => one.key === event.key);
  if (!spec || isOff(me, spec)) return;
  spec.press(me);
  event.preventDefault();
  event.stopPropagation();
}

function writeAll(me) {
  const { words, parts, root } = me;
  if (!words || !me.view) return;
  me.fresh = false;
  me.shown = {};
  root.lang = words.lang;
  root.setAttribute("aria-label", words.name);
  if (LAW.choice) parts.choice.setAttribute("aria-label", words.choice.label);
  me.options.forEach((option) => write(option, words.choice.options[option.dataset.value], {}, words));
  parts.words.textContent = words.in_words;
  parts.words.hidden = words.gone.includes("words");
  parts.choice.hidden = !LAW.choice || words.gone.includes(LAW.choice.name);
  parts.badge.hidden = !words.badge || words.gone.includes("badge");
  parts.badge.dataset.kind = words.badge?.kind ?? "";
  parts.badgeKind.textContent = words.badge?.label ?? "";
  parts.badgeText.replaceChildren(...unbroken(words.badge?.text ?? ""));
  const { offsetLeft: x, offsetTop: y, offsetWidth: wide, offsetHeight: high } = parts.choice;
  me.over = { x: x - parts.stage.offsetLeft - 6, y: y - parts.stage.offsetTop - 4, wide: wide + 12, high: high + 8 };
  LAW.write(me);
}

function writeBar(me) {
  const { words, state } = me;
  if (!words) return;
  for (const { spec, button } of me.buttons) {
    const id = spec.id?.(me) ?? spec.name;
    const { text, tip } = words.buttons[id];
    if (button.dataset.said !== `${id}/${text}`) {
      button.dataset.said = `${id}/${text}`;
      button.innerHTML = spec.icon ?? "";
      if (text) button.append(make("span", {}, text));
      button.title = tip;
      button.setAttribute("aria-label", tip);
    }
    button.disabled = isOff(me, spec);
    button.hidden = Boolean(spec.gone?.(me)) || words.gone.includes(spec.name);
  }
  for (const option of me.options) {
    const chosen = option.dataset.value === state[LAW.choice.name];
    option.setAttribute("aria-checked", chosen);
    option.tabIndex = chosen ? 0 : -1;
    option.disabled = isHeld(me, LAW.choice.name);
  }
}

// The figure in a sentence: under the picture when asked for, and as the picture's name. At
// most two a second, and read aloud only when it has come to rest; the first at once.
function speakSoon(me) {
  if (!me.spoke) speak(me);
  me.speaking ||= setTimeout(() => speak(me), 500);
}

function speak(me) {
  clearTimeout(me.speaking);
  me.speaking = 0;
  const { words, line, parts } = me;
  if (!words || !line.numbers) return;
  const text = fill(words.sentence[LAW.leg(me.state)], line.numbers, words.lang);
  me.layers.marks.setAttribute("aria-label", text);
  parts.sentence.setAttribute("aria-live", me.glide ? "off" : "polite");
  if (!parts.sentence.hidden && parts.sentence.textContent !== text) parts.sentence.textContent = text;
  nameHandles(me);
  me.spoke = true;
}
