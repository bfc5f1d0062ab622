import { useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { ErrorState } from "@/shared/ui/error-state";
import { Page } from "@/shared/ui/page";
import { SkeletonText } from "@/shared/ui/skeleton";
import { PlanStep } from "./plan-step";
import { ProgressStep } from "./progress-step";
import { ResultStep } from "./result-step";
import { UploadStep } from "./upload-step";

/** Clients from a file: upload, say what is what, look at what would happen, run, see what happened. */
export function ImportPage() {
  const { t } = useTranslation("import");
  const { id } = useSearch({ from: "/_app/import" });
  return (
    <Page title={t("title")} back={{ to: "/clients", label: t("back") }}>
      {id ? <OneImport key={id} id={id} /> : <UploadStep />}
    </Page>
  );
}

const everySecond = 1000;

/** An import lives on the server: whoever leaves and comes back finds it where it stands. */
function OneImport({ id }: { id: string }) {
  const { data, error, refetch } = api.useQuery(
    "get",
    "/api/v1/imports/{import_id}",
    { params: { path: { import_id: id } } },
    { refetchInterval: ({ state }) => (state.data?.status === "running" ? everySecond : false) },
  );
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonText lines={6} />;
  if (data.status === "uploaded") return <PlanStep upload={data} />;
  if (data.status === "running") return <ProgressStep running={data} />;
  return <ResultStep finished={data} />;
}
