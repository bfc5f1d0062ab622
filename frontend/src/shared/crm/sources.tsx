import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { Select } from "@/shared/ui/select";
import { ChannelIcon } from "./source-icon";

const rarelyChanges = { staleTime: 5 * 60_000 };

/** Every lead source in use, for names and choices. */
export function useSources() {
  return api.useQuery("get", "/api/v1/lead-sources", {}, rarelyChanges).data?.items ?? [];
}

/** The sources as choices with the icon of their channel. */
export function useSourceOptions() {
  return useSources().map(({ id, name, channel }) => ({ id, label: name, start: <ChannelIcon channel={channel} /> }));
}

interface SourceSelectProps {
  value: string | null;
  onChange: (id: string) => void;
  error?: string;
  isRequired?: boolean;
}

/** Where a client came from. */
export function SourceSelect(props: SourceSelectProps) {
  const { t } = useTranslation("crm");
  return <Select {...props} label={t("source")} options={useSourceOptions()} />;
}
