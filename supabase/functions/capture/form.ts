// Reads the body of a posted form as channels/forms.py does: JSON, urlencoded, multipart; UTF-8 or an old charset.

import shared from "./shared.json" with { type: "json" };

const CONSTANTS = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/gs;
const OLD_CHARSET = "windows-1251";
const { fields: MOST_FIELDS, depth: MOST_DEPTH } = shared.limits;

/** The body is not what its content type says. */
export class Unreadable extends Error {}

export type Field = [name: string, value: string];

/** The fields in the order of the form, repeated names kept; throws Unreadable. */
export function decode(contentType: string, body: Uint8Array): Field[] {
  const [kind, options] = parseOptions(contentType);
  const charset = (options.get("charset") ?? "").toLowerCase();
  const bytes = latin1(body);
  if (kind === "multipart/form-data") {
    return cleaned(decoded(multipart(bytes, options.get("boundary") ?? ""), charset));
  }
  const isJson = kind === "application/json" || kind.endsWith("+json") || /^(?:\xef\xbb\xbf|[ \t\r\n])*\{/.test(bytes);
  return cleaned(isJson ? json(text(bytes.replace(/^\xef\xbb\xbf/, ""), charset)) : decoded(urlencoded(bytes), charset));
}

/** `text/plain; charset="x"` as its kind and options. */
export function parseOptions(header: string): [string, Map<string, string>] {
  const [kind = "", ...rest] = header.split(/;(?=(?:[^"]*"[^"]*")*[^"]*$)/);
  const options = new Map<string, string>();
  for (const part of rest) {
    const at = part.indexOf("=");
    if (at > 0) {
      const value = part.slice(at + 1).trim();
      const quoted = /^"(.*)"$/s.exec(value);
      options.set(part.slice(0, at).trim().toLowerCase(), quoted ? (quoted[1] ?? "").replace(/\\(["\\])/g, "$1") : value);
    }
  }
  return [kind.trim().toLowerCase(), options];
}

// ------------------------------------------------------------------------------------------------ the three kinds of bodies

function json(source: string): Field[] {
  let document: unknown;
  try {
    document = JSON.parse(source.replace(CONSTANTS, named), exact);
  } catch (error) {
    throw new Unreadable("json", { cause: error });
  }
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw new Unreadable("json");
  }
  return flatten("", document, 0);
}

/** What Python writes for numbers that are none, and reads as these words. */
function named(token: string): string {
  return token.startsWith('"') ? token : `"${token.replace("Infinity", "inf").toLowerCase()}"`;
}

/** Numbers as they were written: an id of nineteen digits is no number to JavaScript. */
function exact(_name: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === "number" ? context?.source ?? String(value) : value;
}

function flatten(path: string, value: unknown, depth: number): Field[] {
  if (depth > MOST_DEPTH) {
    throw new Unreadable("json");
  }
  if (Array.isArray(value)) {
    return value.some((item) => typeof item === "object" && item !== null)
      ? value.flatMap((item, at) => flatten(`${path}.${at}`, item, depth + 1))
      : [[path, value.map(plain).join(", ")]];
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) => flatten(path ? `${path}.${name}` : name, inner, depth + 1));
  }
  return [[path, plain(value)]];
}

function plain(value: unknown): string {
  return value === null || value === undefined ? "" : String(value);
}

function urlencoded(bytes: string): Field[] {
  const pairs = bytes.split("&");
  if (pairs.length > MOST_FIELDS) {
    throw new Unreadable("form");
  }
  return pairs.filter((pair) => pair).map((pair) => {
    const at = pair.indexOf("=");
    return at < 0 ? [unquoted(pair), ""] : [unquoted(pair.slice(0, at)), unquoted(pair.slice(at + 1))];
  });
}

function unquoted(part: string): string {
  return part.replaceAll("+", " ").replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
}

/** The text parts of a multipart body; files are left out. */
function multipart(bytes: string, boundary: string): Field[] {
  const mark = `--${boundary}`;
  const pieces = `\r\n${bytes}`.split(`\r\n${mark}`);
  if (!boundary || pieces.length < 2 || !pieces[pieces.length - 1]?.startsWith("--")) {
    throw new Unreadable("multipart");
  }
  const fields: Field[] = [];
  for (const piece of pieces.slice(1, -1)) {
    const end = piece.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new Unreadable("multipart");
    }
    const headers = piece.slice(0, end).split("\r\n").map((line) => line.split(/:(.*)/s));
    const disposition = headers.find(([name]) => name?.trim().toLowerCase() === "content-disposition")?.[1] ?? "";
    const [, options] = parseOptions(disposition);
    const name = options.get("name");
    if (name !== undefined && !options.has("filename")) {
      fields.push([name, piece.slice(end + 4)]);
    }
  }
  if (fields.length > MOST_FIELDS) {
    throw new Unreadable("multipart");
  }
  return fields;
}

// ------------------------------------------------------------------------------------------------ charsets

/** All fields in one charset: browsers send a form whole in the page's, or in the one that `_charset_` names. */
function decoded(raw: Field[], charset: string): Field[] {
  const named = raw.findLast(([name]) => name === "_charset_")?.[1].toLowerCase();
  const chosen = named || charset || guess(raw.map(([name, value]) => `${name}\n${value}`).join("\n"));
  return raw.filter(([name]) => name !== "_charset_").map(([name, value]) => [text(name, chosen), text(value, chosen)]);
}

function guess(bytes: string): string {
  return attempt(bytes, "utf-8") === null ? OLD_CHARSET : "utf-8";
}

function text(bytes: string, charset: string): string {
  const found = attempt(bytes, charset || guess(bytes));
  return found ?? new TextDecoder(guess(bytes), { ignoreBOM: true }).decode(raw(bytes));
}

function attempt(bytes: string, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(raw(bytes));
  } catch {
    return null;
  }
}

/** Bytes as characters of the same number, and back: so that text tools work on them before the charset is known. */
function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

function raw(bytes: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes, (character) => character.charCodeAt(0));
}

/** Without what PostgreSQL cannot store, and without white space around. */
function cleaned(fields: Field[]): Field[] {
  if (fields.length > MOST_FIELDS) {
    throw new Unreadable("fields");
  }
  return fields.map(([name, value]) => [clean(name), clean(value)]);
}

function clean(value: string): string {
  return value.replaceAll("\0", "").replace(/\p{Surrogate}/gu, "").trim();
}
