import {
  type Amount,
  type CommandError,
  type CountedView,
  type CountForm,
  ipc,
  type ReportView,
} from '$lib/ipc/ipc';

/** A count of the drawer as it is typed, and what follows from it. */
export class Counting {
  pieces: Record<string, string> = $state({});
  loose = $state('');
  total: Amount | null = $state.raw(null);
  /** What the till says once the count is on record. */
  counted: CountedView | null = $state.raw(null);
  kept = $state('');
  reason = $state('');
  error: CommandError | null = $state.raw(null);
  busy = $state(false);

  #asked = 0;

  constructor(private readonly denominations: readonly Amount[]) {
    for (let { minor } of denominations) this.pieces[minor] = '';
  }

  get #form(): CountForm {
    let pieces = this.denominations.map(({ minor }) => ({
      minor,
      pieces: this.pieces[minor] ?? '',
    }));
    return { pieces, loose: this.loose };
  }

  /** Adds up what is typed; the till does the sum. */
  async sum(): Promise<void> {
    this.#asked += 1;
    let asked = this.#asked;
    let result = await ipc.countPreview(this.#form);
    if (asked !== this.#asked) return;
    this.error = result.status === 'error' ? result.error : null;
    if (result.status === 'ok') this.total = result.data;
  }

  async open(): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    let result = await ipc.openShift(this.#form);
    this.busy = false;
    this.error = result.status === 'error' ? result.error : null;
    return result.status === 'ok';
  }

  async count(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    let result = await ipc.countDrawer(this.#form);
    this.busy = false;
    this.error = result.status === 'error' ? result.error : null;
    if (result.status === 'error') return;
    this.counted = result.data;
    this.kept = result.data.kept.text;
  }

  again(): void {
    this.counted = null;
    this.error = null;
  }

  async close(): Promise<ReportView | null> {
    if (this.busy) return null;
    this.busy = true;
    let result = await ipc.closeShift(this.kept, this.reason);
    this.busy = false;
    this.error = result.status === 'error' ? result.error : null;
    return result.status === 'ok' ? result.data : null;
  }
}
