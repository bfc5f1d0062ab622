import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client, invalidate, type Schemas } from "@/shared/api/client";
import { useRuleWords } from "@/shared/crm/rule-words";
import { ErrorState } from "@/shared/ui/error-state";
import { SearchField } from "@/shared/ui/search-field";
import { SkeletonText } from "@/shared/ui/skeleton";
import { Switch } from "@/shared/ui/switch";
import { toastError } from "@/shared/ui/toast";
import { addWord } from "./words";

type Word = Schemas["BuiltInWord"];

/** Words that come with Smena: one that means something else in this company is switched off, and on again. */
export function BuiltInWords() {
  const { t } = useTranslation("rules");
  const [q, setQ] = useState("");
  const { data, error, refetch } = api.useQuery("get", "/api/v1/review/words/built-in", { params: { query: { q } } });
  const total = data?.total ?? 0;
  return (
    <section className="grid gap-3 border-t pt-4" aria-labelledby="built-in">
      <h2 id="built-in" className="font-semibold">
        {t("review.words.builtIn")}
      </h2>
      <p className="text-ink-muted text-sm">{t("review.words.builtInLead")}</p>
      <SearchField label={t("review.words.find")} value={q} onChange={setQ} />
      {data ? (
        data.items.length > 0 ? (
          <ul className="grid divide-y">
            {data.items.map((word) => (
              <BuiltInRow key={`${word.list} ${word.phrase}`} word={word} />
            ))}
          </ul>
        ) : (
          <p className="py-2 text-ink-muted text-sm">{t(q.trim() ? "review.words.notFound" : "review.words.allOn")}</p>
        )
      ) : error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <SkeletonText lines={3} />
      )}
      {data && total > data.items.length ? (
        <p className="text-ink-muted text-sm">{t("review.words.more", { shown: data.items.length, total })}</p>
      ) : null}
    </section>
  );
}

function BuiltInRow({ word }: { word: Word }) {
  const words = useRuleWords();
  const turn = async (isOn: boolean) => {
    try {
      if (!isOn) await addWord(word.list, word.phrase, true);
      else if (word.off_id)
        await client.DELETE("/api/v1/review/words/{word_id}", { params: { path: { word_id: word.off_id } } });
    } catch (error) {
      toastError(error);
    }
    await invalidate("/api/v1/review/words");
  };
  return (
    <li className="py-1">
      <Switch value={word.off_id === null} onChange={(isOn) => void turn(isOn)} hint={words.list(word.list)}>
        <span className={`[overflow-wrap:anywhere] ${word.off_id ? "text-ink-muted line-through" : ""}`}>
          {word.phrase}
        </span>
      </Switch>
    </li>
  );
}
