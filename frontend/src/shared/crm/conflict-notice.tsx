import { useTranslation } from "react-i18next";
import { Button } from "@/shared/ui/button";

/** One field that stands otherwise by now. */
export interface Difference {
  label: string;
  theirs: string;
}

interface ConflictNoticeProps {
  differences: readonly Difference[];
  onTakeTheirs: () => void;
  onKeepMine: () => void;
}

/** 412: shows what somebody else saved meanwhile; what was typed stays in the form. */
export function ConflictNotice({ differences, onTakeTheirs, onKeepMine }: ConflictNoticeProps) {
  const { t } = useTranslation("crm");
  return (
    <section role="alert" className="grid gap-2 rounded-md bg-warn-soft px-3 py-2.5 text-sm">
      <p className="font-semibold text-warn">{t("conflict.title")}</p>
      <p className="text-ink-soft">{t("conflict.text")}</p>
      <dl className="grid gap-1">
        {differences.map(({ label, theirs }) => (
          <div key={label} className="flex flex-wrap gap-x-2">
            <dt className="text-ink-soft">{label}:</dt>
            <dd className="min-w-0 break-words font-medium">{theirs || "—"}</dd>
          </div>
        ))}
      </dl>
      <div className="flex flex-wrap gap-2">
        <Button onPress={onKeepMine}>{t("conflict.mine")}</Button>
        <Button look="ghost" onPress={onTakeTheirs}>
          {t("conflict.theirs")}
        </Button>
      </div>
    </section>
  );
}
