import type { Schemas } from "@/shared/api/client";
import type { Way } from "./reply";

export type TakenFile = Schemas["TakenFile"];
type Fate = { fits: true } | { fits: false; why: "type" | "size"; most: number };

const kindsOf = (type: string) => {
  const named = type.split("/")[0] ?? "";
  return ["image", "video", "audio"].includes(named) ? [named, "file"] : ["file"];
};

const takes = ({ types }: TakenFile, type: string) =>
  types.length === 0 || types.some((one) => one === type || (one.endsWith("/*") && type.startsWith(one.slice(0, -1))));

/** May the file go? By the same rules the API has; the largest size of its type is said when it is too big. */
export function fate(file: Pick<File, "type" | "size">, taken: readonly TakenFile[]): Fate {
  const ofType = taken.filter((one) => kindsOf(file.type).includes(one.kind) && takes(one, file.type));
  const most = Math.max(0, ...ofType.map((one) => one.most));
  if (ofType.length === 0) return { fits: false, why: "type", most };
  return file.size <= most ? { fits: true } : { fits: false, why: "size", most };
}

/** For the file chooser: types and kinds, nothing where anything goes. */
export const accepted = (taken: readonly TakenFile[]) =>
  taken.some(({ kind, types }) => kind === "file" && types.length === 0)
    ? []
    : taken.flatMap(({ kind, types }) => (types.length > 0 ? types : kind === "voice" ? [] : [`${kind}/*`]));

/** Does the channel show a voice as one? Such sound is Ogg with Opus. */
export const takesVoices = (taken: readonly TakenFile[]) =>
  taken.some(({ kind, types }) => kind === "voice" && types.includes("audio/ogg"));

/** Files go into conversations; an answer to a comment is words. */
export const takesFiles = (way: Pick<Way, "mode" | "allowed">, taken: readonly TakenFile[]) =>
  way.mode === "direct" && way.allowed && taken.length > 0;

type Kind = Exclude<TakenFile["kind"], "voice">;

/** Kinds that may be equally big, together; a voice message is sound. */
export function byLimit(taken: readonly TakenFile[]): { most: number; kinds: Kind[] }[] {
  const found = new Map<number, Kind[]>();
  for (const { kind, most } of taken) {
    if (kind !== "voice") found.set(most, [...(found.get(most) ?? []), kind]);
  }
  return [...found].map(([most, kinds]) => ({ most, kinds }));
}
