import { send } from "./client";

/** Fetches a file with the session and hands it to the browser's downloads under the name the server gives. */
export async function saveFile(path: string, fallbackName: string) {
  const response = await send(path);
  const named = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];
  save(await response.blob(), named ?? fallbackName);
}

function save(blob: Blob, name: string) {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Safari reads the bytes only after this turn of the loop.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
