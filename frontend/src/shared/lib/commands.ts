import type { Icon } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { createStore, useStore } from "./store";

export interface Command {
  id: string;
  title: string;
  /** Words people may type besides the title. */
  keywords?: string;
  icon?: Icon;
  /** A muted word after the title. */
  hint?: string;
  /** Shown at the right; bind it with `useShortcut`. */
  shortcut?: string;
  run: () => void;
}

const registry = createStore<readonly Command[]>([]);

/** Adds commands to the command menu while the component is shown. */
export function useCommands(commands: Command[]) {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  // The list is registered anew only when what it shows changes, not for every new closure.
  const signature = commands.map(({ id, title, shortcut }) => [id, title, shortcut].join("\t")).join("\n");
  useEffect(() => {
    if (!signature) return;
    const entries = latest.current.map((command) => ({
      ...command,
      run: () => latest.current.find(({ id }) => id === command.id)?.run(),
    }));
    registry.set((list) => [...list, ...entries]);
    return () => registry.set((list) => list.filter((item) => !entries.includes(item as (typeof entries)[number])));
  }, [signature]);
}

export const useCommandList = () => useStore(registry);
