/** The parts of the settings, in the address. */
export const settingsTabs = ["company", "stages", "trail"] as const;
