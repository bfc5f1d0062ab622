import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";

/** Signs on a message, under its bubble: the client's, and ours from the channel's application. */
export function MessageSigns({ signs }: { signs: Schemas["InteractionEntry"]["reactions"] }) {
  const { t } = useTranslation("messages");
  return (
    <ul className="flex gap-1">
      {signs.map(({ by, emoji }) => (
        <li key={by} title={t(`sign.${by}`, { emoji })} className="rounded-full border bg-raised px-2 text-sm">
          <span role="img" aria-label={t(`sign.${by}`, { emoji })}>
            {emoji}
          </span>
        </li>
      ))}
    </ul>
  );
}
