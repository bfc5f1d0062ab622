import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { formatPhone } from "@/shared/lib/phone";
import { useDebounced } from "@/shared/lib/use-debounced";
import { Combobox } from "@/shared/ui/combobox";

/** A client by name, as forms keep him. */
export interface ChosenClient {
  id: string;
  name: string;
}

interface ClientPickerProps {
  label?: string;
  value: ChosenClient | null;
  onChange: (client: ChosenClient | null) => void;
  onBlur?: () => void;
  error?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
  /** A client who must not be chosen, e.g. the one he is merged into. */
  except?: string;
}

const shortest = 2;
const shown = 8;

/** The newest clients while nothing is typed, else those the text finds. */
function useCandidates(text: string) {
  const q = useDebounced(text.trim(), 200);
  return api.useQuery(
    "get",
    "/api/v1/clients",
    { params: { query: { q: q.length >= shortest ? q : undefined, limit: shown } } },
    { placeholderData: keepPreviousData },
  );
}

/** One of the clients, found on the server by name, company, phone or e-mail. */
export function ClientPicker({ label, value, onChange, except, ...props }: ClientPickerProps) {
  const { t } = useTranslation("crm");
  const [text, setText] = useState(value?.name ?? "");
  const [chosen, setChosen] = useState(value);
  // A client that is set from outside (a restored draft) must show up as text.
  if (chosen?.id !== value?.id) {
    setChosen(value);
    setText(value?.name ?? "");
  }
  const search = text === value?.name ? "" : text;
  const { data, isFetching } = useCandidates(search);
  const found = (data?.items ?? []).filter(({ id }) => id !== except);
  const options = found.map((client) => ({
    id: client.id,
    label: client.name,
    hint: [client.company, client.phone ? formatPhone(client.phone) : client.email].filter(Boolean).join(" · "),
  }));
  if (value && !options.some(({ id }) => id === value.id)) {
    options.unshift({ id: value.id, label: value.name, hint: "" });
  }
  const choose = (id: string | null) => {
    const client = id === null ? null : (found.find((item) => item.id === id) ?? value);
    const next = client ? { id: client.id, name: client.name } : null;
    setChosen(next);
    setText(next?.name ?? "");
    onChange(next);
  };
  return (
    <Combobox
      {...props}
      label={label ?? t("client")}
      placeholder={t("clientPlaceholder")}
      options={options}
      value={value?.id ?? null}
      onChange={choose}
      search={text}
      onSearch={setText}
      isLoading={isFetching}
      empty={t("clientEmpty")}
    />
  );
}
