// What should stand on the first screen and does not, or not wholly.
labEyes.screen = (slug, whole) => {
  const all = [...labEyes.all()];
  const hero = all.find((one) => one.dataset?.instrument === slug);
  const first = hero ?? document.querySelector("[class*=st-key-card_]");
  const block = whole && hero && labEyes.closest(hero, "[data-testid=stHorizontalBlock]");
  const cards = block ? [...block.querySelectorAll("[class*=st-key-card_], [data-testid=stButtonGroup]")] : [];
  return [document.querySelector("h1"), first, ...cards].flatMap((part, k) => {
    const box = part?.getBoundingClientRect();
    if (!box?.height) return [`there is no ${["title", "hero"][k]}`];
    const over = Math.round(Math.max(-box.left, -box.top, box.right - innerWidth, box.bottom - innerHeight));
    return over > 1 ? [`${labEyes.place(part)} leaves the screen by ${over} px`] : [];
  });
};
