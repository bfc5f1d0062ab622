// /hooks/<channel> and /hooks/<source>: raw bytes, verify, keep whole, 200. What is in a delivery is the workers' to find out.

import type { Context } from "./context.ts";
import { bodyOf } from "./reading.ts";
import { Refused } from "./refused.ts";
import { type Vendor, vendors } from "./signatures.ts";
import { open } from "./vault.ts";

/** The largest that a vendor sends: a recording of a call. */
const MAX_BODY = 25 * 1024 * 1024;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

interface Address {
  channel: string;
  sourceId: string | null;
  vendor: Vendor;
  secrets: string[];
}

/** The answer to one delivery; refuses an address that nobody has and a signature that does not hold. */
export async function takeHook(context: Context, request: Request, name: string): Promise<Response> {
  if (request.method !== "POST" && request.method !== "GET") {
    throw new Refused(405, "method_not_allowed");
  }
  const address = await find(context, name);
  const body = await bodyOf(request, MAX_BODY, "too_large");
  const hook = { method: request.method, query: new URL(request.url).searchParams, headers: request.headers, body };
  const answer = address.vendor.handshake(hook);
  if (answer !== null) {
    return text(answer.text, answer.status);
  }
  if (!(await address.vendor.verify(hook, address.secrets))) {
    throw new Refused(403, "hook_signature_invalid");
  }
  if (body.length > 0) {
    await context.database.keep(address.channel, address.sourceId, request.headers.get("content-type") ?? "", body);
  }
  return text("", 200);
}

async function find(context: Context, name: string): Promise<Address> {
  const known = vendors(context.settings);
  if (!UUID.test(name)) {
    const vendor = Object.hasOwn(known, name) ? known[name] : undefined;
    if (vendor === undefined || vendor.secrets.length === 0) {
      throw new Refused(404, "not_found");
    }
    return { channel: name, sourceId: null, vendor, secrets: vendor.secrets };
  }
  const source = await context.database.hookSource(name);
  const vendor = source !== null && Object.hasOwn(known, source.channel) ? known[source.channel] : undefined;
  if (source === null || vendor === undefined) {
    throw new Refused(404, "not_found");
  }
  const own = source.secret && (await open(context.settings.credentialsKeys, name, "hook", source.secret));
  return { channel: source.channel, sourceId: name, vendor, secrets: own ? [own] : vendor.secrets };
}

function text(words: string, status: number): Response {
  return new Response(words, { status, headers: { "content-type": "text/plain; charset=utf-8" } });
}
