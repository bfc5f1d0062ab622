import { IconPlus } from "@tabler/icons-react";
import { type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useIsAdmin } from "@/shared/api/me";
import { PersonName } from "@/shared/crm/people";
import { SourceName } from "@/shared/crm/source-icon";
import { useStatusOptions } from "@/shared/crm/status-badge";
import { lazyPart, overlayPart } from "@/shared/lib/lazy-part";
import { useQuiet } from "@/shared/lib/quiet";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { Select } from "@/shared/ui/select";
import { SkeletonText } from "@/shared/ui/skeleton";
import { ContactsList } from "./contacts-list";
import { EditableText } from "./editable-text";
import { OwnerField } from "./owner-field";
import { TagsEditor } from "./tags-editor";
import { useChoice } from "./use-choice";
import { type Facts, saveField } from "./use-client";

const TagsDialog = overlayPart(async () => (await import("./tags-dialog")).TagsDialog);

const OriginFact = lazyPart(async () => (await import("./origin-fact")).OriginFact);

const foldable = ["company", "job_title", "city", "note"] as const;
type Foldable = (typeof foldable)[number];

const limits: Record<Foldable | "name", number> = { name: 200, company: 200, job_title: 200, city: 120, note: 10_000 };

/** What is known about the client; every fact is changed where it stands, empty ones wait folded. */
export function FactsPanel({ client }: { client: Facts }) {
  const { t } = useTranslation("clients");
  const [opened, setOpened] = useState<ReadonlySet<Foldable>>(new Set());
  const [isTagging, setTagging] = useState(false);
  const filled = foldable.filter((field) => client[field] || opened.has(field));
  const missing = foldable.filter((field) => !filled.includes(field));
  const open = (field: Foldable) => setOpened(new Set(opened).add(field));
  const close = (field: Foldable) => setOpened(new Set([...opened].filter((other) => other !== field)));
  return (
    <div className="grid gap-4">
      <StatusField client={client} />
      <ContactsList client={client} />
      <dl className="grid gap-3">
        <Fact label={t("field.name")}>
          <TextFact client={client} field="name" label={t("field.name")} />
        </Fact>
        {filled.map((field) => (
          <Fact key={field} label={t(`field.${field}`)}>
            <TextFact
              client={client}
              field={field}
              label={t(`field.${field}`)}
              startsOpen={opened.has(field) && !client[field]}
              onClose={() => close(field)}
            />
          </Fact>
        ))}
        {client.tags.length > 0 ? (
          <Fact label={t("field.tags")}>
            <TagsEditor client={client} />
          </Fact>
        ) : null}
        <OwnerFact client={client} />
        <SourceFact client={client} />
      </dl>
      {missing.length > 0 || client.tags.length === 0 ? (
        <div className="-ml-3 flex flex-wrap gap-1">
          {missing.map((field) => (
            <Button key={field} look="ghost" onPress={() => open(field)}>
              <IconPlus size={14} aria-hidden="true" />
              {t(`field.${field}`)}
            </Button>
          ))}
          {client.tags.length === 0 ? (
            <Button look="ghost" onPress={() => setTagging(true)}>
              <IconPlus size={14} aria-hidden="true" />
              {t("field.tags")}
            </Button>
          ) : null}
        </div>
      ) : null}
      {isTagging ? <TagsDialog client={client} onClose={() => setTagging(false)} /> : null}
    </div>
  );
}

/** A named fact: the name above, what is known below. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid min-w-0 gap-0.5">
      <dt className="text-ink-muted text-xs">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

interface TextFactProps {
  client: Facts;
  field: Foldable | "name";
  label: string;
  startsOpen?: boolean;
  onClose?: () => void;
}

export function TextFact({ client, field, ...props }: TextFactProps) {
  const save = (value: string, base: string) => saveField(client.id, field, value || null, base || null);
  return (
    <EditableText
      {...props}
      value={client[field] ?? ""}
      onSave={save}
      draftKey={`client.${client.id}.${field}`}
      isMultiline={field === "note"}
      isRequired={field === "name"}
      maxLength={limits[field]}
    />
  );
}

function StatusField({ client }: { client: Facts }) {
  const { t } = useTranslation("crm");
  const choose = useChoice(client);
  return (
    <Select
      aria-label={t("status.label")}
      options={useStatusOptions()}
      value={client.status}
      onChange={(status) => choose("status", status)}
    />
  );
}

function OwnerFact({ client }: { client: Facts }) {
  const { t } = useTranslation("crm");
  const isAdmin = useIsAdmin();
  return (
    <Fact label={t("owner")}>{isAdmin ? <OwnerField client={client} /> : <PersonName person={client.owner} />}</Fact>
  );
}

const marks = ["utm_source", "utm_medium", "utm_campaign", "referrer", "page"] as const;

function SourceFact({ client }: { client: Facts }) {
  const { t } = useTranslation(["clients", "crm"]);
  const format = useFormat();
  const isAdmin = useIsAdmin();
  const isQuiet = useQuiet();
  const touch = client.first_touch as Record<string, unknown>;
  const known = marks.filter((mark) => typeof touch[mark] === "string" && touch[mark]);
  return (
    <>
      <Fact label={t("crm:source")}>
        <SourceName source={client.source} />
      </Fact>
      {client.origin || isAdmin ? (
        <Fact label={t("origin")}>
          {/* Its words are many: they come when the card itself stands. */}
          <Suspense fallback={<SkeletonText lines={1} />}>
            {isQuiet ? <OriginFact client={client} /> : <SkeletonText lines={1} />}
          </Suspense>
        </Fact>
      ) : null}
      {known.map((mark) => (
        <Fact key={mark} label={t(`mark.${mark}`)}>
          <span className="block break-words text-sm">{String(touch[mark])}</span>
        </Fact>
      ))}
      <Fact label={t("column.received")}>{format.dateTime(client.received_at)}</Fact>
    </>
  );
}
