import { IconBrandTelegram, IconMail } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "@/shared/api/client";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { toast, toastError } from "@/shared/ui/toast";
import { TelegramDialog } from "./telegram-dialog";
import { testOutcome } from "./test-outcome";
import type { Channel, Reach } from "./use-reach";

interface ChannelRowsProps {
  channels: Reach["channels"];
  onDisconnect: () => void;
  isBusy: boolean;
}

/** The ways out of the application, each with its state and what can be done about it. */
export function ChannelRows({ channels: { email, telegram }, onDisconnect, isBusy }: ChannelRowsProps) {
  const { t } = useTranslation("profile");
  const invite = api.useMutation("post", "/api/v1/notification-settings/telegram", { onError: toastError });
  const isLinked = Boolean(telegram.name) && !telegram.blocked_at;
  return (
    <ul className="grid gap-3">
      <Row
        icon={<IconMail {...iconShape} />}
        name={t("reach.way.email")}
        note={email.is_ready ? email.address : t("reach.emailOff")}
        error={email.error}
      >
        {email.is_ready ? <TestButton channel="email" target={email.address} /> : null}
      </Row>
      <Row
        icon={<IconBrandTelegram {...iconShape} />}
        name="Telegram"
        note={
          telegram.blocked_at
            ? t("reach.blockedText")
            : (telegram.name ?? t(telegram.is_ready ? "reach.notLinked" : "reach.telegramOff"))
        }
        badge={telegram.blocked_at ? <Badge tone="warn">{t("reach.blocked")}</Badge> : null}
        error={telegram.error}
      >
        {isLinked ? <TestButton channel="telegram" target={telegram.name ?? ""} /> : null}
        {telegram.name ? (
          <Button look="ghost" onPress={onDisconnect} isPending={isBusy}>
            {t("reach.disconnect")}
          </Button>
        ) : null}
        {telegram.is_ready && !isLinked ? (
          <Button onPress={() => invite.mutate({})} isPending={invite.isPending}>
            {t("reach.connect")}
          </Button>
        ) : null}
      </Row>
      {invite.data && !isLinked ? <TelegramDialog url={invite.data.url} onClose={invite.reset} /> : null}
    </ul>
  );
}

const iconShape = { size: 20, stroke: 1.6, className: "shrink-0 text-ink-muted", "aria-hidden": true } as const;

interface RowProps {
  icon: ReactNode;
  name: string;
  note: string;
  badge?: ReactNode;
  error: string | null;
  children: ReactNode;
}

function Row({ icon, name, note, badge, error, children }: RowProps) {
  const { t } = useTranslation("profile");
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2">
      {icon}
      <span className="grid min-w-32 flex-1">
        <span className="flex items-center gap-2">
          {name}
          {badge}
        </span>
        <span className="text-ink-muted text-xs [overflow-wrap:anywhere]">{note}</span>
        {error ? (
          <span className="text-bad text-xs [overflow-wrap:anywhere]">{t("reach.lastError", { error })}</span>
        ) : null}
      </span>
      <span className="flex gap-2">{children}</span>
    </li>
  );
}

/** Sends a message to oneself and says what came of it. */
function TestButton({ channel, target }: { channel: Channel; target: string }) {
  const { t } = useTranslation("profile");
  const [isPending, setPending] = useState(false);
  const send = async () => {
    setPending(true);
    try {
      const { data } = await client.POST("/api/v1/notification-settings/channels/{channel}/test", {
        params: { path: { channel } },
      });
      if (data) {
        const { key, tone } = testOutcome(data);
        toast(t(`reach.test.${key}`, { target }), { tone, description: data.error ?? undefined, timeout: 12_000 });
      }
    } catch (error) {
      toastError(error);
    }
    setPending(false);
  };
  return (
    <Button
      onPress={() => void send()}
      isPending={isPending}
      aria-label={t("reach.checkChannel", { channel: t(`reach.way.${channel}`) })}
    >
      {t("reach.check")}
    </Button>
  );
}
