/** The parts of the settings, in the address. */
export const settingsTabs = ["company", "time", "stages", "trail"] as const;
