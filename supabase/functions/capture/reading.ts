// The body as it came, and no more of it than is allowed.

import { Refused } from "./refused.ts";

/** Reads a body; refuses (413) what is larger, before it is read where its length is stated. */
export async function bodyOf(request: Request, most: number, code: string): Promise<Uint8Array> {
  const stated = request.headers.get("content-length") ?? "0";
  if (/^\d+$/.test(stated) && Number(stated) > most) {
    throw new Refused(413, code);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > most) {
      throw new Refused(413, code);
    }
    chunks.push(chunk);
  }
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}
