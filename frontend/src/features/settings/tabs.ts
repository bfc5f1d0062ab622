/** The parts of the settings, in the address. */
export const settingsTabs = ["company", "time", "stages", "voice", "trail"] as const;
