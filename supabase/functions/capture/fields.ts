// Which of our fields a form's own field name means, as channels/fields.py reads it; the names come from there (shared.json).

import type { Field } from "./form.ts";
import shared from "./shared.json" with { type: "json" };

const ALIASES: Record<string, string> = shared.fields;
const CLICK_IDS = new Set(shared.click_ids);
const AUTHOR: Record<string, string> = { id: "author_id" };
const THREAD: Record<string, string> = { url: "thread_url", title: "thread_title" };

/** A form read by meaning: the first value of each known field, and whether there was anything at all. */
export class Submission {
  readonly isEmpty: boolean;
  #known = new Map<string, string>();

  constructor(fields: Field[]) {
    const filled = fields.filter(([, value]) => value !== "");
    this.isEmpty = filled.length === 0;
    for (const [name, value] of filled) {
      const field = meaning(name);
      if (field !== null && !this.#known.has(field)) {
        this.#known.set(field, value);
      }
    }
  }

  /** The value, empty when there is none. */
  get(name: string): string {
    return this.#known.get(name) ?? "";
  }
}

/** Our field for a form's own name; null when we know none. */
export function meaning(name: string): string | null {
  const parts = name.trim().replace(/\[\]$/, "").replace(/\[([^[\]]+)\](?:\[\])?$/, ".$1").split(".");
  const last = parts.pop() ?? "";
  const parent = (parts.pop() ?? "").toLowerCase();
  let word = last.toLowerCase().replace(/[’ʼ]/g, "'").replace(/^[ *:?]+|[ *:?]+$/g, "").replace(/[\s\-/]+/g, "_");
  const nested = parent === "author" ? own(AUTHOR, word) : parent === "thread" ? own(THREAD, word) : null;
  if (nested !== null) {
    return nested;
  }
  if (CLICK_IDS.has(word) || /^utm_[a-z_]{2,30}$/.test(word)) {
    return word;
  }
  word = word.replace(/^your_/, "").replace(/_\d+$/, "");
  if (parent === "consent") {
    return ["text", "text_version", "version"].includes(word) ? "consent_text" : word === "privacy" ? "consent" : null;
  }
  return own(ALIASES, word);
}

function own(names: Record<string, string>, word: string): string | null {
  return Object.hasOwn(names, word) ? names[word] ?? null : null;
}
