/** Minutes as they fit into a ring or a small cell: "4:05". */
export const clock = (minutes: number) =>
  `${Math.floor(minutes / 60)}:${String(Math.round(minutes % 60)).padStart(2, "0")}`;
