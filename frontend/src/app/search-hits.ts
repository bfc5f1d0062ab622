import { IconCircleCheck, IconLayoutKanban, type Icon as IconType, IconUser } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { send } from "@/shared/api/client";
import type { Command } from "@/shared/lib/commands";
import { useDebounced } from "@/shared/lib/use-debounced";

interface Hit {
  kind: "client" | "deal" | "task";
  id: string;
  title: string;
  subtitle: string | null;
}

const icons: Record<Hit["kind"], IconType> = { client: IconUser, deal: IconLayoutKanban, task: IconCircleCheck };
const shortest = 2;

const search = async (q: string) =>
  (await (await send(`/api/v1/search?limit=8&q=${encodeURIComponent(q)}`)).json()) as { items: Hit[] };

/** What the company has by these words, as commands that open it. */
export function useSearchHits(text: string) {
  const { t } = useTranslation("search");
  const navigate = useNavigate();
  const q = useDebounced(text.trim(), 200);
  const isOn = q.length >= shortest;
  const query = useQuery({
    queryKey: ["get", "/api/v1/search", q],
    queryFn: () => search(q),
    enabled: isOn,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
  const open = (hit: Hit) => {
    if (hit.kind === "client") return navigate({ to: "/clients/$id", params: { id: hit.id } });
    return navigate({ to: hit.kind === "deal" ? "/deals" : "/tasks", search: { open: hit.id } });
  };
  const commands: Command[] = (isOn ? (query.data?.items ?? []) : []).map((hit) => ({
    id: `${hit.kind}:${hit.id}`,
    title: hit.title,
    hint: [t(`kind.${hit.kind}`), hit.subtitle].filter(Boolean).join(" · "),
    icon: icons[hit.kind],
    run: () => void open(hit),
  }));
  return { commands, isLoading: isOn && query.isFetching, isError: isOn && query.isError };
}
