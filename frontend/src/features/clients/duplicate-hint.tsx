import { IconAlertTriangle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { formatPhone } from "@/shared/lib/phone";
import { useDebounced } from "@/shared/lib/use-debounced";

type Hint = Schemas["DuplicateHint"];

const shortestPhone = 9;
const looksLikeEmail = /^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$/;

/** Who has this phone or e-mail already; asked once typing pauses, and silent about what is not a contact yet. */
export function useDuplicates(phone: string, email: string, except?: string): Hint[] {
  const wanted = useDebounced(`${phone.trim()}\n${email.trim()}`, 300);
  const [typedPhone = "", typedEmail = ""] = wanted.split("\n");
  const query = {
    phone: typedPhone.replace(/\D/g, "").length >= shortestPhone ? typedPhone : undefined,
    email: looksLikeEmail.test(typedEmail) ? typedEmail : undefined,
    except_client: except,
  };
  const { data } = api.useQuery(
    "get",
    "/api/v1/clients/duplicates",
    { params: { query } },
    { enabled: Boolean(query.phone || query.email), retry: false, staleTime: 10_000 },
  );
  return query.phone || query.email ? (data?.items ?? []) : [];
}

/** Own doubles lead to their cards; of a colleague's client only that there is one. */
export function DuplicateHint({ hints }: { hints: readonly Hint[] }) {
  const { t } = useTranslation("clients");
  if (hints.length === 0) return null;
  const own = hints.filter(({ client_id }) => client_id !== null);
  const shown = own.filter((hint, index) => own.findIndex(({ client_id }) => client_id === hint.client_id) === index);
  return (
    <div role="status" className="flex gap-2 rounded-md bg-warn-soft px-3 py-2 text-sm">
      <IconAlertTriangle size={16} className="mt-0.5 shrink-0 text-warn" aria-hidden="true" />
      <div className="grid min-w-0 gap-1">
        {shown.map((hint) => (
          <p key={hint.client_id} className="min-w-0">
            {t("duplicate.own", { contact: hint.kind === "phone" ? formatPhone(hint.value) : hint.value })}{" "}
            <Link
              to="/clients/$id"
              params={{ id: hint.client_id ?? "" }}
              className="font-medium text-accent-ink underline underline-offset-2"
            >
              {hint.name}
            </Link>
          </p>
        ))}
        {hints.some(({ elsewhere }) => elsewhere) ? <p>{t("duplicate.elsewhere")}</p> : null}
      </div>
    </div>
  );
}
