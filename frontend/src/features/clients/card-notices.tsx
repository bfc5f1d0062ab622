import { overlayPart } from "@/shared/lib/lazy-part";
import type { Card } from "./use-client";
import { useSuggestions } from "./use-suggestions";

const NoticeList = overlayPart(async () => (await import("./notice-list")).NoticeList);

/** Most cards have none: what shows them comes with the first. */
export function CardNotices({ card }: { card: Card }) {
  const { client, counts } = card;
  const isGone = client.merged_into !== null || client.erased_at !== null;
  const suggestions = useSuggestions(client.id, !isGone);
  const isQuiet =
    !isGone &&
    client.archived_at === null &&
    counts.duplicates === 0 &&
    !counts.duplicates_elsewhere &&
    suggestions.length === 0;
  return isQuiet ? null : <NoticeList card={card} suggestions={suggestions} />;
}
