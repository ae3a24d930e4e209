import {
  type CommandError,
  type InvoiceCounts,
  type InvoiceFilter,
  type InvoicePage,
  type InvoiceRow,
  ipc,
  type Result,
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

  /** Reads from the top. */
  async load(): Promise<void> {
    await this.#read(0);
  }

  /** Reads again what is on screen, without moving the list or the selection. */
  async reload(): Promise<void> {
    await this.#read(this.rows.length);
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

  /** Reads pages until there are `wanted` rows, and shows them all at once. */
  async #read(wanted: number): Promise<void> {
    this.#generation += 1;
    let generation = this.#generation;
    let rows: InvoiceRow[] = [];
    let next: string | null = null;
    do {
      let page: Result<InvoicePage> = await ipc.invoices(this.filter, this.search.trim(), next);
      // The filter or the text changed in the meantime: a newer read is under way.
      if (generation !== this.#generation) return;
      if (page.status === 'error') {
        this.error = page.error;
        return;
      }
      rows.push(...page.data.rows);
      next = page.data.next;
    } while (rows.length < wanted && next !== null);
    this.error = null;
    this.rows = rows;
    this.#next = next;
    this.loaded = true;
    this.selected ??= rows[0]?.id ?? null;
    await this.#count();
  }

  async #count(): Promise<void> {
    let counts = await ipc.invoiceCounts();
    if (counts.status === 'ok') this.counts = counts.data;
  }
}
