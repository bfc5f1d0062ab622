import { fromResponse, networkError } from "./errors";
import type { components } from "./schema";

export type Config = components["schemas"]["PublicConfig"];

let loading: Promise<Config> | null = null;

async function fetchConfig(): Promise<Config> {
  const response = await fetch("/api/v1/config").catch((cause) => {
    throw networkError(cause);
  });
  if (!response.ok) throw await fromResponse(response);
  return response.json();
}

/** What the installation is: asked once per page load, asked again only after a failure. */
export function loadConfig(): Promise<Config> {
  loading ??= fetchConfig().catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

/** The installation has changed (first run finished): the next reader asks again. */
export function forgetConfig() {
  loading = null;
}
