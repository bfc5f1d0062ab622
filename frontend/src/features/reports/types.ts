import type { Schemas } from "@/shared/api/client";

export type Figure = Schemas["KpiFigure"];
export type Period = Schemas["ReportPeriod"];
export type PeriodName = Period["name"];
export type Took = Schemas["Took"];
export type Unit = Figure["unit"];
export type Figures = Record<string, Figure>;

export const dash = "—";
