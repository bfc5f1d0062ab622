import { IconArchive, IconArrowMerge, IconUserExclamation } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { overlayPart } from "@/shared/lib/lazy-part";
import { Button } from "@/shared/ui/button";
import { Notice } from "./notice";
import { SuggestionNotices } from "./suggestion-notices";
import { type Card, useArchive } from "./use-client";

const MergeDialog = overlayPart(async () => (await import("@/shared/crm/merge-dialog")).MergeDialog);

interface NoticeListProps {
  card: Card;
  suggestions: readonly Schemas["MergeSuggestion"][];
}

/** What somebody should know before he works with this card: archived, merged, erased, doubled. */
export function NoticeList({ card: { client, counts }, suggestions }: NoticeListProps) {
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
      <SuggestionNotices client={client} suggestions={suggestions} />
      {counts.duplicates > 0 && !isGone && suggestions.length === 0 ? (
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
