// The keyboard as the window hears it: scans are taken out, the rest goes to the key layers.

import type { KeyLayers } from '$lib/keys/layers.svelte';
import { isModifier, type Press, readPress, scannedChar } from '$lib/keys/press';

import { Scanner, type ScannerLimits, usualLimits } from './scanner';

type TextField = HTMLInputElement | HTMLTextAreaElement;

interface Snapshot {
  field: TextField;
  value: string;
}

/** Keys that edit text; in a field with text in it they are the field's own. */
const editing = new Set(['Delete', 'Backspace', 'Home', 'End', 'Ctrl+Z', 'PageUp', 'PageDown']);

const notText = new Set(['button', 'checkbox', 'radio', 'range', 'submit', 'reset', 'file']);

function textField(target: EventTarget | null): TextField | null {
  if (target instanceof HTMLTextAreaElement) return target;
  return target instanceof HTMLInputElement && !notText.has(target.type) ? target : null;
}

/** A field lets single-character shortcuts through always, or while it is empty, or never. */
function letsThrough(field: TextField): boolean {
  let rule = field.dataset.shortcuts;
  return rule === 'always' || (rule === 'empty' && field.value === '');
}

/**
 * Reads every key before anyone else does.
 *
 * A character that would be a shortcut is held back for as long as a scanner may take to send
 * the next one, so that the letters of a barcode never press a button. What a scan typed into a
 * field is taken out again.
 */
export class Wedge {
  #scanner: Scanner;
  #held: Press[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #before: Snapshot | null = null;

  constructor(
    private readonly layers: KeyLayers,
    private readonly onscan: (code: string) => void,
    private readonly limits: ScannerLimits = usualLimits,
  ) {
    this.#scanner = new Scanner(limits);
  }

  listen(target: Window): () => void {
    let hear = (event: KeyboardEvent) => this.hear(event);
    target.addEventListener('keydown', hear, true);
    return () => {
      clearTimeout(this.#timer);
      target.removeEventListener('keydown', hear, true);
    };
  }

  hear(event: KeyboardEvent): void {
    if (event.isComposing || event.defaultPrevented || isModifier(event.key)) return;
    let press = readPress(event);
    let field = textField(event.target);
    let meant = scannedChar(event);
    if (press.char === null && meant.length === 1) meant = 'Shortcut';
    let heard = this.#scanner.feed(meant, event.timeStamp);
    if (heard.kind === 'typing') {
      // A new burst: what was held is no scan, and comes before what is typed now.
      if (heard.first) this.#flush();
      if (heard.first) this.#before = field && { field, value: field.value };
      this.#typed(event, press, field);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (heard.kind === 'scan') {
      this.#drop();
      this.onscan(heard.code);
    }
  }

  #typed(event: KeyboardEvent, press: Press, field: TextField | null): void {
    if (press.char !== null) {
      let offered = field === null || letsThrough(field);
      if (offered && !this.#native(event, press) && this.layers.wants(press)) {
        event.preventDefault();
        this.#hold(press);
      }
      return;
    }
    this.#flush();
    if (this.#native(event, press)) return;
    if (field !== null && field.value !== '' && editing.has(press.key)) return;
    if (this.layers.handle(press)) event.preventDefault();
  }

  /** Keys that belong to the focused control itself: Enter and Space press a button. */
  #native(event: KeyboardEvent, press: Press): boolean {
    let target = event.target;
    if (!(target instanceof Element)) return false;
    if (target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement) {
      return press.key !== 'Escape' && !/^(F\d|Alt)/.test(press.key);
    }
    // Enter on a tick box is the answer to its dialog.
    if (target.matches('input[type="checkbox"]')) return press.key === ' ';
    let pressable = target.closest('button, a, summary, [role="radio"]');
    if (pressable !== null) return press.key === 'Enter' || press.key === ' ';
    return (
      target instanceof HTMLInputElement && target.type === 'radio' && /^(Arrow| )/.test(press.key)
    );
  }

  #hold(press: Press): void {
    this.#held.push(press);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#flush(), this.limits.maxGapMs);
  }

  /** No scan after all: the held characters act as typed, in their order. */
  #flush(): void {
    clearTimeout(this.#timer);
    for (let press of this.#held.splice(0)) {
      this.layers.handle(press);
    }
  }

  /** A scan: nothing that it typed may stay. */
  #drop(): void {
    clearTimeout(this.#timer);
    this.#held = [];
    let before = this.#before;
    this.#before = null;
    if (before !== null && before.field.isConnected && before.field.value !== before.value) {
      before.field.value = before.value;
      before.field.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }
}
