// Where the keyboard is: buttons pressed by mouse or finger do not take it away.

/** On `mousedown`: the click happens, the focus stays in the field that has it. */
export function keepFocus(event: MouseEvent): void {
  event.preventDefault();
}

/** Puts the keyboard into a field, with its text selected. */
export function focusIn(field: HTMLElement): void {
  field.focus({ preventScroll: true });
  if (field instanceof HTMLInputElement) {
    field.select();
  }
}

/** Scrolls the list that a row is in, and nothing else, so that the row is seen. */
export function keepInView(row: HTMLElement): void {
  let list = row.parentElement;
  while (list !== null && list.scrollHeight <= list.clientHeight) list = list.parentElement;
  if (list === null) return;
  let seen = list.getBoundingClientRect();
  let { top, bottom } = row.getBoundingClientRect();
  if (top < seen.top) list.scrollTop -= seen.top - top;
  else if (bottom > seen.bottom) list.scrollTop += bottom - seen.bottom;
}
