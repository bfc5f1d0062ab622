import { IconDots, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client as http, ifMatch, type Schemas } from "@/shared/api/client";
import { contactHref } from "@/shared/crm/contact-href";
import { ChannelIcon } from "@/shared/crm/source-icon";
import { overlayPart } from "@/shared/lib/lazy-part";
import { formatPhone } from "@/shared/lib/phone";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { Menu, MenuItem, MenuTrigger } from "@/shared/ui/menu";
import { toastError, toastUndo } from "@/shared/ui/toast";
import { refreshClients } from "./use-bulk";
import type { Facts } from "./use-client";

const ContactDialog = overlayPart(async () => (await import("./contact-dialog")).ContactDialog);

type Contact = Schemas["Contact"];

const shownAs = ({ kind, value }: Contact) =>
  kind === "phone" || kind === "whatsapp" || kind === "viber" ? formatPhone(value) : value;

type Editing = { contact: Contact } | "new" | null;

/** Every way to reach the client; a press opens it. */
export function ContactsList({ client }: { client: Facts }) {
  const { t } = useTranslation("clients");
  const [editing, setEditing] = useState<Editing>(null);
  return (
    <div className="grid gap-1">
      <ul className="grid gap-0.5">
        {client.contacts.map((contact) => (
          <ContactLine key={contact.id} client={client} contact={contact} onEdit={() => setEditing({ contact })} />
        ))}
      </ul>
      <Button look="ghost" onPress={() => setEditing("new")} className="-ml-3 w-fit">
        <IconPlus size={14} aria-hidden="true" />
        {t("contact.add")}
      </Button>
      {editing ? (
        <ContactDialog
          client={client}
          contact={editing === "new" ? null : editing.contact}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </div>
  );
}

const channels: Partial<Record<Contact["kind"], string>> = { website: "site" };

function ContactLine({ client, contact, onEdit }: { client: Facts; contact: Contact; onEdit: () => void }) {
  const { t } = useTranslation(["clients", "crm", "common"]);
  const href = contactHref(contact.kind, contact.value);
  const { removeContact, makePrimary } = useContactActions(client, contact);
  const isOnlyOne = client.contacts.filter(({ kind }) => kind === contact.kind).length === 1;
  return (
    <li className="flex min-w-0 items-center gap-2">
      <ChannelIcon channel={channels[contact.kind] ?? contact.kind} />
      <span className="grid min-w-0 flex-1">
        {href ? (
          <a
            href={href}
            target={href.startsWith("http") ? "_blank" : undefined}
            rel="noreferrer"
            className="tabular truncate hover:underline"
          >
            {shownAs(contact)}
          </a>
        ) : (
          <span className="truncate">{shownAs(contact)}</span>
        )}
        {contact.label ? <span className="truncate text-ink-muted text-xs">{contact.label}</span> : null}
      </span>
      {contact.is_primary && !isOnlyOne ? <Badge>{t("contact.primary")}</Badge> : null}
      <MenuTrigger>
        <Button look="ghost" size="tiny" aria-label={t("contact.menu", { contact: shownAs(contact) })}>
          <IconDots size={15} aria-hidden="true" />
        </Button>
        <Menu title={t("contact.menu", { contact: shownAs(contact) })} placement="bottom end">
          <MenuItem onAction={onEdit}>{t("common:edit")}</MenuItem>
          {contact.is_primary ? null : <MenuItem onAction={makePrimary}>{t("contact.makePrimary")}</MenuItem>}
          <MenuItem onAction={() => void navigator.clipboard?.writeText(contact.value)}>{t("common:copy")}</MenuItem>
          <MenuItem isDanger onAction={removeContact}>
            {t("common:delete")}
          </MenuItem>
        </Menu>
      </MenuTrigger>
    </li>
  );
}

function useContactActions(client: Facts, contact: Contact) {
  const { t } = useTranslation(["clients", "common"]);
  const path = { client_id: client.id, contact_id: contact.id };
  const attempt = (work: () => Promise<unknown>) =>
    work()
      .catch(toastError)
      .finally(() => void refreshClients());
  const putBack = () =>
    attempt(() => {
      const { kind, value, label, is_primary } = contact;
      return http.POST("/api/v1/clients/{client_id}/contacts", {
        params: { path: { client_id: client.id } },
        body: { kind, value, label, is_primary },
      });
    });
  const removeContact = () =>
    void attempt(async () => {
      await http.DELETE("/api/v1/clients/{client_id}/contacts/{contact_id}", { params: { path } });
      toastUndo(t("contact.removed"), () => void putBack(), t("common:undo"));
    });
  const makePrimary = () =>
    void attempt(() =>
      http.PATCH("/api/v1/clients/{client_id}/contacts/{contact_id}", {
        params: { path, header: ifMatch(contact.version) },
        body: { is_primary: true },
      }),
    );
  return { removeContact, makePrimary };
}
