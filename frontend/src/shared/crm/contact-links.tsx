import { IconMessage, IconPhone, type Icon as IconType } from "@tabler/icons-react";
import { Link } from "react-aria-components";
import { useTranslation } from "react-i18next";

interface LinkProps {
  name: string;
  phone: string | null | undefined;
}

/** A round button that dials; for rows on phones and heads of cards. */
export function CallLink({ name, phone }: LinkProps) {
  const { t } = useTranslation("crm");
  if (!phone) return null;
  return <OutsideLink href={`tel:${phone}`} label={t("call", { name })} icon={IconPhone} />;
}

/** Opens a text message to the number. */
export function MessageLink({ name, phone }: LinkProps) {
  const { t } = useTranslation("crm");
  if (!phone) return null;
  return <OutsideLink href={`sms:${phone}`} label={t("message", { name })} icon={IconMessage} />;
}

function OutsideLink({ href, label, icon: IconShape }: { href: string; label: string; icon: IconType }) {
  return (
    <Link
      href={href}
      aria-label={label}
      className="grid pointer-coarse:size-11 size-8 shrink-0 cursor-pointer place-items-center rounded-md border border-line-strong bg-surface text-ink-soft shadow-card data-hovered:bg-sunken data-hovered:text-ink"
    >
      <IconShape size={17} stroke={1.75} aria-hidden="true" />
    </Link>
  );
}

/** Call and message, side by side; nothing without a number. */
export function ContactLinks({ client }: { client: { name: string; phone: string | null } }) {
  if (!client.phone) return null;
  return (
    <span className="inline-flex gap-2">
      <CallLink name={client.name} phone={client.phone} />
      <MessageLink name={client.name} phone={client.phone} />
    </span>
  );
}
