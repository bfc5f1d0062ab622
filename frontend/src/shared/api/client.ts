import { QueryClient, type QueryKey } from "@tanstack/react-query";
import i18n from "i18next";
import createFetchClient, { type Middleware } from "openapi-fetch";
import createQueryClient from "openapi-react-query";
import { accessToken } from "./auth";
import { ApiError, fromResponse, networkError } from "./errors";
import { markOffline, markOnline } from "./network";
import type { components, paths } from "./schema";
import { markInactive, markSessionExpired } from "./session";

export type Schemas = components["schemas"];

async function headers(): Promise<Record<string, string>> {
  const token = await accessToken();
  return { "Accept-Language": i18n.language, ...(token ? { Authorization: `Bearer ${token}` } : {}) };
}

async function refuse(response: Response): Promise<never> {
  const error = await fromResponse(response);
  if (error.status === 401) markSessionExpired();
  if (error.code === "profile_inactive") markInactive();
  throw error;
}

function noAnswer(cause: unknown): ApiError {
  markOffline();
  return networkError(cause);
}

const isAbort = (error: unknown) => error instanceof DOMException && error.name === "AbortError";

const edge: Middleware = {
  async onRequest({ request }) {
    for (const [name, value] of Object.entries(await headers())) request.headers.set(name, value);
    return request;
  },
  async onResponse({ response }) {
    markOnline();
    if (!response.ok) await refuse(response);
    return response;
  },
  onError: ({ error }) => {
    if (isAbort(error)) return;
    return error instanceof ApiError ? error : noAnswer(error);
  },
};

/** Typed calls for code outside components: `await client.POST("/api/v1/...", {...})`. Throws `ApiError`. */
export const client = createFetchClient<paths>({ baseUrl: window.location.origin });
client.use(edge);

/** Typed hooks: `api.useQuery("get", "/api/v1/...")`, `useSuspenseQuery`, `useInfiniteQuery`, `useMutation`. */
export const api = createQueryClient(client);

/** A call that OpenAPI does not describe well (uploads, downloads): the raw answer, same errors. */
export async function send(path: string, init: RequestInit = {}): Promise<Response> {
  const request = new Request(new URL(path, window.location.origin), init);
  for (const [name, value] of Object.entries(await headers())) request.headers.set(name, value);
  const response = await fetch(request).catch((error) => {
    throw isAbort(error) ? error : noAnswer(error);
  });
  markOnline();
  return response.ok ? response : refuse(response);
}

const retry = (count: number, error: unknown) =>
  count < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500);

// "always": without a network a call must fail at once and say so, never wait unseen.
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 30_000, retry, networkMode: "always" },
    mutations: { retry: false, networkMode: "always" },
  },
});

/** Options of `api.useInfiniteQuery` for every list of the API: `{items, next, total}`. */
export const keyset = {
  pageParamName: "cursor",
  // Not undefined: the library would send a cursor of 0; null is left out of the address.
  initialPageParam: null as string | null,
  getNextPageParam: (page: { next?: string | null }) => page.next ?? undefined,
};

const pathOf = (key: QueryKey) => (typeof key[1] === "string" ? key[1] : "");

/** Marks every cached answer under these paths stale; those on screen are fetched again. */
export function invalidate(...prefixes: string[]) {
  return queryClient.invalidateQueries({
    predicate: ({ queryKey }) => prefixes.some((prefix) => pathOf(queryKey).startsWith(prefix)),
  });
}

/** The `If-Match` header of an edit that must not overwrite somebody else's. */
export const ifMatch = (version: number) => ({ "if-match": `"${version}"` });
