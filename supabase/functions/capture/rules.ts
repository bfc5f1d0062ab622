// Pure rules of the intake, as api/leads/rules.py has them: which pages may post, what is doubtful, what makes two posts one.

import { encodeHex } from "./hex.ts";
import type { Submission } from "./fields.ts";
import shared from "./shared.json" with { type: "json" };
import { concatenated } from "./signatures.ts";

const LIMITS = shared.limits;

/** `https://shop.ua:8443/x?y` as `https://shop.ua:8443`; null for what has no origin. */
export function originOf(url: string): string | null {
  const found = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/i.exec(url.trim());
  const origin = `${found?.[1]}://${found?.[2]?.split("@").pop() ?? ""}`.toLowerCase();
  const isPaired = origin.includes("[") === origin.includes("]");
  return isPaired && /^https?:\/\/[a-z0-9.\-[\]:]+$/.test(origin) ? origin : null;
}

/** Does the list name this origin, itself or as `https://*.shop.ua`? */
export function isListed(origin: string, listed: string[]): boolean {
  return listed.some((entry) => {
    const [scheme, host] = entry.split("://*");
    const isUnder = host?.startsWith(".") && origin.startsWith(`${scheme}://`) && origin.endsWith(host);
    return origin === entry || (entry.includes("*") && Boolean(isUnder));
  });
}

/** Why a browser's submission is parked; null when nothing is odd about it. */
export function doubt(sent: Submission, headers: Headers, origins: string[]): string | null {
  if (sent.get("honeypot")) {
    return "honeypot";
  }
  const elapsed = sent.get("elapsed_ms");
  if (/^\d+$/.test(elapsed) && Number(elapsed.slice(0, 12)) < LIMITS.fill_ms) {
    return "too_fast";
  }
  const origin = senderOrigin(headers);
  return origin !== null && !isListed(origin, origins) ? "origin" : null;
}

function senderOrigin(headers: Headers): string | null {
  const stated = (headers.get("origin") ?? "").trim().toLowerCase();
  return stated ? originOf(stated) ?? "null" : originOf(headers.get("referer") ?? "");
}

/** What makes two posts one: the sender's own id, else a signature, else the same words within a minute. */
export async function dedupeKey(
  prefix: string,
  sent: Submission | null,
  headers: Headers,
  body: Uint8Array,
  signature: string,
): Promise<string> {
  const stated = headers.get("idempotency-key") || (sent?.get("submission_id") ?? "");
  const own = stated || (prefix === "comment" ? sent?.get("external_id") ?? "" : "");
  if (own) {
    return `${prefix}:${[...own].length <= LIMITS.submission_id ? own : await digest(new TextEncoder().encode(own))}`;
  }
  const moment = signature || String(Math.floor(Date.now() / 60_000));
  return `${prefix}:sha256:${await digest(concatenated(new TextEncoder().encode(`${moment}.`), body))}`;
}

async function digest(bytes: Uint8Array): Promise<string> {
  return encodeHex(new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes))));
}

/** Is a signature's timestamp (seconds since 1970) within the replay window, either way? */
export function isFresh(timestamp: string): boolean {
  return /^\d+$/.test(timestamp) && Math.abs(Date.now() / 1000 - Number(timestamp.slice(0, 12))) <= LIMITS.replay_seconds;
}

/** Where a plain form is sent back to: its own `_redirect`, on a listed origin only. */
export function redirectTarget(wanted: string, headers: Headers | null, origins: string[]): string | null {
  // deno-lint-ignore no-control-regex -- these are what it refuses
  if (!wanted || wanted.length > 2000 || /[\x00-\x20\x7f\\]/.test(wanted)) {
    return null;
  }
  const page = headers?.get("referer") || `${headers?.get("origin") ?? ""}/`;
  const target = URL.parse(wanted, URL.canParse(page) ? page : undefined);
  if (target === null || target.username || target.password || !isListed(target.origin, origins)) {
    return null;
  }
  return target.href;
}
