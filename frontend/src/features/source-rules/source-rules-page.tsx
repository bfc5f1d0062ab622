import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { overlayPart } from "@/shared/lib/lazy-part";
import { useFormat } from "@/shared/lib/use-format";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { ErrorState } from "@/shared/ui/error-state";
import { Page, Panel } from "@/shared/ui/page";
import { PageLinks } from "@/shared/ui/page-links";
import { SkeletonText } from "@/shared/ui/skeleton";
import { HistoryPanel } from "./history-panel";
import type { Rule } from "./rule";
import { RuleRow } from "./rule-row";

const RuleDialog = overlayPart(async () => (await import("./rule-dialog")).RuleDialog);

/** How touches get their source: the rules in their order, those of the company among them. */
export function SourceRulesPage() {
  const { t } = useTranslation("rules");
  const { data, error, refetch } = api.useQuery("get", "/api/v1/source-rules");
  const [editing, setEditing] = useState<Rule | "new" | null>(null);
  return (
    <Page
      title={t("rules.title")}
      filters={
        <PageLinks
          label={t("rules.links")}
          links={[
            { to: "/sources", label: t("rules.connections") },
            { to: "/sources/rules", label: t("rules.title") },
          ]}
        />
      }
      actions={
        <Button look="primary" onPress={() => setEditing("new")}>
          <IconPlus size={16} aria-hidden="true" />
          <span className="max-sm:sr-only">{t("rules.add")}</span>
        </Button>
      }
    >
      <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-4">
        <Health />
        <HistoryPanel />
        <p className="text-ink-muted text-sm">{t("rules.lead")}</p>
        {data ? (
          <ol className="grid divide-y rounded-lg border bg-surface shadow-card">
            {data.items.map((rule) => (
              <RuleRow key={rule.id} rule={rule} rules={data.items} onEdit={() => setEditing(rule)} />
            ))}
          </ol>
        ) : error ? (
          <ErrorState error={error} onRetry={refetch} />
        ) : (
          <SkeletonText lines={12} />
        )}
      </div>
      {editing ? (
        <RuleDialog rule={editing === "new" ? null : editing} first={data?.items[0]} onClose={() => setEditing(null)} />
      ) : null}
    </Page>
  );
}

const healthy = 0.03;

function Health() {
  const { t } = useTranslation("rules");
  const format = useFormat();
  const { data } = api.useQuery("get", "/api/v1/source-rules/health");
  if (!data) return <SkeletonText lines={1} />;
  const { touches, unclassified } = data;
  const share = touches ? unclassified / touches : 0;
  return (
    <Panel>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1" role="status">
        {touches ? t("rules.health", { share: format.percent(share), unclassified, touches }) : t("rules.healthNone")}
        {touches ? <Badge tone={share < healthy ? "good" : "warn"}>{t("rules.healthGood")}</Badge> : null}
      </p>
    </Panel>
  );
}
