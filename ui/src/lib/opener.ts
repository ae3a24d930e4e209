// Opening a shift from wherever cash was refused: the note of the error knows no page.

let opener: (() => void) | null = null;

/** Says who opens shifts. */
export function opensShifts(open: () => void): void {
  opener = open;
}

/** Leads to the count that opens a shift. */
export function openShift(): void {
  opener?.();
}
