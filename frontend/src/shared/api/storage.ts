import i18n from "i18next";
import { accessToken, supabaseBase } from "./auth";
import { loadConfig } from "./config";
import { ApiError, networkError } from "./errors";
import { markSessionExpired } from "./session";

// Supabase Storage: on our own address in embedded mode, on the project's when hosted. Buckets are private, so every
// call carries the session.

interface StorageError {
  statusCode?: string;
  error?: string;
  message?: string;
}

async function refuse(response: Response): Promise<never> {
  if (response.status === 401) markSessionExpired();
  const body = (await response.json().catch(() => ({}))) as StorageError;
  // Storage answers 400 for everything and puts the true status into the body.
  throw new ApiError(Number(body.statusCode) || response.status, { code: body.error ?? "storage", message: "" });
}

async function call(path: string, init: RequestInit = {}): Promise<Response> {
  const { supabase_url, publishable_key } = await loadConfig();
  const headers = new Headers(init.headers);
  headers.set("apikey", publishable_key);
  headers.set("Authorization", `Bearer ${await accessToken()}`);
  headers.set("Accept-Language", i18n.language);
  const url = `${supabaseBase(supabase_url, window.location.origin)}/storage/v1${path}`;
  const response = await fetch(url, { ...init, headers }).catch((cause) => {
    throw networkError(cause);
  });
  return response.ok ? response : refuse(response);
}

const encoded = (path: string) => path.split("/").map(encodeURIComponent).join("/");

/** The bytes of an object, for showing it on this page through `URL.createObjectURL`. */
export const download = async (bucket: string, path: string): Promise<Blob> =>
  (await call(`/object/authenticated/${bucket}/${encoded(path)}`)).blob();

interface UploadOptions {
  replace?: boolean;
  /** How much of it has left, 0 to 1. */
  onProgress?: (share: number) => void;
}

/** Puts a file into a bucket; policies decide whether this person may. */
export async function upload(
  bucket: string,
  path: string,
  file: Blob,
  { replace = false, onProgress }: UploadOptions = {},
) {
  const headers = { "Content-Type": file.type || "application/octet-stream", "x-upsert": String(replace) };
  if (!onProgress)
    return void (await call(`/object/${bucket}/${encoded(path)}`, { method: "POST", headers, body: file }));
  const { supabase_url, publishable_key } = await loadConfig();
  const url = `${supabaseBase(supabase_url, window.location.origin)}/storage/v1/object/${bucket}/${encoded(path)}`;
  const session = { apikey: publishable_key, Authorization: `Bearer ${await accessToken()}` };
  const response = await watched(url, { ...headers, ...session }, file, onProgress);
  if (!response.ok) await refuse(response);
}

/** `fetch` says nothing of what has left; the older way does. */
const watched = (url: string, headers: Record<string, string>, file: Blob, onProgress: (share: number) => void) =>
  new Promise<Response>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => resolve(new Response(request.responseText, { status: request.status }));
    request.onerror = () => reject(networkError(new TypeError("upload failed")));
    request.send(file);
  });

/** Takes an object away; what is gone already is no error. */
export async function remove(bucket: string, path: string) {
  await call(`/object/${bucket}/${encoded(path)}`, { method: "DELETE" });
}

/** An address that works without a session for some seconds: to open or to save a file. */
export async function signedUrl(bucket: string, path: string, seconds = 300, name?: string): Promise<string> {
  const { supabase_url } = await loadConfig();
  const response = await call(`/object/sign/${bucket}/${encoded(path)}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ expiresIn: seconds }),
  });
  const { signedURL } = (await response.json()) as { signedURL: string };
  const url = `${supabaseBase(supabase_url, window.location.origin)}/storage/v1${signedURL}`;
  return name ? `${url}&download=${encodeURIComponent(name)}` : url;
}
