import { IconExternalLink } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { useRuleWords } from "@/shared/crm/rule-words";
import { ChannelIcon } from "@/shared/crm/source-icon";
import { useFormat } from "@/shared/lib/use-format";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { Checkbox } from "@/shared/ui/checkbox";
import { Kbd } from "@/shared/ui/kbd";
import { ProductMark } from "./product-mark";
import { type Verdict, verdicts } from "./tabs";

type Item = Schemas["ReviewItem"];

interface ReviewRowProps {
  item: Item;
  isChosen: boolean;
  onChoose?: () => void;
  onVerdict: (said: Verdict) => void;
  onUndo: () => void;
}

/** One text: who, where, what, why it is here, and the four words. */
export function ReviewRow({ item, isChosen, onChoose, onVerdict, onUndo }: ReviewRowProps) {
  const { t } = useTranslation("rules");
  const format = useFormat();
  const name = item.author || t("review.nameless");
  return (
    <li
      data-review={item.id}
      tabIndex={-1}
      aria-label={name}
      className="grid grid-cols-[minmax(0,1fr)] gap-2 rounded-lg border bg-surface p-4 shadow-card outline-offset-2 focus:outline-2 focus:outline-accent"
    >
      <div className="flex items-center gap-2.5">
        {onChoose ? <Checkbox value={isChosen} onChange={onChoose} aria-label={t("review.choose", { name })} /> : null}
        <ChannelIcon channel={item.channel} />
        <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
        <time dateTime={item.received_at} className="tabular shrink-0 text-ink-muted text-xs">
          {format.dateTime(item.received_at)}
        </time>
      </div>
      <p className="whitespace-pre-line break-words">{item.text || t("review.noText")}</p>
      {item.link || item.media_id ? (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {item.link ? <PostLink item={item} link={item.link} /> : null}
          {item.media_id ? <ProductMark item={item} mediaId={item.media_id} /> : null}
        </div>
      ) : null}
      <Reasons rules={item.rules} />
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        {item.said ? (
          <Decided item={item} said={item.said} onUndo={onUndo} />
        ) : (
          <Verdicts name={name} {...{ onVerdict }} />
        )}
        {item.client_id ? (
          <Link
            to="/clients/$id"
            params={{ id: item.client_id }}
            className="inline-flex pointer-coarse:min-h-11 items-center rounded-sm text-accent-ink text-sm hover:underline"
          >
            {t("review.client")}
          </Link>
        ) : null}
      </div>
    </li>
  );
}

function PostLink({ item, link }: { item: Item; link: string }) {
  const { t } = useTranslation("rules");
  return (
    <a
      href={link}
      target="_blank"
      rel="noreferrer"
      className="inline-flex min-w-0 max-w-full items-center gap-1 justify-self-start rounded-sm text-accent-ink text-sm hover:underline"
    >
      <IconExternalLink size={14} className="shrink-0" aria-hidden="true" />
      <span className="truncate">{item.post || t("review.post")}</span>
    </a>
  );
}

// The deciding one is the first; after a few nobody reads on.
const shownRules = 3;

function Reasons({ rules }: Pick<Item, "rules">) {
  const words = useRuleWords();
  return (
    <ul className="flex flex-wrap gap-1.5">
      {rules.slice(0, shownRules).map((rule) => (
        <li key={rule.id} className="min-w-0 max-w-full">
          <Badge>{[words.intent(rule.id), rule.words.join(", ")].filter(Boolean).join(": ")}</Badge>
        </li>
      ))}
    </ul>
  );
}

function Verdicts({ name, onVerdict }: { name: string; onVerdict: (said: Verdict) => void }) {
  const { t } = useTranslation("rules");
  return (
    <fieldset className="grid w-full grid-cols-2 gap-2 pt-1 sm:flex sm:w-auto" aria-label={t("review.group", { name })}>
      {verdicts.map((said, place) => (
        <Button key={said} onPress={() => onVerdict(said)}>
          {t(`review.said.${said}`)}
          <span aria-hidden="true" className="pointer-coarse:hidden">
            <Kbd keys={String(place + 1)} />
          </span>
        </Button>
      ))}
    </fieldset>
  );
}

function Decided({ item, said, onUndo }: { item: Item; said: Verdict; onUndo: () => void }) {
  const { t } = useTranslation("rules");
  const format = useFormat();
  const at = item.decided_at ? format.dateTime(item.decided_at) : "";
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">
      <Badge tone={said === "lead" ? "good" : said === "not_lead" ? "neutral" : "warn"}>
        {t(`review.said.${said}`)}
      </Badge>
      <span className="tabular min-w-0 flex-1 text-ink-muted text-xs">
        {item.decided_by ? t("review.decidedBy", { name: item.decided_by, at }) : at}
      </span>
      <Button look="ghost" onPress={onUndo}>
        {t("review.undo")}
      </Button>
    </div>
  );
}
