import { type CommandError, ipc, type Paper, type QuoteView } from '$lib/ipc/ipc';

import { showPrinted } from '$lib/printed';

/** A quote that is being made of the ticket. */
export class Quoting {
  days = $state('');
  /** The last moment at which its prices would count, as far as the days are any. */
  until: number | null = $state(null);
  done: QuoteView | null = $state.raw(null);
  error: CommandError | null = $state.raw(null);
  busy = $state(false);

  #typed = 0;

  async load(): Promise<void> {
    let usual = await ipc.quoteDays('');
    if (usual.status === 'error') return;
    this.days = String(usual.data.days);
    this.until = usual.data.valid_until;
  }

  async type(days: string): Promise<void> {
    this.days = days;
    this.#typed += 1;
    let turn = this.#typed;
    let result = await ipc.quoteDays(days);
    if (turn !== this.#typed) return;
    this.until = result.status === 'ok' ? result.data.valid_until : null;
    this.error = result.status === 'error' ? result.error : null;
  }

  async issue(): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    let result = await ipc.issueQuote(this.days);
    this.busy = false;
    this.error = result.status === 'error' ? result.error : null;
    if (result.status === 'ok') this.done = result.data;
    return result.status === 'ok';
  }

  async print(paper: Paper): Promise<void> {
    if (this.done === null) return;
    let result = await ipc.printQuote(this.done.row.id, paper);
    this.error = result.status === 'error' ? result.error : null;
    if (result.status === 'ok') showPrinted(result.data);
  }
}
