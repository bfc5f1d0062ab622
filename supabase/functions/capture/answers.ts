// How the intake answers: JSON to scripts, a page or a redirect to plain forms, CORS for the key's own origins.

import type { Submission } from "./fields.ts";
import type { Refused } from "./refused.ts";
import { isListed, redirectTarget } from "./rules.ts";
import shared from "./shared.json" with { type: "json" };

type Language = keyof typeof shared.errors;
type Page = typeof shared.pages.texts.en;

const FORMS = ["application/x-www-form-urlencoded", "multipart/form-data"];
const ESCAPED: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };

/** Answers one submission. `origins` are known once the key was found: only then an origin may read the answer. */
export class Answers {
  sent: Submission | null = null;
  origins: string[] | null = null;

  constructor(private readonly headers: Headers, private readonly kind: "form" | "comment") {}

  /** The same whether the submission became a lead, was parked, or had come before. */
  accepted(eventId: string): Response {
    if (!this.isPlainForm) {
      return this.readable(json({ id: eventId, status: "accepted" }, 202));
    }
    const target = redirectTarget(this.sent?.get("redirect") ?? "", this.headers, this.origins ?? []);
    if (target !== null) {
      return new Response(null, { status: 303, headers: { location: target } });
    }
    const texts = this.texts;
    return this.page(texts[this.kind], texts[`${this.kind}_text`], 200);
  }

  /** A refusal, to a person as a sentence. */
  refused(refusal: Refused): Response {
    const answer = this.isPlainForm
      ? this.page(this.texts.error, message(refusal, this.language), refusal.status)
      : this.readable(refusedAsJson(refusal, this.language));
    if (refusal.retryAfter !== null) {
      answer.headers.set("retry-after", String(refusal.retryAfter));
    }
    return answer;
  }

  private readable(answer: Response): Response {
    const origin = (this.headers.get("origin") ?? "").toLowerCase();
    for (const [name, value] of Object.entries(cors(this.headers, this.origins ?? [origin]))) {
      answer.headers.set(name, value);
    }
    return answer;
  }

  /** Did a browser send the form itself, and will it show what we answer? */
  private get isPlainForm(): boolean {
    const kind = (this.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
    return FORMS.includes(kind) && (this.headers.get("accept") ?? "").includes("text/html");
  }

  private get language(): Language {
    return languageOf(this.sent?.get("locale") || (this.headers.get("accept-language") ?? ""));
  }

  private get texts(): Page {
    return shared.pages.texts[this.language];
  }

  private page(heading: string, words: string, status: number): Response {
    const back = redirectTarget(this.headers.get("referer") ?? this.headers.get("origin") ?? "", null, this.origins ?? []);
    const link = back === null ? "" : `<a href="${escape(back)}">${escape(this.texts.back)}</a>`;
    const html = `<!doctype html><html lang="${this.language}"><head><meta charset="utf-8">` +
      '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">' +
      `<title>${escape(heading)}</title><style>${shared.pages.style}</style></head>` +
      `<body><main><h1>${escape(heading)}</h1><p>${escape(words)}</p>${link}</main></body></html>`;
    return new Response(html, { status, headers: { "content-type": "text/html; charset=utf-8" } });
  }
}

/** Headers that let a listed origin read the answer; without credentials, and never from a shared cache. */
export function cors(headers: Headers, origins: string[]): Record<string, string> {
  const origin = headers.get("origin") ?? "";
  return origin && isListed(origin.toLowerCase(), origins)
    ? { vary: "Origin", "access-control-allow-origin": origin, "access-control-expose-headers": "retry-after" }
    : { vary: "Origin" };
}

/** 204 to everybody; only a listed origin is told that it may send. */
export function preflight(headers: Headers, origins: string[]): Response {
  const { "access-control-expose-headers": told, ...allowed } = cors(headers, origins);
  return new Response(null, { status: 204, headers: told === undefined ? allowed : { ...allowed, ...shared.cors } });
}

/** `{"error": {"code", "message"}}`, as the API has it. */
export function refusedAsJson(refusal: Refused, language: Language): Response {
  return json({ error: { code: refusal.code, message: message(refusal, language) } }, refusal.status);
}

function message(refusal: Refused, language: Language): string {
  const texts: Record<string, string> = shared.errors[language];
  const found = texts[refusal.code] || texts["unavailable"] || refusal.code;
  return found.replace("{seconds}", String(refusal.retryAfter ?? ""));
}

/** The best of our languages for an `Accept-Language` header; Russian when it names none of them. */
export function languageOf(accepted: string): Language {
  let [best, bestWeight]: [Language, number] = ["ru", 0];
  for (const part of accepted.slice(0, 200).toLowerCase().split(",")) {
    const [tag = "", weightText] = part.split(";q=");
    const weight = weightText ? Number(weightText) : 1;
    const language = tag.trim().split("-")[0] ?? "";
    if (Object.hasOwn(shared.errors, language) && weight > bestWeight) {
      [best, bestWeight] = [language as Language, weight];
    }
  }
  return best;
}

function json(document: unknown, status: number): Response {
  return new Response(JSON.stringify(document), { status, headers: { "content-type": "application/json" } });
}

function escape(words: string): string {
  return words.replace(/[&<>"']/g, (character) => ESCAPED[character] ?? "");
}
