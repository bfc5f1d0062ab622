import { IconCircleCheck, IconLayoutKanban, IconUser } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import type { Command } from "@/shared/lib/commands";
import { formatPhone } from "@/shared/lib/phone";
import { useDebounced } from "@/shared/lib/use-debounced";

const shortest = 2;
const hint = (...parts: (string | null | undefined)[]) => parts.filter(Boolean).join(" · ");

/** What the company has by these words, as commands that open it. */
export function useSearchHits(text: string) {
  const { t } = useTranslation("search");
  const navigate = useNavigate();
  const q = useDebounced(text.trim(), 200);
  const isOn = q.length >= shortest;
  const query = api.useQuery(
    "get",
    "/api/v1/search",
    { params: { query: { q, limit: 5 } } },
    { enabled: isOn, placeholderData: keepPreviousData, staleTime: 10_000 },
  );
  const found = isOn ? query.data : undefined;
  const commands: Command[] = [
    ...(found?.clients ?? []).map(({ id, name, company, phone, email }) => ({
      id: `client:${id}`,
      title: name,
      hint: hint(t("kind.client"), company, phone ? formatPhone(phone) : email),
      icon: IconUser,
      run: () => void navigate({ to: "/clients/$id", params: { id } }),
    })),
    ...(found?.deals ?? []).map(({ id, title, client }) => ({
      id: `deal:${id}`,
      title,
      hint: hint(t("kind.deal"), client?.name),
      icon: IconLayoutKanban,
      run: () => void navigate({ to: "/deals", search: { open: id } }),
    })),
    ...(found?.tasks ?? []).map(({ id, title, client }) => ({
      id: `task:${id}`,
      title,
      hint: hint(t("kind.task"), client?.name),
      icon: IconCircleCheck,
      run: () => void navigate({ to: "/tasks", search: { open: id } }),
    })),
  ];
  return { commands, isLoading: isOn && query.isFetching, isError: isOn && query.isError };
}
