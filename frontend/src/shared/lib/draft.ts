import { useCallback, useEffect, useRef, useState } from "react";
import type { DefaultValues, FieldValues, UseFormReturn } from "react-hook-form";
import { storage } from "./storage";

const prefix = "smena.draft.";
const keepFor = 3 * 24 * 60 * 60 * 1000;
const savePause = 300;

let owner = "anonymous";

const address = (key: string) => `${prefix}${owner}.${key}`;

/** Drafts belong to the person who typed them; called when a profile is loaded. */
export function setDraftOwner(userId: string) {
  owner = userId;
}

/** What was typed and not yet sent, or null when there is nothing or it is too old. */
export function readDraft<T>(key: string, now = Date.now()): T | null {
  const text = storage.get(address(key));
  if (!text) return null;
  try {
    const { at, values } = JSON.parse(text) as { at: number; values: T };
    if (now - at < keepFor) return values;
  } catch {
    // Unreadable drafts are dropped below.
  }
  storage.remove(address(key));
  return null;
}

export const writeDraft = (key: string, values: unknown, now = Date.now()) =>
  storage.set(address(key), JSON.stringify({ at: now, values }));

export const clearDraft = (key: string) => storage.remove(address(key));

/** Forgets every draft of the current owner: he signed out, and the computer may be shared. */
export function clearAllDrafts() {
  for (const key of storage.keys(`${prefix}${owner}.`)) storage.remove(key);
}

interface Draft {
  /** True while the form shows what was restored from an earlier visit. */
  isRestored: boolean;
  /** Call after the form was accepted by the server. */
  clear: () => void;
  /** Throws the restored input away and shows the form's defaults. */
  discard: () => void;
}

/**
 * Keeps a form's unsaved input across a reload, an expired session and a lost network.
 *
 * @param key names the form and its record, e.g. `client.new` or `deal.<id>`
 * @param omit fields that must not be stored, such as passwords
 */
export function useDraft<T extends FieldValues>(
  key: string,
  form: UseFormReturn<T>,
  { omit = [] }: { omit?: (keyof T)[] } = {},
): Draft {
  const [isRestored, setRestored] = useState(false);
  const omitted = useRef(omit);
  const cleared = useRef(false);

  useEffect(() => {
    const saved = readDraft<DefaultValues<T>>(key);
    cleared.current = false;
    if (saved) {
      form.reset({ ...form.getValues(), ...saved } as T, { keepDefaultValues: true });
      setRestored(true);
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pending: Partial<T> | null = null;
    // A form that shows what is saved (again) has no draft: the server's news are values too.
    const isTyped = (values: Partial<T>) =>
      Object.entries(values).some(
        ([name, value]) => JSON.stringify(value) !== JSON.stringify(form.formState.defaultValues?.[name]),
      );
    const flush = () => {
      clearTimeout(timer);
      if (pending && !cleared.current) {
        if (isTyped(pending)) writeDraft(key, pending);
        else clearDraft(key);
      }
      pending = null;
    };
    const subscription = form.watch((values) => {
      cleared.current = false;
      pending = Object.fromEntries(
        Object.entries(values).filter(([name]) => !omitted.current.includes(name)),
      ) as Partial<T>;
      clearTimeout(timer);
      timer = setTimeout(flush, savePause);
    });
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      subscription.unsubscribe();
      flush();
    };
  }, [key, form]);

  const clear = useCallback(() => {
    cleared.current = true;
    clearDraft(key);
    setRestored(false);
  }, [key]);
  const discard = useCallback(() => {
    // A form that keeps what was typed across news from the server must not keep it here.
    form.reset(undefined, { keepDirtyValues: false });
    clear();
  }, [form, clear]);
  return { isRestored, clear, discard };
}

/** One text that survives like a form's draft: a composer, a comment. */
export function useDraftText(key: string): [text: string, setText: (text: string) => void, clear: () => void] {
  const [text, setText] = useState(() => readDraft<string>(key) ?? "");
  const change = useCallback(
    (next: string) => {
      setText(next);
      if (next) writeDraft(key, next);
      else clearDraft(key);
    },
    [key],
  );
  const clear = useCallback(() => change(""), [change]);
  return [text, change, clear];
}
