import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { download } from "@/shared/api/storage";
import { Avatar } from "@/shared/ui/avatar";

export type Colleague = Schemas["Colleague"];

/** Everybody who works or worked here; those who left come last and are not for choosing. */
export function useColleagues(): Colleague[] {
  return api.useQuery("get", "/api/v1/team/directory", undefined, { staleTime: 5 * 60_000 }).data?.items ?? [];
}

/** The address of a colleague's photo for this page; the bucket is private, so the bytes come with the session. */
function usePhoto(path: string | null | undefined): string | null {
  const { data } = useQuery({
    queryKey: ["photo", path],
    queryFn: () => download("photos", path ?? "").then((blob) => URL.createObjectURL(blob)),
    enabled: Boolean(path),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return data ?? null;
}

interface PersonProps {
  person: { id: string; full_name: string; photo_path?: string | null } | null | undefined;
  size?: number;
}

/** A colleague's face alone; his name is its label. */
export function PersonAvatar({ person, size, isDecorative }: PersonProps & { isDecorative?: boolean }) {
  const known = useColleagues().find(({ id }) => id === person?.id);
  const photo = usePhoto(person?.photo_path ?? known?.photo_path);
  if (!person) return null;
  return <Avatar name={person.full_name} photo={photo} size={size} isDecorative={isDecorative} />;
}

/** A colleague's face and name, or that there is nobody. */
export function PersonName({ person, size = 20 }: PersonProps) {
  const { t } = useTranslation("crm");
  if (!person) return <span className="text-ink-muted">{t("nobody")}</span>;
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <PersonAvatar person={person} size={size} isDecorative />
      <span className="truncate">{person.full_name}</span>
    </span>
  );
}

/** Active colleagues as choices. */
export function useColleagueOptions() {
  return useColleagues()
    .filter(({ status }) => status === "active")
    .map((person) => ({
      id: person.id,
      label: person.full_name,
      start: <PersonAvatar person={person} size={20} isDecorative />,
    }));
}
