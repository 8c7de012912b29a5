import { useSyncExternalStore } from "react";

/** The look a teammate chose; `system` follows the operating system. */
export type Theme = "system" | "light" | "dark";

const storageKey = "perennial.theme"; // the same word as in public/theme.js
const listeners = new Set<() => void>();

function readTheme(): Theme {
  const theme = document.documentElement.dataset.theme;
  return theme === "light" || theme === "dark" ? theme : "system";
}

/** Chooses the theme, keeps the choice in this browser and tells everybody who draws with colours. */
export function setTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, theme);
  } catch {
    // Storage may be forbidden: the choice then lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

/** Calls back when colours may have changed: by choice here or by the system. Returns the way to stop. */
export function onThemeChange(listener: () => void): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  listeners.add(listener);
  system.addEventListener("change", listener);
  return () => {
    listeners.delete(listener);
    system.removeEventListener("change", listener);
  };
}

/** The theme chosen now. */
export function useTheme(): Theme {
  return useSyncExternalStore(onThemeChange, readTheme);
}
