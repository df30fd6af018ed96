// Before Streamlit's own script: what a teacher's link holds or hides stays so in this tab,
// whatever is typed into its address. A link followed from another site is another teacher's.
(() => {
  const HOLD = "lab-hold";
  const [visit] = performance.getEntriesByType("navigation");
  const from = document.referrer && new URL(document.referrer).origin;
  let hold = null;
  try {
    if (visit?.type === "navigate" && from && from !== location.origin) sessionStorage.removeItem(HOLD);
    hold = JSON.parse(sessionStorage.getItem(HOLD));
  } catch { /* storage is closed to us, or holds nonsense */ }
  if (!hold) return;

  const asked = new URLSearchParams(location.search);
  const split = (text) => (text || "").split(",").filter(Boolean);
  for (const name of ["lock", "hide"]) {
    const all = new Set([...split(hold[name]), ...split(asked.get(name))]);
    if (all.size) asked.set(name, [...all].join(","));
  }
  const locked = split(hold.lock);
  const isLocked = (key) => hold.pages.some((page) => key.startsWith(`${page}_`)
    && (locked.includes("all") || locked.includes(key.slice(page.length + 1))));
  for (const [key, value] of [...asked]) {
    const told = hold.held[key] ?? null;
    if (!isLocked(key) || value === told) continue;
    asked.append("refused", `${key}:${value}`);
    if (told === null) asked.delete(key);
    else asked.set(key, told);
  }
  const here = location.pathname.split("/").at(-1);
  for (const [key, told] of Object.entries(hold.held)) {
    if (told !== null && key.startsWith(`${here}_`)) asked.set(key, told);
  }
  history.replaceState(history.state, "", `?${asked}${location.hash}`);
})();
