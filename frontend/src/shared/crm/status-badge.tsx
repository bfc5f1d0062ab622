import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { Badge, type Tone } from "@/shared/ui/badge";

export type ClientStatus = Schemas["ClientFacts"]["status"];

export const clientStatuses = ["lead", "active", "customer", "lost"] as const satisfies readonly ClientStatus[];

const tones: Record<ClientStatus, Tone> = { lead: "accent", active: "warn", customer: "good", lost: "neutral" };

/** How far a client has come, in words and a quiet colour. */
export function StatusBadge({ status }: { status: ClientStatus }) {
  const { t } = useTranslation("crm");
  return <Badge tone={tones[status]}>{t(`status.${status}`)}</Badge>;
}

/** The four statuses for selects and filters. */
export function useStatusOptions() {
  const { t } = useTranslation("crm");
  return clientStatuses.map((id) => ({ id, label: t(`status.${id}`) }));
}
