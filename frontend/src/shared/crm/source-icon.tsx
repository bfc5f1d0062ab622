import {
  IconBrandInstagram,
  IconBrandMessenger,
  IconBrandTelegram,
  IconBrandWhatsapp,
  IconCircleDot,
  IconDeviceMobileMessage,
  IconFileImport,
  IconMail,
  IconMicrophone,
  IconPencil,
  IconPhone,
  type Icon as IconType,
  IconWorld,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

export type Channel = keyof typeof icons;

const icons = {
  manual: IconPencil,
  import: IconFileImport,
  site: IconWorld,
  instagram: IconBrandInstagram,
  email: IconMail,
  telegram: IconBrandTelegram,
  whatsapp: IconBrandWhatsapp,
  viber: IconDeviceMobileMessage,
  messenger: IconBrandMessenger,
  phone: IconPhone,
  elevenlabs: IconMicrophone,
  other: IconCircleDot,
} satisfies Record<string, IconType>;

const isChannel = (channel: string): channel is Channel => channel in icons;

/** The channel's icon; decorative, its name stands beside it. */
export function ChannelIcon({ channel, size = 15 }: { channel: string; size?: number }) {
  const IconShape = isChannel(channel) ? icons[channel] : IconCircleDot;
  return <IconShape size={size} stroke={1.75} className="shrink-0 text-ink-muted" aria-hidden="true" />;
}

/** The channel in the reader's language. */
export function useChannelName() {
  const { t } = useTranslation("crm");
  return (channel: string) => t(`channel.${isChannel(channel) ? channel : "other"}`);
}

/** Where somebody came from: icon and name on one line. */
export function SourceName({ source }: { source: { name: string; channel: string } | null | undefined }) {
  const { t } = useTranslation("crm");
  if (!source) return <span className="text-ink-muted">{t("sourceNone")}</span>;
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <ChannelIcon channel={source.channel} />
      <span className="truncate">{source.name}</span>
    </span>
  );
}
