// Tells a barcode scanner from a person: it types faster, and ends with Enter or Tab.

export interface ScannerLimits {
  /** The longest pause between two characters of a scan. */
  maxGapMs: number;
  /** Fewer characters than this are typing, however fast. */
  minLength: number;
  /** An Enter this soon after a scan still belongs to it: some scanners send CR and LF. */
  tailMs: number;
}

/** Slow scanners leave up to 60 ms between characters; nobody types four that fast, and Enter. */
export const usualLimits: ScannerLimits = { maxGapMs: 60, minLength: 4, tailMs: 300 };

export type Heard =
  /** Typing, as far as anyone can tell yet; `first` when it starts a new burst. */
  | { kind: 'typing'; first: boolean }
  /** The end of a scan. */
  | { kind: 'scan'; code: string }
  /** The rest of a scan that has already been read. */
  | { kind: 'tail' };

/**
 * Listens to single keys with their times and finds the scans among them.
 *
 * Pure: time is an argument, and nothing here knows of windows or fields.
 */
export class Scanner {
  #code = '';
  #lastAt = -Infinity;
  #scannedAt = -Infinity;

  constructor(private readonly limits: ScannerLimits = usualLimits) {}

  /** `key` as a keyboard event names it: one character, or `Enter`, `Tab`, `F9`... */
  feed(key: string, at: number): Heard {
    let quick = at - this.#lastAt <= this.limits.maxGapMs;
    if (key === 'Enter' || key === 'Tab') {
      return this.#end(key, at, quick);
    }
    if (key.length !== 1) {
      this.reset();
      return { kind: 'typing', first: true };
    }
    let first = !quick || this.#code === '';
    this.#code = first ? key : this.#code + key;
    this.#lastAt = at;
    return { kind: 'typing', first };
  }

  /** Forgets what it heard so far: a shortcut was pressed, or the window lost the keyboard. */
  reset(): void {
    this.#code = '';
  }

  #end(key: string, at: number, quick: boolean): Heard {
    let code = this.#code;
    this.reset();
    if (quick && code.length >= this.limits.minLength) {
      this.#scannedAt = at;
      return { kind: 'scan', code };
    }
    if (key === 'Enter' && code === '' && at - this.#scannedAt <= this.limits.tailMs) {
      return { kind: 'tail' };
    }
    return { kind: 'typing', first: true };
  }
}
