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
