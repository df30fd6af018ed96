// Before Streamlit's own script: light or dark as this reader chose; the language, for voices and
// fonts, and lecture mode as the link asks; whether there is a network. Streamlit follows the
// system by asking matchMedia, and asks again after a print: answering for the system, and saying
// "printed", changes the look in place.
globalThis.labAppearance = (() => {
  const KEY = "lab-appearance", QUERY = "(prefers-color-scheme: dark)";
  const system = window.matchMedia.bind(window);
  let chosen = null;
  try { chosen = localStorage.getItem(KEY); } catch { /* storage is closed to us */ }
  const dark = () => (chosen ? chosen === "dark" : system(QUERY).matches);
  window.matchMedia = (query) => {
    const list = system(query);
    if (query !== QUERY) return list;
    return new Proxy(list, {
      get: (of, name) => name === "matches" ? dark()
        : typeof of[name] === "function" ? of[name].bind(of) : of[name],
      set: (of, name, value) => Reflect.set(of, name, value),
    });
  };
  // For what stands outside Streamlit's app: menus and their like.
  const show = () => { document.documentElement.style.colorScheme = dark() ? "dark" : "light"; };
  system(QUERY).addEventListener("change", show);
  show();
  const choose = (toDark) => {
    chosen = toDark === system(QUERY).matches ? null : toDark ? "dark" : "light";
    try { chosen ? localStorage.setItem(KEY, chosen) : localStorage.removeItem(KEY); } catch { /* for this visit only */ }
    show();
    window.dispatchEvent(new Event("afterprint"));
  };
  const asked = new URLSearchParams(location.search), root = document.documentElement;
  root.lang = (asked.get("lang") || navigator.language).startsWith("zh") ? "zh-CN" : "en";
  root.classList.toggle("lecture", asked.get("mode") === "lecture");
  const network = () => root.classList.toggle("offline", !navigator.onLine);
  for (const change of ["online", "offline"]) window.addEventListener(change, network);
  network();
  return { dark, choose };
})();
