// A long list that is read page by page, by key.

import type { CommandError, Result } from '$lib/ipc/ipc';

export interface Page<Row> {
  rows: readonly Row[];
  /** Asks for the next page; null on the last. */
  next: string | null;
}

/** So many rows are kept ready below the visible ones. */
const AHEAD_ROWS = 30;

export class PagedList<Row> {
  rows: readonly Row[] = $state.raw([]);
  error: CommandError | null = $state.raw(null);
  loaded = $state(false);

  #next: string | null = null;
  #generation = 0;
  #busy = false;

  constructor(private readonly read: (after: string | null) => Promise<Result<Page<Row>>>) {}

  /** Reads from the top. */
  async load(): Promise<boolean> {
    return this.#read(0);
  }

  /** Reads again what is on screen. */
  async reload(): Promise<boolean> {
    return this.#read(this.rows.length);
  }

  /** Takes a first page that came with something else. */
  take({ rows, next }: Page<Row>): void {
    this.#generation += 1;
    this.#shown(rows, next);
  }

  async more(): Promise<void> {
    if (this.#next === null || this.#busy) return;
    this.#busy = true;
    let generation = this.#generation;
    let page = await this.read(this.#next);
    this.#busy = false;
    if (generation !== this.#generation) return;
    if (page.status === 'error') {
      this.error = page.error;
      return;
    }
    this.#shown([...this.rows, ...page.data.rows], page.data.next);
  }

  /** Called with the last row on screen: reads on before anybody gets there. */
  async reached(row: number): Promise<void> {
    if (row + AHEAD_ROWS >= this.rows.length) await this.more();
  }

  /** Reads pages until there are `wanted` rows; false when a newer read overtook this one. */
  async #read(wanted: number): Promise<boolean> {
    this.#generation += 1;
    let generation = this.#generation;
    let rows: Row[] = [];
    let next: string | null = null;
    do {
      let page: Result<Page<Row>> = await this.read(next);
      if (generation !== this.#generation) return false;
      if (page.status === 'error') {
        this.error = page.error;
        return false;
      }
      rows.push(...page.data.rows);
      next = page.data.next;
    } while (rows.length < wanted && next !== null);
    this.#shown(rows, next);
    return true;
  }

  #shown(rows: readonly Row[], next: string | null): void {
    this.error = null;
    this.rows = rows;
    this.#next = next;
    this.loaded = true;
  }
}
