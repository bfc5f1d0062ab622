import { storage } from "./storage";
import { createStore, useStore } from "./store";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

// public/first-paint.js reads the same key before the first paint.
const key = "smena.theme";

const remembered = (): Theme => themes.find((theme) => theme === storage.get(key)) ?? "system";

const store = createStore<Theme>(remembered());

export const useTheme = () => useStore(store);

/** Shows and remembers a theme; "system" follows the device. */
export function setTheme(theme: Theme) {
  storage.set(key, theme);
  store.set(theme);
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
