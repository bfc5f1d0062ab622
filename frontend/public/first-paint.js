// Runs before the first paint, as a file of its own because the page's policy forbids inline scripts:
// a chosen theme and language must not flash in from the defaults.
(() => {
  try {
    const root = document.documentElement;
    const theme = localStorage.getItem("smena.theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    const language = localStorage.getItem("smena.language");
    if (language) root.lang = language;
  } catch {
    // Storage may be closed to us (private mode); the defaults are fine then.
  }
})();
