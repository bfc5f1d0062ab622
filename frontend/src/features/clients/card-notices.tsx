import { IconArchive, IconArrowMerge, IconUserExclamation } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { overlayPart } from "@/shared/lib/lazy-part";
import { Button } from "@/shared/ui/button";
import { type Card, useArchive } from "./use-client";

const MergeDialog = overlayPart(async () => (await import("./merge-dialog")).MergeDialog);

/** What somebody should know before he works with this card: archived, merged, erased, doubled. */
export function CardNotices({ card: { client, counts } }: { card: Card }) {
  const { t } = useTranslation("clients");
  const [isMerging, setMerging] = useState(false);
  const { restore } = useArchive(client);
  const isGone = client.merged_into !== null || client.erased_at !== null;
  return (
    <div className="grid gap-2 empty:hidden">
      {client.merged_into ? (
        <Notice icon={IconArrowMerge}>
          {t("notice.merged")}{" "}
          <Link to="/clients/$id" params={{ id: client.merged_into }} className="font-medium text-accent-ink underline">
            {t("notice.mergedLink")}
          </Link>
        </Notice>
      ) : null}
      {client.erased_at ? <Notice icon={IconUserExclamation}>{t("notice.erased")}</Notice> : null}
      {client.archived_at && !isGone ? (
        <Notice icon={IconArchive} action={<Button onPress={restore}>{t("restore")}</Button>}>
          {t("notice.archived")}
        </Notice>
      ) : null}
      {counts.duplicates > 0 && !isGone ? (
        <Notice
          icon={IconArrowMerge}
          action={<Button onPress={() => setMerging(true)}>{t("notice.showDuplicates")}</Button>}
        >
          {t("notice.duplicates", { count: counts.duplicates })}
        </Notice>
      ) : null}
      {counts.duplicates_elsewhere && !isGone ? (
        <Notice icon={IconUserExclamation}>{t("duplicate.elsewhere")}</Notice>
      ) : null}
      {isMerging ? <MergeDialog client={client} onClose={() => setMerging(false)} /> : null}
    </div>
  );
}

interface NoticeProps {
  icon: typeof IconArchive;
  action?: ReactNode;
  children: ReactNode;
}

function Notice({ icon: IconShape, action, children }: NoticeProps) {
  return (
    <div role="status" className="grid gap-2 rounded-md bg-warn-soft px-3 py-2 text-sm">
      <p className="flex gap-2">
        <IconShape size={16} className="mt-0.5 shrink-0 text-warn" aria-hidden="true" />
        <span className="min-w-0">{children}</span>
      </p>
      {action ? <div className="pl-6">{action}</div> : null}
    </div>
  );
}
