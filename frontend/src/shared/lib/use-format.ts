import { createContext, use } from "react";
import { createFormat, type Format } from "./format";

const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** Filled by the application with the reader's language and the company's time zone and currency. */
export const FormatContext = createContext<Format>(
  createFormat({ locale: "ru", timeZone: browserZone(), currency: "UAH" }),
);

/** Formats of money, dates and numbers for the person who reads them. */
export const useFormat = () => use(FormatContext);
