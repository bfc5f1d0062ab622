import { api } from "@/shared/api/client";

/** Whether there is anything to speak and to listen with, and in whose voice. */
export const useVoice = () => api.useQuery("get", "/api/v1/voice", {}, { staleTime: 300_000 }).data;
