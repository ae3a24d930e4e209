// Which rows of a long list are drawn: those on screen and a few around them.

export interface RowWindow {
  first: number;
  /** One past the last row that is drawn. */
  end: number;
}

const AROUND = 8;

export function rowWindow(
  top: number,
  height: number,
  rowHeight: number,
  count: number,
): RowWindow {
  let first = Math.max(0, Math.floor(top / rowHeight) - AROUND);
  let end = Math.min(count, Math.ceil((top + height) / rowHeight) + AROUND);
  return { first: Math.min(first, Math.max(0, end - 1)), end };
}
