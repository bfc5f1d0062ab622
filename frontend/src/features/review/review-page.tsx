import { useNavigate, useSearch } from "@tanstack/react-router";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "@/shared/lib/lazy-part";
import { Page } from "@/shared/ui/page";
import { SkeletonText } from "@/shared/ui/skeleton";
import { Tabs } from "@/shared/ui/tabs";
import { ReviewList } from "./review-list";
import { reviewTabs } from "./tabs";

const TrustTab = lazyPart(async () => (await import("./trust-tab")).TrustTab);
const WordsTab = lazyPart(async () => (await import("./words-tab")).WordsTab);

/** What the rules doubted, and how far each rule can be trusted. */
export function ReviewPage() {
  const { t } = useTranslation("rules");
  const navigate = useNavigate({ from: "/review" });
  const { tab = "waiting" } = useSearch({ from: "/_app/review" });
  return (
    <Page title={t("review.title")}>
      <div className="mx-auto max-w-3xl">
        <Tabs
          label={t("review.title")}
          items={reviewTabs.map((id) => ({ id, label: t(`review.tab.${id}`) }))}
          value={tab}
          onChange={(id) => navigate({ search: { tab: id === "waiting" ? undefined : id } })}
        >
          <Suspense fallback={<SkeletonText lines={8} />}>
            {tab === "trust" ? <TrustTab /> : tab === "words" ? <WordsTab /> : <ReviewList key={tab} view={tab} />}
          </Suspense>
        </Tabs>
      </div>
    </Page>
  );
}
