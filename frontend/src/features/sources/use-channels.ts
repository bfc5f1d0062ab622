import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/shared/api/client";
import { useChannelName } from "@/shared/crm/source-icon";
import { adapterOf, type Source } from "./source";

export type Offer = Schemas["OfferedChannel"];
export type How = Offer["how"];

/** What sources can be connected to here: the channels of every installed adapter. */
export function useOffers() {
  return api.useQuery("get", "/api/v1/lead-sources/channels", {}, { staleTime: 60_000 });
}

/** How a source's channel is connected: on a page of the vendor's, with keys, with code on a site. */
export function useHow(source: Pick<Source, "channel" | "settings">): How | undefined {
  const adapter = adapterOf(source);
  return useOffers().data?.items.find((offer) => (offer.adapter ?? offer.channel) === adapter)?.how;
}

/** Texts of the shape of ours, of which a channel may have its own. */
type Words = "brings" | "needs" | "first" | "app" | "appTitle" | "access" | "webhook";

/**
 * What is said about a channel: its own words, or those for any. A package that was not there when Smena was built has
 * none of its own.
 */
export function useChannelWords(adapter: string) {
  const { t, i18n } = useTranslation("channels");
  const channelName = useChannelName();
  const isOurs = i18n.exists(`channels:${adapter}.brings`);
  const name = isOurs ? channelName(adapter) : adapter;
  const find = (path: string) => (i18n.exists(`channels:${path}`) ? t(path as "generic.brings", { name }) : undefined);
  return {
    name,
    /** Whoever is behind it, as the doer in a sentence. */
    who: find(`${adapter}.who`) ?? name,
    say: (word: Words) => find(`${adapter}.${word}`) ?? find(`generic.${word}`) ?? "",
    own: (word: Words) => find(`${adapter}.${word}`),
    /** Where its keys are found, step by step. */
    where: steps(find, adapter) ?? steps(find, "generic") ?? [],
    field: (key: string) => ({
      label: find(`${adapter}.field.${key}.label`) ?? find(`generic.field.${key}.label`) ?? spelt(key),
      hint: find(`${adapter}.field.${key}.hint`),
    }),
  };
}

function steps(find: (path: string) => string | undefined, channel: string): string[] | undefined {
  const found = [1, 2, 3, 4, 5]
    .map((number) => find(`${channel}.where.${number}`))
    .filter((text) => text !== undefined);
  return found.length ? found : undefined;
}

/** A name that nobody has words for: "api_key" is «Api key». */
export const spelt = (key: string) => {
  const words = key.replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
