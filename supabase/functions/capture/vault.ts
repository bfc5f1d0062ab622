// Opens what api/sources/vault.py sealed: AES-256-GCM, the source and the kind authenticated with the text.

import type { Sealed } from "./database.ts";
import { Refused } from "./refused.ts";

const KEY_BYTES = 32;

/** The plain secret; refuses (503) without a key, or when none of them is the one it was sealed with. */
export async function open(keys: string[], sourceId: string, kind: string, secret: Sealed): Promise<string> {
  const context = new TextEncoder().encode(`${sourceId.toLowerCase()}:${kind}`);
  if (keys.length === 0) {
    throw new Refused(503, "credentials_key_missing");
  }
  for (const text of keys) {
    const key = await crypto.subtle.importKey("raw", keyBytes(text), "AES-GCM", false, ["decrypt"]);
    try {
      const cipher = { name: "AES-GCM", iv: new Uint8Array(secret.nonce), additionalData: context };
      return new TextDecoder().decode(await crypto.subtle.decrypt(cipher, key, new Uint8Array(secret.ciphertext)));
    } catch (error) {
      if (!(error instanceof DOMException)) {
        throw error;
      }
    }
  }
  throw new Refused(503, "credentials_key_wrong");
}

function keyBytes(text: string): Uint8Array<ArrayBuffer> {
  let binary = "";
  try {
    binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    throw new Refused(503, "credentials_key_missing");
  }
  if (binary.length !== KEY_BYTES) {
    throw new Refused(503, "credentials_key_missing");
  }
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
