// /leads and /comments: find the site, check the sender, count, store, answer an id. No more.

import { Answers } from "./answers.ts";
import type { Context } from "./context.ts";
import type { Site } from "./database.ts";
import { Submission } from "./fields.ts";
import { decode, Unreadable } from "./form.ts";
import { bodyOf } from "./reading.ts";
import { Refused } from "./refused.ts";
import { dedupeKey, doubt, isFresh } from "./rules.ts";
import shared from "./shared.json" with { type: "json" };
import { concatenated, signed } from "./signatures.ts";
import { open } from "./vault.ts";

const SECRET_KIND = "site_hmac";

/** The answer to one submission. Refusals are answers: the hit stays counted, and a listed origin can read them. */
export async function takeLead(context: Context, request: Request, kind: "form" | "comment", peer: string): Promise<Response> {
  const answers = new Answers(request.headers, kind);
  try {
    const body = await bodyOf(request, shared.limits.body, "submission_too_large");
    const sent = answers.sent = read(request.headers.get("content-type") ?? "", body);
    const key = siteKey(request, sent);
    const site = key ? await context.database.site(key) : null;
    if (site === null) {
      throw new Refused(403, key ? "site_key_unknown" : "site_key_missing");
    }
    answers.origins = site.origins;
    const eventId = await receive(context, { kind, body, sent, key, site, headers: request.headers, peer });
    if (eventId === null) {
      throw new Refused(429, "submission_rate_limited", shared.limits.window_seconds);
    }
    return answers.accepted(eventId);
  } catch (error) {
    return answers.refused(error instanceof Refused ? error : unavailable(error));
  }
}

/** What the database refuses or cannot do now is to be tried again: the sender has it still. */
export function unavailable(error: unknown): Refused {
  console.error(error instanceof Error ? `${error.name}: ${error.message}` : error);
  return new Refused(503, "database_unavailable", 10);
}

interface Arrival {
  kind: "form" | "comment";
  body: Uint8Array;
  sent: Submission | null;
  key: string;
  site: Site;
  headers: Headers;
  peer: string;
}

async function receive(context: Context, arrival: Arrival): Promise<string | null> {
  const { kind, body, sent, site, headers } = arrival;
  const signature = (headers.get("x-smena-signature") ?? "").trim().toLowerCase().replace(/^sha256=/, "");
  if (signature) {
    await checkSignature(context, arrival, signature);
  }
  if (sent?.isEmpty) {
    throw new Refused(422, "submission_empty");
  }
  return await context.database.receive({
    publicKey: arrival.key,
    sourceId: site.sourceId,
    kind,
    dedupeKey: await dedupeKey(kind === "comment" ? "comment" : "lead", sent, headers, body, signature),
    headers: kept(headers),
    contentType: (headers.get("content-type") ?? "").slice(0, 200),
    body,
    address: arrival.peer || null,
    doubt: sent === null ? "unreadable" : signature ? null : doubt(sent, headers, site.origins),
    keyLimit: site.perMinute,
    addressLimit: signature ? null : context.settings.leadsPerAddress,
  });
}

async function checkSignature(context: Context, { headers, site, body }: Arrival, signature: string): Promise<void> {
  const timestamp = (headers.get("x-smena-timestamp") ?? "").trim();
  if (!isFresh(timestamp)) {
    throw new Refused(403, "signature_expired");
  }
  if (site.secret === null) {
    throw new Refused(403, "signature_invalid");
  }
  const secret = await open(context.settings.credentialsKeys, site.sourceId, SECRET_KIND, site.secret);
  const told = concatenated(new TextEncoder().encode(`${timestamp}.`), body);
  if (!(await signed(told, [secret], signature))) {
    throw new Refused(403, "signature_invalid");
  }
}

function read(contentType: string, body: Uint8Array): Submission | null {
  try {
    return new Submission(decode(contentType, body));
  } catch (error) {
    if (error instanceof Unreadable) {
      return null;
    }
    throw error;
  }
}

/** The public key: of a server in its header, else of the form, else of the address. */
function siteKey(request: Request, sent: Submission | null): string {
  const stated = request.headers.get("x-smena-key") || request.headers.get("x-site-key");
  const named = stated || sent?.get("site_key") || new URL(request.url).searchParams.get("site_key") || "";
  return named.trim().slice(0, 200);
}

function kept(headers: Headers): Record<string, string> {
  const found = shared.kept_headers.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value.slice(0, 1000)]];
  });
  return Object.fromEntries(found);
}
