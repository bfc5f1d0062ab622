import { useTranslation } from "react-i18next";
import { useMe } from "@/shared/api/me";
import { WeekHours } from "@/shared/crm/week-hours";
import { useFormat } from "@/shared/lib/use-format";
import { Page, Panel } from "@/shared/ui/page";
import { AccessPanel } from "./access-panel";
import { DevicesPanel } from "./devices-panel";
import { NotificationsPanel } from "./notifications-panel";
import { PhotoEditor } from "./photo-editor";
import { PreferencesPanel } from "./preferences-panel";
import { ProfileForm } from "./profile-form";
import { ProfileLinks } from "./profile-links";

/** Everything a person may say about himself here. */
export function ProfilePage() {
  const { t } = useTranslation("profile");
  const me = useMe();
  return (
    <Page title={t("title")} filters={<ProfileLinks />}>
      <div className="grid items-start gap-4 lg:grid-cols-[1fr_20rem]">
        <div className="grid min-w-0 gap-4">
          <Panel>
            <div className="grid gap-5">
              <PhotoEditor />
              <ProfileForm />
            </div>
          </Panel>
          <PreferencesPanel />
          <NotificationsPanel />
          <AccessPanel />
          <DevicesPanel />
        </div>
        <div className="grid gap-4">
          <Panel title={t("work")}>
            <WorkFacts />
          </Panel>
          <Panel title={t("hours")}>
            <WeekHours userId={me.id} />
          </Panel>
        </div>
      </div>
    </Page>
  );
}

function WorkFacts() {
  const { t } = useTranslation("profile");
  const format = useFormat();
  const { role, hired_on, company } = useMe();
  const facts = [
    [t("company"), company?.name],
    [t("role.title"), t(`role.${role}`)],
    [t("hiredOn"), hired_on ? format.numericDate(`${hired_on}T12:00:00Z`) : "—"],
  ];
  return (
    <dl className="grid gap-1.5 text-sm">
      {facts.map(([name, value]) => (
        <div key={name} className="flex justify-between gap-3">
          <dt className="text-ink-soft">{name}</dt>
          <dd className="tabular min-w-0 truncate">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
