// A key press in the words of the key table, whatever the keyboard layout.

export interface Press {
  /** `F9`, `Shift+F10`, `Ctrl+Z`, `C`, `?`, `Enter`... */
  key: string;
  /** The character it types, or null. */
  char: string | null;
  /** The physical key, to tell the number pad from the top row. */
  code: string;
  repeat: boolean;
}

const LATIN_KEY = /^Key([A-Z])$/;

/** The Latin letter of a key under a Cyrillic layout; scanners and shortcuts mean that one. */
function latin(key: string, code: string): string {
  let letter = LATIN_KEY.exec(code)?.[1];
  if (letter === undefined || key.charCodeAt(0) < 128) {
    return key;
  }
  return key === key.toLocaleUpperCase() ? letter : letter.toLowerCase();
}

export type KeyInput = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey' | 'repeat'
>;

export function readPress(event: KeyInput): Press {
  let printable = event.key.length === 1;
  let name = printable ? latin(event.key, event.code) : event.key;
  let letter = /^[a-z]$/i.test(name);
  let parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push('Ctrl');
  if (event.altKey) parts.push('Alt');
  // Shift is part of how `?` is typed, but not of how `C` is.
  if (event.shiftKey && (!printable || letter)) parts.push('Shift');
  parts.push(letter ? name.toUpperCase() : name);
  let plain = printable && !event.ctrlKey && !event.altKey && !event.metaKey;
  return {
    key: parts.join('+'),
    char: plain ? event.key : null,
    code: event.code,
    repeat: event.repeat,
  };
}

/** The character as a scanner meant it; one that ends with CR or LF may send them as Ctrl and a letter. */
export function scannedChar(event: KeyInput): string {
  if (endsLine(event)) return 'Enter';
  return event.key.length === 1 ? latin(event.key, event.code) : event.key;
}

/** Ctrl+M and Ctrl+J are CR and LF (ASCII, ISO/IEC 646). */
function endsLine(event: KeyInput): boolean {
  return event.ctrlKey && !event.altKey && /^[jm]$/i.test(latin(event.key, event.code));
}

const modifiers = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead']);

export function isModifier(key: string): boolean {
  return modifiers.has(key);
}
