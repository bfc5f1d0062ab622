import { useEffect, useRef } from "react";
import { storage } from "./storage";
import { createStore, useStore } from "./store";

export interface Shortcut {
  /** "mod+k", "n", or a sequence "g d". "mod" is ⌘ on a Mac, Ctrl elsewhere. */
  keys: string;
  label: string;
}

interface Registered extends Shortcut {
  run: () => void;
}

const singleKeysOff = "smena.single-keys-off";
const sequencePause = 900;
const registry = createStore<readonly Registered[]>([]);
const singleKeys = createStore(storage.get(singleKeysOff) === null);

export const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

/** How a combination is printed on this device: "⌘ K", "Ctrl K", "G D". */
export const printKeys = (keys: string): string[] =>
  keys
    .split(/[+ ]/)
    .map((key) => ({ mod: isMac ? "⌘" : "Ctrl", shift: "⇧", alt: isMac ? "⌥" : "Alt" })[key] ?? key.toUpperCase());

/** One stroke by its place on the keyboard, so that shortcuts work in Cyrillic layouts too. */
export function stroke(event: Pick<KeyboardEvent, "code" | "key" | "metaKey" | "ctrlKey" | "shiftKey" | "altKey">) {
  const letter = /^(?:Key|Digit)(.)$/.exec(event.code)?.[1];
  const key = event.key === "?" ? "?" : (letter ?? event.key).toLowerCase();
  const shift = event.shiftKey && key !== "?";
  return [event.metaKey || event.ctrlKey ? "mod" : "", event.altKey ? "alt" : "", shift ? "shift" : "", key]
    .filter(Boolean)
    .join("+");
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable], [role=dialog]") !== null;

let started: { keys: string; at: number } | null = null;

function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  const pressed = stroke(event);
  const plain = !pressed.startsWith("mod");
  if (plain && (!singleKeys.get() || isTyping(event.target))) return;
  const sequence = started && Date.now() - started.at < sequencePause ? `${started.keys} ${pressed}` : pressed;
  const find = (keys: string) => registry.get().findLast((shortcut) => shortcut.keys === keys);
  const hit = find(sequence) ?? find(pressed);
  started = hit ? null : { keys: pressed, at: Date.now() };
  if (!hit) return;
  event.preventDefault();
  hit.run();
}

/** Follows the keyboard for the whole application; returns the way to stop. */
export function listenToShortcuts() {
  window.addEventListener("keydown", onKeyDown);
  return () => window.removeEventListener("keydown", onKeyDown);
}

/** Offers a shortcut while the component is shown; it appears in the list of shortcuts by its label. */
export function useShortcut(keys: string, label: string, run: () => void, isEnabled = true) {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!isEnabled) return;
    const entry: Registered = { keys, label, run: () => latest.current() };
    registry.set((list) => [...list, entry]);
    return () => registry.set((list) => list.filter((item) => item !== entry));
  }, [keys, label, isEnabled]);
}

export const useShortcutList = (): readonly Shortcut[] => useStore(registry);
export const useSingleKeys = () => useStore(singleKeys);

/** Turns shortcuts without a modifier on or off (they get in the way of speech input). */
export function setSingleKeys(on: boolean) {
  if (on) storage.remove(singleKeysOff);
  else storage.set(singleKeysOff, "1");
  singleKeys.set(on);
}
