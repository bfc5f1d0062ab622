import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client as http, ifMatch, invalidate, type Schemas } from "@/shared/api/client";
import { errorText, isConflict } from "@/shared/api/errors";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { ErrorState } from "@/shared/ui/error-state";
import { FormAlert } from "@/shared/ui/form";
import { RadioGroup } from "@/shared/ui/radio-group";
import { SkeletonText } from "@/shared/ui/skeleton";
import { toast } from "@/shared/ui/toast";
import { type ChosenClient, ClientPicker } from "./client-picker";

type Preview = Schemas["MergePreview"];
type MergeField = Schemas["MergeRow"]["field"];

/** Who stays. */
type Survivor = Pick<Schemas["ClientFacts"], "id" | "name" | "phone" | "email">;

/** Everything that shows clients and what hangs on them. */
export const refreshMerged = () => invalidate("/api/v1/clients", "/api/v1/deals", "/api/v1/tasks", "/api/v1/dashboard");

/** Clients of one's own that share this one's phone or e-mail. */
function useLikely(client: Survivor): ChosenClient[] {
  const query = { phone: client.phone ?? undefined, email: client.email ?? undefined, except_client: client.id };
  const isOn = Boolean(client.phone || client.email);
  const { data } = api.useQuery("get", "/api/v1/clients/duplicates", { params: { query } }, { enabled: isOn });
  const found = (data?.items ?? []).flatMap(({ client_id, name }) =>
    client_id ? [{ id: client_id, name: name ?? "" }] : [],
  );
  return found.filter(({ id }, index) => found.findIndex((other) => other.id === id) === index);
}

function useMerge(client: Survivor, loser: ChosenClient | null, onClose: () => void) {
  const { t } = useTranslation(["merges", "clients"]);
  const [chosen, setChosen] = useState<Partial<Record<MergeField, boolean>>>({});
  const [error, setError] = useState<string>();
  const [isMerging, setMerging] = useState(false);
  const preview = api.useQuery(
    "get",
    "/api/v1/clients/{client_id}/merge-preview",
    { params: { path: { client_id: client.id }, query: { with: loser?.id ?? "" } } },
    { enabled: loser !== null, retry: false, gcTime: 0 },
  );
  // Until he chooses himself, the better word is chosen for him.
  const taken = new Set(
    (preview.data?.rows ?? [])
      .filter(({ field, advice }) => chosen[field] ?? advice === "loser")
      .map(({ field }) => field),
  );
  const merge = async () => {
    if (!loser || !preview.data) return;
    setMerging(true);
    setError(undefined);
    try {
      await http.POST("/api/v1/clients/{client_id}/merge", {
        params: { path: { client_id: client.id }, header: ifMatch(preview.data.winner.version) },
        body: { loser_id: loser.id, fields: [...taken] },
      });
      await refreshMerged();
      toast(t("merge.done", { name: loser.name }), { tone: "good" });
      onClose();
    } catch (failure) {
      // What was agreed to is no longer what would happen: show how it stands now.
      if (isConflict(failure)) void preview.refetch();
      setError(errorText(failure));
    } finally {
      setMerging(false);
    }
  };
  const take = (field: MergeField, isTaken: boolean) => setChosen((before) => ({ ...before, [field]: isTaken }));
  return { preview, taken, take, merge, error, isMerging };
}

interface MergeDialogProps {
  client: Survivor;
  /** Who may be he; without one he is looked for. */
  other?: ChosenClient;
  onClose: () => void;
}

/** Makes one client of two: who, then field by field, then what comes over. */
export function MergeDialog({ client, other, onClose }: MergeDialogProps) {
  const { t } = useTranslation(["merges", "clients", "common"]);
  const likely = useLikely(client);
  const [loser, setLoser] = useState<ChosenClient | null>(other ?? null);
  const { preview, taken, take, merge, error, isMerging } = useMerge(client, loser, onClose);
  return (
    <Dialog
      isOpen
      size="lg"
      onClose={onClose}
      title={t("clients:menu.merge")}
      footer={
        <>
          <Button onPress={onClose}>{t("common:cancel")}</Button>
          <Button
            look="primary"
            isDisabled={!preview.data || !loser}
            isPending={isMerging}
            onPress={() => void merge()}
          >
            {t("merge.action")}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <p className="text-pretty text-ink-soft">{t("merge.text", { name: client.name })}</p>
        {!other && likely.length > 0 ? <Likely clients={likely} chosen={loser} onChoose={setLoser} /> : null}
        {other ? null : <ClientPicker label={t("merge.other")} value={loser} onChange={setLoser} except={client.id} />}
        {loser && preview.isPending ? <SkeletonText lines={4} /> : null}
        {loser && preview.error ? <ErrorState error={preview.error} onRetry={() => void preview.refetch()} /> : null}
        {loser && preview.data ? <PreviewTable preview={preview.data} taken={taken} onTake={take} /> : null}
        <FormAlert>{error}</FormAlert>
      </div>
    </Dialog>
  );
}

interface LikelyProps {
  clients: ChosenClient[];
  chosen: ChosenClient | null;
  onChoose: (client: ChosenClient) => void;
}

function Likely({ clients, chosen, onChoose }: LikelyProps) {
  const { t } = useTranslation(["merges", "clients"]);
  return (
    <RadioGroup
      label={t("merge.likely")}
      options={clients.map(({ id, name }) => ({ id, label: name }))}
      value={clients.some(({ id }) => id === chosen?.id) ? (chosen?.id ?? null) : null}
      onChange={(id) => {
        const client = clients.find((other) => other.id === id);
        if (client) onChoose(client);
      }}
    />
  );
}

interface PreviewProps {
  preview: Preview;
  taken: ReadonlySet<MergeField>;
  onTake: (field: MergeField, isTaken: boolean) => void;
}

function PreviewTable({ preview, taken, onTake }: PreviewProps) {
  const { t } = useTranslation(["merges", "clients"]);
  const { moves } = preview;
  const counts = (["contacts", "interactions", "deals", "tasks", "files"] as const).filter((name) => moves[name] > 0);
  return (
    <section aria-label={t("merge.preview")} className="grid gap-3 rounded-lg border p-3">
      {preview.rows.map((row) => (
        <MergeLine key={row.field} row={row} isTaken={taken.has(row.field)} onTake={(is) => onTake(row.field, is)} />
      ))}
      <p className="border-t pt-3 text-ink-soft text-sm">
        {counts.length === 0
          ? t("merge.nothingMoves")
          : `${t("merge.moves")} ${counts.map((name) => t(`merge.count.${name}`, { count: moves[name] })).join(", ")}`}
      </p>
    </section>
  );
}

interface MergeLineProps {
  row: Schemas["MergeRow"];
  isTaken: boolean;
  onTake: (isTaken: boolean) => void;
}

function MergeLine({ row, isTaken, onTake }: MergeLineProps) {
  const { t } = useTranslation(["merges", "clients"]);
  const label = t(`clients:field.${row.field}`);
  const [winner, loser] = [row.winner, row.loser].map((value) => String(value ?? ""));
  if (!winner && !loser) return null;
  if (winner && loser && winner !== loser) {
    return (
      <RadioGroup
        label={label}
        options={[
          { id: "winner", label: winner },
          { id: "loser", label: loser },
        ]}
        value={isTaken ? "loser" : "winner"}
        onChange={(side) => onTake(side === "loser")}
      />
    );
  }
  return (
    <div className="grid gap-0.5">
      <span className="font-medium text-ink-soft text-sm">{label}</span>
      <span className="break-words">{String(row.result ?? "")}</span>
    </div>
  );
}
