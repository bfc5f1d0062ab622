import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { Dot } from "@/shared/ui/badge";

/** What a stage is called and how it looks, wherever it is shown. */
export interface StageLike {
  key: string | null;
  name: string;
  color: string;
}

const ownNames = ["new", "in_progress", "proposal", "won", "lost"] as const;
type OwnName = (typeof ownNames)[number];

/** A stage's colour as CSS. */
export const stageColor = (color: string) => `var(--stage-${color.replaceAll("_", "-")})`;

/** The five stages made at set-up have names in the reader's language; others are called as typed. */
export function useStageName() {
  const { t } = useTranslation("crm");
  return ({ key, name }: Pick<StageLike, "key" | "name">) =>
    ownNames.includes(key as OwnName) ? t(`stage.${key as OwnName}`) : name;
}

/** The stages in the order of the board. */
export function useStages() {
  return api.useQuery("get", "/api/v1/stages", {}, { staleTime: 5 * 60_000 }).data?.items ?? [];
}

/** A dot and the stage's name. */
export function StageName({ stage }: { stage: StageLike }) {
  const name = useStageName();
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <Dot color={stageColor(stage.color)} />
      <span className="truncate">{name(stage)}</span>
    </span>
  );
}
