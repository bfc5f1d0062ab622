// Who delivers: each vendor's proof, over the raw bytes.

import type { Settings } from "./settings.ts";

export interface Hook {
  method: string;
  query: URLSearchParams;
  headers: Headers;
  body: Uint8Array;
}

export interface Answer {
  status: number;
  text: string;
}

export interface Vendor {
  /** What deliveries of all accounts are signed with; empty where each source has a secret of its own. */
  secrets: string[];
  /** The answer to the vendor's trial of the address; null: this is a delivery. */
  handshake(hook: Hook): Answer | null;
  verify(hook: Hook, secrets: string[]): Promise<boolean>;
}

const ELEVENLABS_SECONDS = 30 * 60;
const none = (): null => null;

/** Every channel that the function can tell from a stranger. */
export function vendors(settings: Settings): Record<string, Vendor> {
  const meta = (secrets: string[]): Vendor => ({
    secrets,
    handshake: (hook) => challenge(hook, settings.metaVerifyToken),
    verify: (hook, held) => signed(hook.body, held, bare(hook.headers.get("x-hub-signature-256"))),
  });
  return {
    instagram: meta(settings.igSecrets),
    messenger: meta(settings.metaSecrets),
    whatsapp: meta(settings.metaSecrets),
    telegram: { secrets: [], handshake: none, verify: carriesSecret },
    viber: {
      secrets: [],
      handshake: none,
      verify: (hook, held) => signed(hook.body, held, bare(hook.headers.get("x-viber-content-signature"))),
    },
    elevenlabs: { secrets: settings.elevenlabsSecrets, handshake: none, verify: dated },
  };
}

function bare(given: string | null): string {
  return (given ?? "").trim().toLowerCase().replace(/^sha256=/, "");
}

function challenge(hook: Hook, token: string): Answer | null {
  if (hook.method !== "GET") {
    return null;
  }
  const asked = hook.query.get("hub.mode") === "subscribe" && token !== "";
  return asked && same(hook.query.get("hub.verify_token") ?? "", token)
    ? { status: 200, text: (hook.query.get("hub.challenge") ?? "").slice(0, 200) }
    : { status: 403, text: "" };
}

/** Telegram signs nothing: it repeats the secret that it was told. */
function carriesSecret(hook: Hook, secrets: string[]): Promise<boolean> {
  const given = hook.headers.get("x-telegram-bot-api-secret-token") ?? "";
  return Promise.resolve(given !== "" && secrets.some((secret) => same(given, secret)));
}

/** ElevenLabs: `t=<seconds>,v0=<hex>` over `<t>.<body>`, any of several v0. */
async function dated(hook: Hook, secrets: string[]): Promise<boolean> {
  const parts = (hook.headers.get("elevenlabs-signature") ?? "").split(",").map((part) => part.trim());
  const at = parts.find((part) => part.startsWith("t="))?.slice(2) ?? "";
  if (!/^\d{1,12}$/.test(at) || Math.abs(Date.now() / 1000 - Number(at)) > ELEVENLABS_SECONDS) {
    return false;
  }
  const told = concatenated(new TextEncoder().encode(`${at}.`), hook.body);
  for (const part of parts.filter((one) => one.startsWith("v0="))) {
    if (await signed(told, secrets, part.slice(3).toLowerCase())) {
      return true;
    }
  }
  return false;
}

/** Is the hexadecimal signature an HMAC-SHA256 of the bytes with one of the secrets? Compared in constant time. */
export async function signed(bytes: Uint8Array, secrets: string[], given: string): Promise<boolean> {
  if (!/^[0-9a-f]{64}$/.test(given)) {
    return false;
  }
  const signature = Uint8Array.from(given.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  for (const secret of secrets.filter((one) => one)) {
    const raw = new TextEncoder().encode(secret);
    const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
    if (await crypto.subtle.verify("HMAC", key, signature, new Uint8Array(bytes))) {
      return true;
    }
  }
  return false;
}

export function concatenated(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** Equal, in a time that says nothing of where they differ. */
function same(left: string, right: string): boolean {
  const [a, b] = [new TextEncoder().encode(left), new TextEncoder().encode(right)];
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at++) {
    difference |= (a[at] ?? 0) ^ (b[at % Math.max(1, b.length)] ?? 0);
  }
  return difference === 0;
}
