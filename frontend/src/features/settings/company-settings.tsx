import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { ErrorState } from "@/shared/ui/error-state";
import { Panel } from "@/shared/ui/page";
import { SkeletonText } from "@/shared/ui/skeleton";
import { Identity, identity, Rules, salesRules, timeRules } from "./company-fields";
import { CompanyForm } from "./company-form";

const companyFields = [...identity, ...salesRules];

/** What the company is, and how it counts its sales. */
export function CompanySettings() {
  const { t } = useTranslation("settings");
  const { data, error, refetch } = api.useQuery("get", "/api/v1/company");
  if (!data) return <Absent error={error} onRetry={refetch} />;
  return (
    <CompanyForm company={data} draftKey="settings.company" fields={companyFields}>
      {(control) => (
        <>
          <Panel title={t("company.about")}>
            <Identity control={control} company={data} />
          </Panel>
          <Panel title={t("company.rules")}>
            <Rules control={control} rules={salesRules} />
          </Panel>
        </>
      )}
    </CompanyForm>
  );
}

/** How working time is measured. */
export function TimeRules() {
  const { t } = useTranslation("settings");
  const { data, error, refetch } = api.useQuery("get", "/api/v1/company");
  if (!data) return <Absent error={error} onRetry={refetch} />;
  return (
    <CompanyForm company={data} draftKey="settings.time" fields={timeRules}>
      {(control) => (
        <Panel title={t("company.timeRules")}>
          <Rules control={control} rules={timeRules} />
        </Panel>
      )}
    </CompanyForm>
  );
}

function Absent({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return <Panel>{error ? <ErrorState error={error} onRetry={onRetry} /> : <SkeletonText lines={8} />}</Panel>;
}
