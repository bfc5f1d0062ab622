import type { Schemas } from "@/shared/api/client";

export type Transcription = Schemas["Transcription"];

const sounds = /\.(mp3|m4a|aac|ogg|oga|opus|wav|amr|flac|webm|mp4|3gp|mov)$/i;

/** Can what is said in it be written down? */
export const isRecording = (name: string, mimeType: string | null | undefined) =>
  /^(audio|video)\//.test(mimeType ?? "") || sounds.test(name);

/** The vendor is at it: that is no trouble. */
export const isBeingHeard = ({ reason, state }: Pick<Transcription, "reason" | "state">) =>
  state === "pending" && (reason === null || reason === "hearing");

const known = [
  "hearing",
  "quota_exceeded",
  "not_connected",
  "access_lost",
  "permission_missing",
  "file_gone",
  "invalid_file",
  "busy",
] as const;

/** Why it waits or has failed, as far as we have words for it. */
export const whyNot = ({ reason, state }: Pick<Transcription, "reason" | "state">) =>
  known.find((one) => one === reason) ?? (state === "failed" ? "failed" : "waiting");
