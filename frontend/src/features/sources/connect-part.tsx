import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { Button } from "@/shared/ui/button";
import { toastError } from "@/shared/ui/toast";
import { KeyEditor } from "./key-editor";
import { SecretPart } from "./secret-part";
import { SnippetPart } from "./snippet-part";
import { liveKeys, type Source } from "./source";
import { TestLead } from "./test-lead";
import { refreshSources } from "./use-source";

/** What to put on the site, which pages may use it, and a way to see that it works. */
export function ConnectPart({ source }: { source: Source }) {
  const { t } = useTranslation("sources");
  const keys = liveKeys(source.keys);
  const add = api.useMutation("post", "/api/v1/lead-sources/{source_id}/keys", {
    onError: toastError,
    onSettled: refreshSources,
  });
  return (
    <div className="grid gap-6">
      {keys.length ? (
        <>
          <SnippetPart source={source} />
          {keys.map((key) => (
            <KeyEditor key={key.id} source={source} siteKey={key} />
          ))}
          <SecretPart source={source} />
          <TestLead source={source} />
        </>
      ) : (
        <div className="grid justify-items-start gap-3">
          <p className="text-ink-soft">{t("key.none")}</p>
          <Button
            look="primary"
            isPending={add.isPending}
            onPress={() =>
              add.mutate({ params: { path: { source_id: source.id } }, body: { origins: [], per_minute: 30 } })
            }
          >
            {t("key.make")}
          </Button>
        </div>
      )}
    </div>
  );
}
