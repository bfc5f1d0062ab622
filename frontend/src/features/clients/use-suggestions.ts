import { api, type Schemas } from "@/shared/api/client";

type Suggestion = Schemas["MergeSuggestion"];

/** Who else this client may be, as far as one may see both. */
export function useSuggestions(clientId: string, isOn: boolean): Suggestion[] {
  const query = { client_id: clientId, limit: 3 };
  const { data } = api.useQuery(
    "get",
    "/api/v1/clients/merge-suggestions",
    { params: { query } },
    { enabled: isOn, retry: false },
  );
  return isOn ? (data?.items ?? []) : [];
}
