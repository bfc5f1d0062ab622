import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client as http, ifMatch, type Schemas } from "@/shared/api/client";
import { errorText } from "@/shared/api/errors";
import { useIsAdmin } from "@/shared/api/me";
import { Button } from "@/shared/ui/button";
import { Checkbox } from "@/shared/ui/checkbox";
import { Dialog } from "@/shared/ui/dialog";
import { FormAlert } from "@/shared/ui/form";
import { TextField } from "@/shared/ui/text-field";
import { toast } from "@/shared/ui/toast";
import { toFilters } from "./filters";
import { useClientsSearch } from "./use-clients";

type Segment = Schemas["Segment"];

interface SegmentDialogProps {
  segment: Segment | null;
  onClose: () => void;
  onSaved: () => Promise<unknown>;
}

/** A name for the filters of the address, or another name for saved ones. */
export function SegmentDialog({ segment, onClose, onSaved }: SegmentDialogProps) {
  const { t } = useTranslation(["clients", "common"]);
  const isAdmin = useIsAdmin();
  const { search } = useClientsSearch();
  const [name, setName] = useState(segment?.name ?? "");
  const [shared, setShared] = useState(segment?.shared ?? false);
  const [error, setError] = useState<string>();
  const [isSaving, setSaving] = useState(false);
  const save = async () => {
    if (!name.trim()) return setError(t("common:validation.required"));
    setSaving(true);
    try {
      await store(segment, { name, shared }, toFilters(search));
      await onSaved();
      toast(t("segment.saved"), { tone: "good" });
      onClose();
    } catch (failure) {
      setError(errorText(failure));
    } finally {
      setSaving(false);
    }
  };
  return (
    <Dialog
      isOpen
      size="sm"
      onClose={onClose}
      title={segment ? t("segment.rename") : t("segment.save")}
      footer={
        <>
          <Button onPress={onClose}>{t("common:cancel")}</Button>
          <Button look="primary" type="submit" form="segment" isPending={isSaving}>
            {t("common:save")}
          </Button>
        </>
      }
    >
      <form
        id="segment"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          label={t("segment.name")}
          value={name}
          onChange={setName}
          maxLength={80}
          autoFocus
          autoComplete="off"
        />
        {isAdmin ? (
          <Checkbox value={shared} onChange={setShared}>
            {t("segment.share")}
          </Checkbox>
        ) : null}
        <FormAlert>{error}</FormAlert>
      </form>
    </Dialog>
  );
}

function store(
  segment: Segment | null,
  { name, shared }: Pick<Segment, "name" | "shared">,
  filters: Segment["filters"],
) {
  if (!segment) return http.POST("/api/v1/segments", { body: { name, shared, filters } });
  const params = { path: { segment_id: segment.id }, header: ifMatch(segment.version) };
  return http.PATCH("/api/v1/segments/{segment_id}", { params, body: { name, shared } });
}
