import { IconDeviceDesktop, IconDeviceMobile } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { authClient } from "@/shared/api/auth";
import { authFailure } from "@/shared/api/auth-failure";
import { api, invalidate, type Schemas } from "@/shared/api/client";
import { useFormat } from "@/shared/lib/use-format";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { ErrorState } from "@/shared/ui/error-state";
import { Panel } from "@/shared/ui/page";
import { SkeletonText } from "@/shared/ui/skeleton";
import { toast } from "@/shared/ui/toast";
import { deviceName, isPhone } from "./device-name";

/** Where one is signed in, and the way to sign out everywhere else. */
export function DevicesPanel() {
  const { t } = useTranslation(["profile", "auth"]);
  const { data, error, refetch } = api.useQuery("get", "/api/v1/me/sessions");
  const devices = data?.items;
  const [isPending, setPending] = useState(false);
  const endOthers = async () => {
    setPending(true);
    try {
      const { error: refused } = await (await authClient()).signOut({ scope: "others" });
      if (refused) throw refused;
      toast(t("devices.ended"), { tone: "good" });
    } catch (failure) {
      toast(t(`auth:errors.${authFailure(failure)}`), { tone: "bad" });
    }
    await invalidate("/api/v1/me/sessions");
    setPending(false);
  };
  return (
    <Panel
      title={t("devices.title")}
      actions={
        devices && devices.length > 1 ? (
          <Button onPress={endOthers} isPending={isPending}>
            {t("devices.endOthers")}
          </Button>
        ) : null
      }
    >
      {devices ? (
        <ul className="grid gap-3">
          {devices.map((device) => (
            <Device key={device.id} device={device} />
          ))}
        </ul>
      ) : error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <SkeletonText lines={2} />
      )}
    </Panel>
  );
}

function Device({ device }: { device: Schemas["SignedInDevice"] }) {
  const { t } = useTranslation("profile");
  const format = useFormat();
  const Shape = isPhone(device.user_agent) ? IconDeviceMobile : IconDeviceDesktop;
  return (
    <li className="flex items-center gap-3">
      <Shape size={20} stroke={1.6} className="shrink-0 text-ink-muted" aria-hidden="true" />
      <span className="grid min-w-0 flex-1">
        <span className="truncate">{deviceName(device.user_agent) || t("devices.unknown")}</span>
        <span className="tabular text-ink-muted text-xs">
          {t("devices.since", {
            start: format.dateTime(device.started_at),
            last: format.relative(device.last_beat_at),
          })}
        </span>
      </span>
      {device.current ? <Badge tone="good">{t("devices.this")}</Badge> : null}
    </li>
  );
}
