// What the sidebar tells the browser: the page's language, for voices and fonts; whether this
// is a lecture; which page it is, so that on a phone the sidebar closes behind a reader who
// has chosen one. And the ◐ button: what that does is in appearance.js.
const PHONE = "(max-width: 768px)";

export default function ({ parentElement, data }) {
  const look = globalThis.labAppearance;
  const root = document.documentElement;
  root.lang = data.lang;
  root.classList.toggle("lecture", data.lecture);
  if (root.dataset.page && root.dataset.page !== data.page && matchMedia(PHONE).matches) {
    document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
  }
  root.dataset.page = data.page;
  speakFor(data.theirs);
  leadIntoMenus();

  const button = parentElement.querySelector("button");
  button.hidden = !look;
  const name = () => {
    button.title = look.dark() ? data.to_light : data.to_dark;
    button.setAttribute("aria-label", button.title);
  };
  button.onclick = () => { look.choose(!look.dark()); name(); };
  if (look) name();
}
