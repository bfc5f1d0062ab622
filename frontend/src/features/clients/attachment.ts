import type { Schemas } from "@/shared/api/client";

export type Attachment = Schemas["InteractionEntry"]["attachments"][number];
export type Shape = "picture" | "sound" | "film" | "file" | "waiting" | "lost" | "link" | "note";

/** The picture of the post a comment stands under travels with the comment, but is no part of it. */
const ofPost = "post_picture";
export const isOfPost = ({ kind }: Pick<Attachment, "kind">) => kind === ofPost;

/** What every browser shows; other pictures (a phone's HEIC) are files to save. */
const pictures = ["image/jpeg", "image/png", "image/gif", "image/webp"];
const safeUrl = /^https?:\/\//i;

/** How an attachment is shown: by what came, not by what its channel calls it. */
export function shapeOf({ state, path, url, mime_type }: Attachment): Shape {
  if (state === "pending") return "waiting";
  if (path) return playable(mime_type ?? "");
  if (state === "gone") return "lost";
  if (url && safeUrl.test(url)) return "link";
  return state === "refused" ? "lost" : "note";
}

function playable(mimeType: string): Shape {
  if (pictures.includes(mimeType)) return "picture";
  if (mimeType.startsWith("audio/")) return "sound";
  return mimeType.startsWith("video/") ? "film" : "file";
}

const kinds = ["image", "video", "audio", "voice", "sticker", "share", "story_mention"] as const;

/** The word for it where its channel gives no name. */
export const kindOf = ({ kind }: Pick<Attachment, "kind">) =>
  kinds.find((known) => known === kind) ?? (kind?.includes("post") || kind?.includes("reel") ? "share" : "file");

/** What the file is called, null where the channel only repeats its own word for the kind. */
export const givenName = ({ name, kind }: Pick<Attachment, "name" | "kind">) =>
  name && name.replace(/\.\w+$/, "") !== kind ? name : null;

const reasons = ["too_big", "type_not_taken", "expired", "not_connected"] as const;

/** Why it is not here, when we have a sentence for it. */
export const whyLost = ({ reason }: Pick<Attachment, "reason">) => reasons.find((known) => known === reason) ?? "other";
