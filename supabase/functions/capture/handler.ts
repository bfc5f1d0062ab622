// Which request is what. `/functions/v1/capture/hooks/instagram` and `/capture/leads` reach the same as the API's own paths.

import { isIP } from "node:net";
import { languageOf, preflight, refusedAsJson } from "./answers.ts";
import type { Context } from "./context.ts";
import { takeHook } from "./hooks.ts";
import { takeLead, unavailable } from "./leads.ts";
import { Refused } from "./refused.ts";

/** Answers every request; nothing that goes wrong leaves it as an exception. */
export async function handle(context: Context, request: Request, peer: string): Promise<Response> {
  try {
    return await route(context, request, peer);
  } catch (error) {
    const refusal = error instanceof Refused ? error : unavailable(error);
    return refusedAsJson(refusal, languageOf(request.headers.get("accept-language") ?? ""));
  }
}

async function route(context: Context, request: Request, peer: string): Promise<Response> {
  const path = new URL(request.url).pathname;
  const hook = /\/hooks\/([^/]+)$/.exec(path)?.[1];
  if (hook !== undefined) {
    return await takeHook(context, request, hook);
  }
  const kind = /\/(leads|comments)$/.exec(path)?.[1];
  if (kind === undefined) {
    throw new Refused(404, "not_found");
  }
  if (request.method === "OPTIONS") {
    return preflight(request.headers, await context.database.origins());
  }
  if (request.method !== "POST") {
    throw new Refused(405, "method_not_allowed");
  }
  return await takeLead(context, request, kind === "comments" ? "comment" : "form", addressOf(request.headers, peer));
}

/** Before the function stands Supabase's gateway, which names whom it speaks for. */
function addressOf(headers: Headers, peer: string): string {
  const named = (headers.get("x-forwarded-for") ?? "").split(",")[0]?.trim() ?? "";
  return (isIP(named) ? named : peer).replace(/^::ffff:(?=\d+\.)/i, "");
}
