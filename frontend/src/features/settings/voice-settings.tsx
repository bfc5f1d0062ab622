import { useTranslation } from "react-i18next";
import { api, client as http, invalidate, type Schemas } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { Badge } from "@/shared/ui/badge";
import { ButtonLink } from "@/shared/ui/button";
import { ErrorState } from "@/shared/ui/error-state";
import { Panel } from "@/shared/ui/page";
import { Select } from "@/shared/ui/select";
import { SkeletonText } from "@/shared/ui/skeleton";
import { toast, toastError } from "@/shared/ui/toast";

/** Who speaks for the company, and how much of the plan is left. */
export function VoiceSettings() {
  const { t } = useTranslation("voice");
  const { data, error, refetch } = api.useQuery("get", "/api/v1/voice");
  if (!data)
    return <Panel>{error ? <ErrorState error={error} onRetry={refetch} /> : <SkeletonText lines={6} />}</Panel>;
  if (!data.connected) {
    return (
      <Panel title={t("settings.voice")}>
        <div className="grid justify-items-start gap-3">
          <p className="text-ink-soft">{t("settings.unconnected")}</p>
          <ButtonLink to="/sources" look="primary">
            {t("settings.connect")}
          </ButtonLink>
        </div>
      </Panel>
    );
  }
  return (
    <div className="grid gap-4">
      <Panel
        title={t("settings.voice")}
        actions={data.simulated ? <Badge tone="accent">{t("settings.simulated")}</Badge> : null}
      >
        <Choice chosen={data.voice} />
      </Panel>
      <Panel title={t("settings.quota")}>
        <Quota />
      </Panel>
    </div>
  );
}

function Choice({ chosen }: { chosen: Schemas["Voice"] | null }) {
  const { t } = useTranslation("voice");
  const { data, error, refetch } = api.useQuery("get", "/api/v1/voice/voices", {}, { retry: false });
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <SkeletonText lines={2} />;
  const choose = async (id: string) => {
    try {
      await http.PUT("/api/v1/voice/choice", { body: { id } });
      toast(t("settings.chosen"));
    } catch (wrong) {
      toastError(wrong);
    }
    await invalidate("/api/v1/voice");
  };
  return (
    <Select
      label={t("settings.who")}
      hint={t("settings.whoHint")}
      options={data.items.map(({ id, name, language }) => ({ id, label: name, hint: language }))}
      value={chosen?.id ?? data.items[0]?.id ?? null}
      onChange={(id) => void choose(id)}
      className="max-w-96"
    />
  );
}

function Quota() {
  const { t } = useTranslation("voice");
  const format = useFormat();
  const { data, error, refetch } = api.useQuery("get", "/api/v1/voice/quota", {}, { retry: false });
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <SkeletonText lines={2} />;
  return (
    <div className="grid gap-2">
      <p className="tabular">
        {t("settings.used", { used: format.number(data.used), limit: format.number(data.limit) })}
      </p>
      <div aria-hidden="true" className="h-2 overflow-hidden rounded-full bg-sunken">
        <div
          className={`h-full ${data.exhausted ? "bg-bad" : "bg-accent"}`}
          style={{ width: `${Math.min(100, (100 * data.used) / Math.max(1, data.limit))}%` }}
        />
      </div>
      {data.exhausted ? <p className="text-bad">{t("settings.exhausted")}</p> : null}
      <p className="text-ink-muted text-sm">
        {[data.plan, data.resets_at ? t("settings.resets", { when: format.dateTime(data.resets_at) }) : null]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </div>
  );
}
