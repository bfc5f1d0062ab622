import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client as http, ifMatch, type Schemas } from "@/shared/api/client";
import { ApiError, errorText, isConflict } from "@/shared/api/errors";
import { useMe } from "@/shared/api/me";
import { ConflictNotice } from "@/shared/crm/conflict-notice";
import { ChannelIcon } from "@/shared/crm/source-icon";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { PhoneField } from "@/shared/ui/phone-field";
import { Select } from "@/shared/ui/select";
import { TextField } from "@/shared/ui/text-field";
import { DuplicateHint, useDuplicates } from "./duplicate-hint";
import { refreshClients } from "./use-bulk";
import type { Facts } from "./use-client";

type Contact = Schemas["Contact"];

const kinds = [
  "phone",
  "email",
  "telegram",
  "whatsapp",
  "viber",
  "instagram",
  "messenger",
  "website",
  "other",
] as const satisfies readonly Contact["kind"][];

interface ContactDialogProps {
  client: Facts;
  /** Null: a new one. */
  contact: Contact | null;
  onClose: () => void;
}

function useContactForm({ client, contact, onClose }: ContactDialogProps) {
  const [kind, setKind] = useState<Contact["kind"]>(contact?.kind ?? "phone");
  const [value, setValue] = useState(contact?.value ?? "");
  const [label, setLabel] = useState(contact?.label ?? "");
  const [current, setCurrent] = useState<Contact | null>(null);
  const [error, setError] = useState<string>();
  const [isSaving, setSaving] = useState(false);
  const submit = async () => {
    setSaving(true);
    setError(undefined);
    try {
      await store(client.id, current ?? contact, { kind, value, label: label.trim() || null });
      void refreshClients();
      onClose();
    } catch (failure) {
      if (isConflict<Contact>(failure)) setCurrent(failure.current);
      else setError(failure instanceof ApiError && failure.fields.value ? failure.fields.value : errorText(failure));
    } finally {
      setSaving(false);
    }
  };
  const takeTheirs = () => {
    if (!current) return;
    setKind(current.kind);
    setValue(current.value);
    setLabel(current.label ?? "");
  };
  return { kind, setKind, value, setValue, label, setLabel, current, error, isSaving, submit, takeTheirs };
}

type Typed = Pick<Contact, "kind" | "value" | "label">;

function store(clientId: string, contact: Contact | null, typed: Typed) {
  if (!contact) {
    const body = { ...typed, is_primary: false };
    return http.POST("/api/v1/clients/{client_id}/contacts", { params: { path: { client_id: clientId } }, body });
  }
  const path = { client_id: clientId, contact_id: contact.id };
  return http.PATCH("/api/v1/clients/{client_id}/contacts/{contact_id}", {
    params: { path, header: ifMatch(contact.version) },
    body: typed,
  });
}

/** A way to reach the client, new or changed. */
export function ContactDialog(props: ContactDialogProps) {
  const { t } = useTranslation(["clients", "crm", "common"]);
  const form = useContactForm(props);
  const { kind, value } = form;
  const hints = useDuplicates(kind === "phone" ? value : "", kind === "email" ? value : "", props.client.id);
  return (
    <Dialog
      isOpen
      size="sm"
      onClose={props.onClose}
      title={props.contact ? t("contact.edit") : t("contact.add")}
      footer={
        <>
          <Button onPress={props.onClose}>{t("common:cancel")}</Button>
          <Button look="primary" type="submit" form="contact" isPending={form.isSaving}>
            {t("common:save")}
          </Button>
        </>
      }
    >
      <form
        id="contact"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void form.submit();
        }}
      >
        {form.current ? (
          <ConflictNotice
            differences={[{ label: t("contact.value"), theirs: form.current.value }]}
            onKeepMine={() => void form.submit()}
            onTakeTheirs={form.takeTheirs}
          />
        ) : null}
        <Select
          label={t("contact.kind")}
          options={kinds.map((id) => ({
            id,
            label: t(`crm:contact.${id}`),
            start: <ChannelIcon channel={id === "website" ? "site" : id} />,
          }))}
          value={kind}
          onChange={form.setKind}
        />
        <ValueField {...form} />
        <DuplicateHint hints={hints} />
        <TextField
          label={t("contact.label")}
          placeholder={t("contact.labelPlaceholder")}
          value={form.label}
          onChange={form.setLabel}
          maxLength={60}
          autoComplete="off"
        />
      </form>
    </Dialog>
  );
}

function ValueField({ kind, value, setValue, error }: ReturnType<typeof useContactForm>) {
  const { t } = useTranslation("clients");
  const region = useMe().company?.phone_region ?? "UA";
  const field = { label: t("contact.value"), value, onChange: setValue, error, isRequired: true, autoFocus: true };
  if (kind === "phone") return <PhoneField {...field} region={region} />;
  return <TextField {...field} autoComplete="off" maxLength={320} />;
}
