import { zodResolver } from "@hookform/resolvers/zod";
import { useNavigate } from "@tanstack/react-router";
import { useId, useRef, useState } from "react";
import { type UseFormReturn, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { client as http, ifMatch, invalidate, type Schemas } from "@/shared/api/client";
import { createOnce } from "@/shared/api/create-once";
import { isConflict } from "@/shared/api/errors";
import { useDraft } from "@/shared/lib/draft";
import { showApiError } from "@/shared/lib/form";
import { newId } from "@/shared/lib/new-id";
import { useFormat } from "@/shared/lib/use-format";
import { useSingleFlight } from "@/shared/lib/use-single-flight";
import { requiredText } from "@/shared/lib/validation";
import { Button } from "@/shared/ui/button";
import { DraftNotice, FormError, FormField } from "@/shared/ui/form";
import { Segmented } from "@/shared/ui/segmented";
import { Sheet } from "@/shared/ui/sheet";
import { TextArea } from "@/shared/ui/text-area";
import { TextField } from "@/shared/ui/text-field";
import { toast } from "@/shared/ui/toast";
import { type ChosenClient, ClientPicker } from "./client-picker";
import { ConflictNotice } from "./conflict-notice";
import { DueField, RemindField } from "./due-field";

export type TaskCard = Schemas["TaskCard"];

const kinds = ["task", "call", "message", "meeting"] as const;
const priorities = ["low", "normal", "high"] as const;

const schema = z.object({
  title: requiredText(300),
  note: z.string().check(z.maxLength(10_000)),
  kind: z.enum(kinds),
  priority: z.enum(priorities),
  due_at: z.nullable(z.string()),
  remind_at: z.nullable(z.string()),
  client: z.nullable(z.object({ id: z.string(), name: z.string() })),
  // The version that was edited goes with the draft: a draft of an older one meets the newer as a conflict.
  version: z.number(),
});

export type TaskValues = z.infer<typeof schema>;
type Form = UseFormReturn<TaskValues>;

interface TaskFormProps {
  isOpen: boolean;
  onClose: () => void;
  /** The task to change; a new one without it. */
  task?: TaskCard;
  /** What a new task begins with, e.g. the offer of a completed one. */
  initial?: Partial<TaskValues>;
  /** The client it hangs on and cannot leave: the card's own. */
  client?: ChosenClient;
  /** The deal it hangs on; its client comes with it. */
  deal?: { id: string; title: string };
  onSaved?: (task: TaskCard) => void;
}

/** A new task, or an old one changed: over any page, with a draft that survives. */
export function TaskForm(props: TaskFormProps) {
  const { t } = useTranslation("crm");
  const formId = useId();
  const [isSaving, setSaving] = useState(false);
  return (
    <Sheet
      isOpen={props.isOpen}
      onClose={props.onClose}
      title={props.task ? t("task.edit") : t("task.new")}
      footer={<Footer onClose={props.onClose} formId={formId} isSaving={isSaving} isNew={!props.task} />}
    >
      <TaskFields {...props} formId={formId} onSaving={setSaving} />
    </Sheet>
  );
}

function Footer(props: { onClose: () => void; formId: string; isSaving: boolean; isNew: boolean }) {
  const { t } = useTranslation(["crm", "common"]);
  return (
    <>
      <Button onPress={props.onClose}>{t("common:cancel")}</Button>
      <Button type="submit" form={props.formId} look="primary" isPending={props.isSaving}>
        {props.isNew ? t("task.create") : t("common:save")}
      </Button>
    </>
  );
}

const valuesOf = (task: TaskCard): TaskValues => ({
  title: task.title,
  note: task.note ?? "",
  kind: task.kind,
  priority: task.priority,
  due_at: task.due_at,
  remind_at: task.remind_at,
  client: task.client ? { id: task.client.id, name: task.client.name } : null,
  version: task.version,
});

const empty: TaskValues = {
  title: "",
  note: "",
  kind: "task",
  priority: "normal",
  due_at: null,
  remind_at: null,
  client: null,
  version: 0,
};

function draftKey({ task, deal, client }: TaskFormProps) {
  if (task) return `task.${task.id}`;
  return `task.new.${deal?.id ?? client?.id ?? ""}`;
}

/** Sends the form: an edit of `task`, else a new task under `id`. */
async function save({ client, version, ...values }: TaskValues, { task, deal, id }: SaveTarget): Promise<TaskCard> {
  const body = { ...values, note: values.note.trim() || null, client_id: client?.id ?? null };
  if (!task) {
    const bound = deal ? { deal_id: deal.id, client_id: undefined } : {};
    return createOnce(
      async () => (await http.POST("/api/v1/tasks", { body: { ...body, ...bound, id } })).data as TaskCard,
      async () => (await http.GET("/api/v1/tasks/{task_id}", { params: { path: { task_id: id } } })).data as TaskCard,
    );
  }
  // A deal's task stays with the deal's client; its client is not for choosing then.
  const { client_id, ...free } = body;
  const { data } = await http.PATCH("/api/v1/tasks/{task_id}", {
    params: { path: { task_id: task.id }, header: ifMatch(version) },
    body: task.deal ? free : { ...free, client_id },
  });
  return data as TaskCard;
}

interface SaveTarget {
  task?: TaskCard;
  deal?: { id: string };
  id: string;
}

function useTaskForm(props: TaskFormProps & { onSaving: (is: boolean) => void }) {
  const { t } = useTranslation("crm");
  const navigate = useNavigate();
  const { task, deal, onSaving } = props;
  const [current, setCurrent] = useState<TaskCard | null>(null);
  const form: Form = useForm<TaskValues>({
    resolver: zodResolver(schema),
    defaultValues: task ? valuesOf(task) : { ...empty, client: props.client ?? null, ...props.initial },
  });
  const draft = useDraft(draftKey(props), form);
  const done = (saved: TaskCard) => {
    draft.clear();
    void invalidate("/api/v1/tasks", "/api/v1/deals", "/api/v1/clients", "/api/v1/dashboard");
    const action = { label: t("task.open"), run: () => void navigate({ to: "/tasks", search: { open: saved.id } }) };
    toast(task ? t("task.saved") : t("task.created"), { tone: "good", action });
    props.onClose();
    props.onSaved?.(saved);
  };
  const once = useSingleFlight();
  const id = useRef(newId());
  const send = async (values: TaskValues) => {
    onSaving(true);
    try {
      done(await save(values, { task, deal, id: id.current }));
    } catch (error) {
      if (isConflict<TaskCard>(error)) setCurrent(error.current);
      else showApiError(form, error);
    } finally {
      onSaving(false);
    }
  };
  const submit = form.handleSubmit((values) => once(() => send(values)));
  return { form, draft, submit, current, setCurrent };
}

/** The form itself, for a dialog or a sheet whose footer submits it by `formId`. */
export function TaskFields(props: TaskFormProps & { formId: string; onSaving: (is: boolean) => void }) {
  const { t } = useTranslation("crm");
  const { form, draft, submit, current, setCurrent } = useTaskForm(props);
  const { control } = form;
  const deal = props.deal ?? props.task?.deal ?? null;
  return (
    <form id={props.formId} onSubmit={submit} noValidate className="grid gap-4">
      <DraftNotice draft={draft} />
      {current ? <Conflict form={form} current={current} onTaken={setCurrent} onSubmit={submit} /> : null}
      <FormField control={control} name="title">
        {(field) => (
          <TextField
            {...field}
            label={t("task.title")}
            placeholder={t("task.titlePlaceholder")}
            autoFocus
            autoComplete="off"
          />
        )}
      </FormField>
      <Kind form={form} />
      <FormField control={control} name="due_at">
        {(field) => <DueField {...field} />}
      </FormField>
      <Remind form={form} />
      <Priority form={form} />
      <BoundTo form={form} client={props.client} deal={deal} />
      <FormField control={control} name="note">
        {(field) => <TextArea {...field} label={t("task.note")} rows={2} onSubmit={() => void submit()} />}
      </FormField>
      <FormError form={form} />
    </form>
  );
}

function Kind({ form }: { form: Form }) {
  const { t } = useTranslation("crm");
  const options = kinds.map((id) => ({ id, label: t(`task.kind.${id}`) }));
  return (
    <FormField control={form.control} name="kind">
      {({ value, onChange }) => (
        <Segmented label={t("task.kind.label")} options={options} value={value} onChange={onChange} />
      )}
    </FormField>
  );
}

function Priority({ form }: { form: Form }) {
  const { t } = useTranslation("crm");
  const options = priorities.map((id) => ({ id, label: t(`task.priority.${id}`) }));
  return (
    <div className="grid gap-1.5">
      <span className="font-medium text-ink-soft text-sm">{t("task.priority.label")}</span>
      <FormField control={form.control} name="priority">
        {({ value, onChange }) => (
          <Segmented label={t("task.priority.label")} options={options} value={value} onChange={onChange} />
        )}
      </FormField>
    </div>
  );
}

function Remind({ form }: { form: Form }) {
  const due = form.watch("due_at");
  if (!due) return null;
  return (
    <FormField control={form.control} name="remind_at">
      {({ value, onChange }) => <RemindField due={due} value={value} onChange={onChange} />}
    </FormField>
  );
}

/** What the task hangs on: the deal or client it was opened from, else a client to choose. */
function BoundTo(props: { form: Form; client?: ChosenClient; deal: { title: string } | null }) {
  const { t } = useTranslation("crm");
  const fixed = props.deal
    ? { label: t("task.deal"), name: props.deal.title }
    : props.client && { label: t("client"), name: props.client.name };
  if (fixed) {
    return (
      <p className="flex gap-2 text-sm">
        <span className="text-ink-muted">{fixed.label}</span>
        <span className="min-w-0 truncate font-medium">{fixed.name}</span>
      </p>
    );
  }
  return (
    <FormField control={props.form.control} name="client">
      {(field) => (
        <ClientPicker value={field.value} onChange={field.onChange} onBlur={field.onBlur} error={field.error} />
      )}
    </FormField>
  );
}

interface ConflictProps {
  form: Form;
  current: TaskCard;
  onTaken: (current: TaskCard | null) => void;
  onSubmit: () => void;
}

function Conflict({ form, current, onTaken, onSubmit }: ConflictProps) {
  const { t } = useTranslation("crm");
  const format = useFormat();
  const mine = form.getValues();
  const due = current.due_at ? format.dateTime(current.due_at) : t("task.preset.none");
  const differences = [
    { label: t("task.title"), theirs: current.title, isSame: current.title === mine.title },
    { label: t("task.kind.label"), theirs: t(`task.kind.${current.kind}`), isSame: current.kind === mine.kind },
    { label: t("task.due"), theirs: due, isSame: sameMoment(current.due_at, mine.due_at) },
    {
      label: t("task.priority.label"),
      theirs: t(`task.priority.${current.priority}`),
      isSame: current.priority === mine.priority,
    },
    { label: t("task.note"), theirs: current.note ?? "", isSame: (current.note ?? "") === mine.note },
  ].filter(({ isSame }) => !isSame);
  const take = () => {
    form.reset(valuesOf(current));
    onTaken(null);
  };
  const keep = () => {
    form.setValue("version", current.version);
    onSubmit();
  };
  return <ConflictNotice differences={differences} onKeepMine={keep} onTakeTheirs={take} />;
}

const sameMoment = (one: string | null, other: string | null) =>
  one === other || (one !== null && other !== null && Date.parse(one) === Date.parse(other));
