import { IconTrash } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client, invalidate } from "@/shared/api/client";
import { errorText } from "@/shared/api/errors";
import { useRuleWords } from "@/shared/crm/rule-words";
import { Button } from "@/shared/ui/button";
import { ErrorState } from "@/shared/ui/error-state";
import { IconButton } from "@/shared/ui/icon-button";
import { Select } from "@/shared/ui/select";
import { SkeletonText } from "@/shared/ui/skeleton";
import { TextField } from "@/shared/ui/text-field";
import { toastError, toastUndo } from "@/shared/ui/toast";
import { BuiltInWords } from "./built-in-words";
import { addWord, lists, type Word } from "./words";

/** The company's own words beside the built-in ones. */
export function WordsTab() {
  const { t } = useTranslation("rules");
  const { data, error, refetch } = api.useQuery("get", "/api/v1/review/words");
  return (
    <div className="grid gap-4">
      <p className="text-ink-muted text-sm">{t("review.words.lead")}</p>
      <NewWord />
      {data ? (
        data.items.length ? (
          <ul className="grid divide-y">
            {data.items.map((word) => (
              <WordRow key={word.id} word={word} />
            ))}
          </ul>
        ) : (
          <p className="py-4 text-ink-muted">{t("review.words.empty")}</p>
        )
      ) : error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <SkeletonText lines={4} />
      )}
      <BuiltInWords />
    </div>
  );
}

function NewWord() {
  const { t } = useTranslation(["rules", "common"]);
  const words = useRuleWords();
  const [list, setList] = useState<(typeof lists)[number]>("price");
  const [phrase, setPhrase] = useState("");
  const [refusal, setRefusal] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await addWord(list, phrase.trim());
      setPhrase("");
      setRefusal(undefined);
    } catch (error) {
      setRefusal(errorText(error));
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-wrap items-start gap-2">
      <Select
        label={t("review.words.list")}
        className="w-52 max-sm:w-full"
        options={lists.map((id) => ({ id, label: words.list(id) }))}
        value={list}
        onChange={setList}
      />
      <TextField
        label={t("review.words.phrase")}
        className="min-w-48 flex-1 max-sm:w-full max-sm:flex-none"
        value={phrase}
        onChange={setPhrase}
        error={refusal}
      />
      <Button type="submit" look="primary" isDisabled={phrase.trim().length < 2} className="max-sm:w-full sm:mt-6.5">
        {t("common:add")}
      </Button>
    </form>
  );
}

function WordRow({ word }: { word: Word }) {
  const { t } = useTranslation(["rules", "common"]);
  const words = useRuleWords();
  const remove = async () => {
    try {
      await client.DELETE("/api/v1/review/words/{word_id}", { params: { path: { word_id: word.id } } });
      const back = () => void addWord(word.list, word.phrase).catch(toastError);
      toastUndo(word.phrase, back, t("common:undo"));
    } catch (error) {
      toastError(error);
    }
    await invalidate("/api/v1/review/words");
  };
  return (
    <li className="flex min-h-11 items-center gap-3">
      <span className="min-w-0 flex-1 break-words">{word.phrase}</span>
      <span className="text-ink-muted text-sm">{words.list(word.list)}</span>
      <IconButton
        icon={IconTrash}
        label={t("review.words.remove", { phrase: word.phrase })}
        onPress={() => void remove()}
      />
    </li>
  );
}
