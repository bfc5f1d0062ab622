/** Whether the day is open and since when. */
export function WorkChip() {
  return null;
}
