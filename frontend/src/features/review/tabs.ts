/** The parts of the review, in the address. The first three are lists of the API. */
export const reviewViews = ["waiting", "opened", "decided"] as const;
export const reviewTabs = [...reviewViews, "trust", "words"] as const;
export type ReviewView = (typeof reviewViews)[number];

export const verdicts = ["lead", "not_lead", "complaint", "spam"] as const;
export type Verdict = (typeof verdicts)[number];
