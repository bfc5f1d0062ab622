import type { Schemas } from "@/shared/api/client";

// The dashboard's answers have a `Period` and a `Figure` of their own.
export type Figure = Schemas["api__kpi__schemas__Figure"];
export type Period = Schemas["api__kpi__schemas__Period"];
export type PeriodName = Period["name"];
export type Took = Schemas["Took"];
export type Unit = Figure["unit"];
export type Figures = Record<string, Figure>;

export const dash = "—";
