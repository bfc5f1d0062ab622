import { IconArrowMerge } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { EvidenceLine, useDismiss } from "@/shared/crm/merge-evidence";
import { overlayPart } from "@/shared/lib/lazy-part";
import { Button } from "@/shared/ui/button";
import { Notice } from "./notice";
import type { Facts } from "./use-client";

const MergeDialog = overlayPart(async () => (await import("@/shared/crm/merge-dialog")).MergeDialog);

type Suggestion = Schemas["MergeSuggestion"];

/** «Perhaps this is one person»: compare, or say that they are two. */
export function SuggestionNotices({ client, suggestions }: { client: Facts; suggestions: readonly Suggestion[] }) {
  const { t } = useTranslation("merges");
  const dismiss = useDismiss();
  const [comparing, setComparing] = useState<Suggestion["other"] | null>(null);
  return (
    <>
      {suggestions.map((suggestion) => {
        const other = suggestion.client.id === client.id ? suggestion.other : suggestion.client;
        return (
          <Notice
            key={suggestion.id}
            icon={IconArrowMerge}
            action={
              <span className="flex flex-wrap gap-2">
                <Button onPress={() => setComparing(other)}>{t("suggest.compare")}</Button>
                <Button onPress={() => void dismiss(suggestion.id)}>{t("suggest.dismiss")}</Button>
              </span>
            }
          >
            {t("suggest.title")}{" "}
            <Link to="/clients/$id" params={{ id: other.id }} className="font-medium text-accent-ink underline">
              {other.name}
            </Link>
            {suggestion.evidence.map((evidence) => (
              <EvidenceLine key={evidence.reason} evidence={evidence} />
            ))}
          </Notice>
        );
      })}
      {comparing ? <MergeDialog client={client} other={comparing} onClose={() => setComparing(null)} /> : null}
    </>
  );
}
