import { useNavigate, useSearch } from "@tanstack/react-router";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "@/shared/lib/lazy-part";
import { Page, Panel } from "@/shared/ui/page";
import { SkeletonText } from "@/shared/ui/skeleton";
import { Tabs } from "@/shared/ui/tabs";
import { settingsTabs } from "./tabs";

const CompanySettings = lazyPart(async () => (await import("./company-settings")).CompanySettings);
const StagesEditor = lazyPart(async () => (await import("./stages-editor")).StagesEditor);
const TimeSettings = lazyPart(async () => (await import("./time-settings")).TimeSettings);
const TrailList = lazyPart(async () => (await import("./trail-list")).TrailList);
const VoiceSettings = lazyPart(async () => (await import("./voice-settings")).VoiceSettings);

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
              <CompanySettings />
            ) : tab === "time" ? (
              <TimeSettings />
            ) : tab === "stages" ? (
              <StagesEditor />
            ) : tab === "voice" ? (
              <VoiceSettings />
            ) : (
              <TrailList />
            )}
          </Suspense>
        </Tabs>
      </div>
    </Page>
  );
}

function Waiting() {
  return (
    <Panel>
      <SkeletonText lines={8} />
    </Panel>
  );
}
