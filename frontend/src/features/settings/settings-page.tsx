import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { ErrorState } from "@/shared/ui/error-state";
import { Page, Panel } from "@/shared/ui/page";
import { SkeletonText } from "@/shared/ui/skeleton";
import { Tabs } from "@/shared/ui/tabs";
import { CompanyForm } from "./company-form";
import { StagesEditor } from "./stages-editor";
import { settingsTabs } from "./tabs";
import { TrailList } from "./trail-list";

const TimeSettings = lazy(() => import("./time-settings").then((module) => ({ default: module.TimeSettings })));

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
          <Suspense>
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
  return (
    <Panel>
      <SkeletonText lines={8} />
    </Panel>
  );
}
