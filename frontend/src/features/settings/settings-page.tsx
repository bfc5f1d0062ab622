import { useNavigate, useSearch } from "@tanstack/react-router";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { lazyPart } from "@/shared/lib/lazy-part";
import { ErrorState } from "@/shared/ui/error-state";
import { Page, Panel } from "@/shared/ui/page";
import { SkeletonText } from "@/shared/ui/skeleton";
import { Tabs } from "@/shared/ui/tabs";
import { settingsTabs } from "./tabs";

const CompanyForm = lazyPart(async () => (await import("./company-form")).CompanyForm);
const StagesEditor = lazyPart(async () => (await import("./stages-editor")).StagesEditor);
const TimeSettings = lazyPart(async () => (await import("./time-settings")).TimeSettings);
const TrailList = lazyPart(async () => (await import("./trail-list")).TrailList);

/** The company, its sales stages, and who changed what. */
export function SettingsPage() {
  const { t } = useTranslation("settings");
  const navigate = useNavigate({ from: "/settings" });
  const { tab = "company" } = useSearch({ from: "/_app/settings" });
  return (
    <Page title={t("title")}>
      <div className="mx-auto max-w-3xl">
        <Tabs
          label={t("title")}
          items={settingsTabs.map((id) => ({ id, label: t(`tab.${id}`) }))}
          value={tab}
          onChange={(id) => navigate({ search: { tab: id === "company" ? undefined : id } })}
        >
          <Suspense fallback={<Waiting />}>
            {tab === "company" ? (
              <Company />
            ) : tab === "time" ? (
              <TimeSettings />
            ) : tab === "stages" ? (
              <StagesEditor />
            ) : (
              <TrailList />
            )}
          </Suspense>
        </Tabs>
      </div>
    </Page>
  );
}

function Company() {
  const { data, error, refetch } = api.useQuery("get", "/api/v1/company");
  if (data) return <CompanyForm company={data} />;
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  return <Waiting />;
}

function Waiting() {
  return (
    <Panel>
      <SkeletonText lines={8} />
    </Panel>
  );
}
