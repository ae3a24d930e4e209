import { type CommandError, type CustomerRow, ipc } from '$lib/ipc/ipc';

/** As many as a glance takes in. */
const SHOWN = 8;

/** Picks one of the known customers while their name is typed. */
export class CustomerPicker {
  text = $state('');
  rows: readonly CustomerRow[] = $state.raw([]);
  picked = $state(0);
  error: CommandError | null = $state.raw(null);

  wanted = $derived(this.text.trim());

  #running: Promise<void> | null = null;
  #stale = false;

  /** Whoever is left out is never offered. */
  constructor(private readonly without: string | null = null) {}

  async type(text: string): Promise<void> {
    this.text = text;
    this.picked = 0;
    await this.refresh();
  }

  /** Typing faster than the till answers asks once more, not ten times. */
  async refresh(): Promise<void> {
    this.#stale = true;
    this.#running ??= this.#untilFresh();
    await this.#running;
  }

  /** Moves among the rows, and `more` choices that the screen shows below them. */
  move(step: number, more = 0): void {
    let last = this.rows.length - 1 + more;
    this.picked = Math.min(Math.max(this.picked + step, 0), Math.max(last, 0));
  }

  async #untilFresh(): Promise<void> {
    while (this.#stale) {
      this.#stale = false;
      let result = await ipc.customers(this.wanted, null);
      this.error = result.status === 'error' ? result.error : null;
      if (result.status === 'error') continue;
      let others = result.data.rows.filter((row) => row.id !== this.without);
      this.rows = others.slice(0, SHOWN);
    }
    this.#running = null;
  }
}
