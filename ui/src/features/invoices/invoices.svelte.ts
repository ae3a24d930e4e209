import {
  type CommandError,
  type InvoiceCounts,
  type InvoiceFilter,
  type InvoicePage,
  type InvoiceRow,
  ipc,
} from '$lib/ipc/ipc';

/** Rows of this many pages of the screen are kept ready below the visible ones. */
const AHEAD_ROWS = 30;

export const filters: readonly InvoiceFilter[] = [
  'all',
  'waiting',
  'paid',
  'review',
  'unsent',
  'voided',
];

/** The invoices on screen, read page by page by key. */
export class Invoices {
  filter: InvoiceFilter = $state('all');
  search = $state('');
  rows: readonly InvoiceRow[] = $state.raw([]);
  counts: InvoiceCounts | null = $state.raw(null);
  selected: string | null = $state(null);
  error: CommandError | null = $state.raw(null);
  loaded = $state(false);

  index = $derived(this.rows.findIndex((row) => row.id === this.selected));

  #next: string | null = null;
  #generation = 0;
  #busy = false;

  constructor(filter: InvoiceFilter = 'all') {
    this.filter = filter;
  }

  /** How many invoices a filter holds, where the till counts them. */
  count(filter: InvoiceFilter): number | undefined {
    return filter === 'voided' ? undefined : this.counts?.[filter];
  }

  /** Reads from the top; the selection stays where it was when it is still there. */
  async load(): Promise<void> {
    this.#generation += 1;
    let generation = this.#generation;
    let [page, counts] = await Promise.all([
      ipc.invoices(this.filter, this.search.trim(), null),
      ipc.invoiceCounts(),
    ]);
    // The filter or the text changed in the meantime: a newer load is under way.
    if (generation !== this.#generation) return;
    if (counts.status === 'ok') this.counts = counts.data;
    if (page.status === 'error') {
      this.error = page.error;
      return;
    }
    this.#begin(page.data);
  }

  /** Reads what changed without moving the list: as many rows as were on screen. */
  async reload(): Promise<void> {
    let wanted = this.rows.length;
    await this.load();
    while (this.rows.length < wanted && this.#next !== null && this.error === null) {
      await this.more();
    }
  }

  async more(): Promise<void> {
    if (this.#next === null || this.#busy) return;
    this.#busy = true;
    let generation = this.#generation;
    let page = await ipc.invoices(this.filter, this.search.trim(), this.#next);
    this.#busy = false;
    if (generation !== this.#generation) return;
    if (page.status === 'error') {
      this.error = page.error;
      return;
    }
    this.rows = [...this.rows, ...page.data.rows];
    this.#next = page.data.next;
  }

  /** Called with the last row on screen: reads on before the clerk gets there. */
  async reached(row: number): Promise<void> {
    if (row + AHEAD_ROWS >= this.rows.length) await this.more();
  }

  async show(filter: InvoiceFilter): Promise<void> {
    this.filter = filter;
    this.selected = null;
    await this.load();
  }

  async find(text: string): Promise<void> {
    this.search = text;
    this.selected = null;
    await this.load();
  }

  select(id: string): void {
    this.selected = id;
  }

  async move(step: number): Promise<void> {
    let last = this.rows.length - 1;
    let target = Math.min(Math.max(this.index + step, 0), last);
    this.selected = this.rows[target]?.id ?? null;
    await this.reached(target);
  }

  #begin(page: InvoicePage): void {
    this.error = null;
    this.rows = page.rows;
    this.#next = page.next;
    this.loaded = true;
    if (this.index < 0) this.selected = page.rows[0]?.id ?? null;
  }
}
