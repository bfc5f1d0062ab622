import { useTranslation } from "react-i18next";
import { ErrorState } from "@/shared/ui/error-state";
import { Panel } from "@/shared/ui/page";
import { Select } from "@/shared/ui/select";
import { SkeletonText } from "@/shared/ui/skeleton";
import { Switch } from "@/shared/ui/switch";
import { ChannelRows } from "./channel-rows";
import { type Reach, useReach, type Way } from "./use-reach";

const ways: Way[] = ["in_app", "email", "telegram"];
const usualHour = "08:30";
const hours = Array.from({ length: 13 }, (_, step) => {
  const time = `${String(6 + Math.floor(step / 2)).padStart(2, "0")}:${step % 2 ? "30" : "00"}`;
  return { id: time, label: time };
});

/** Which news reaches a person by which way, and when nothing may. */
export function NotificationsPanel() {
  const { t } = useTranslation("profile");
  const reach = useReach();
  return (
    <Panel title={t("reach.title")}>
      {reach.data ? (
        <div className="grid gap-5">
          <ChannelRows channels={reach.data.channels} onDisconnect={reach.disconnect} isBusy={reach.isDisconnecting} />
          <Matrix reach={reach.data} onChoose={reach.choose} />
          <Hours reach={reach.data} onSet={reach.set} />
        </div>
      ) : reach.error ? (
        <ErrorState error={reach.error} onRetry={reach.refetch} />
      ) : (
        <SkeletonText lines={8} />
      )}
    </Panel>
  );
}

function Matrix({ reach, onChoose }: { reach: Reach; onChoose: ReturnType<typeof useReach>["choose"] }) {
  const { t } = useTranslation("profile");
  const { email, telegram } = reach.channels;
  const isOff = { in_app: false, email: !email.is_ready, telegram: !telegram.name || Boolean(telegram.blocked_at) };
  return (
    <table className="w-full border-t">
      <caption className="sr-only">{t("reach.matrix")}</caption>
      <thead>
        <tr className="text-ink-muted text-xs">
          <th scope="col" className="py-2 text-start font-medium">
            {t("reach.what")}
          </th>
          {ways.map((way) => (
            <th key={way} scope="col" className="w-17 py-2 font-medium">
              {t(`reach.way.${way}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {reach.kinds.map((row) => (
          <tr key={row.kind} className="border-t">
            <th scope="row" className="py-1.5 pe-2 text-start font-normal">
              {t(`reach.kind.${row.kind}`)}
            </th>
            {ways.map((way) => (
              <td key={way}>
                <span className="flex justify-center">
                  <Switch value={row[way]} isDisabled={isOff[way]} onChange={(isOn) => onChoose(row, way, isOn)}>
                    <span className="sr-only">{`${t(`reach.kind.${row.kind}`)}: ${t(`reach.way.${way}`)}`}</span>
                  </Switch>
                </span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Hours({ reach, onSet }: { reach: Reach; onSet: ReturnType<typeof useReach>["set"] }) {
  const { t } = useTranslation("profile");
  const hour = reach.digest_at?.slice(0, 5) ?? null;
  return (
    <div className="grid gap-3 border-t pt-3">
      <Switch value={reach.quiet_hours} onChange={(quiet_hours) => onSet({ quiet_hours })} hint={t("reach.quietHint")}>
        {t("reach.quiet")}
      </Switch>
      <Switch
        value={hour !== null}
        isDisabled={!reach.channels.email.is_ready}
        onChange={(isOn) => onSet({ digest_at: isOn ? usualHour : null })}
        hint={t("reach.digestHint")}
      >
        {t("reach.digest")}
      </Switch>
      {hour === null ? null : (
        <Select
          label={t("reach.digestAt")}
          options={hours.some(({ id }) => id === hour) ? hours : [...hours, { id: hour, label: hour }]}
          value={hour}
          onChange={(digest_at) => onSet({ digest_at })}
          className="max-w-40"
        />
      )}
    </div>
  );
}
