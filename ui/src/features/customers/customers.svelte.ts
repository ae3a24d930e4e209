import { type CustomerRow, ipc } from '$lib/ipc/ipc';
import { PagedList } from '$lib/pages.svelte';

/** The customers on screen, by name or as they were searched. */
export class Customers {
  search = $state('');
  selected: string | null = $state(null);
  /** Whether the statement of the selected one is on screen, and not the list. */
  telling = $state(false);
  list = new PagedList<CustomerRow>((after) => ipc.customers(this.search.trim(), after));

  rows = $derived(this.list.rows);
  index = $derived(this.rows.findIndex((row) => row.id === this.selected));

  async load(): Promise<void> {
    if (await this.list.load()) this.selected ??= this.rows[0]?.id ?? null;
  }

  async reload(): Promise<void> {
    await this.list.reload();
  }

  async find(text: string): Promise<void> {
    this.search = text;
    if (!(await this.list.load())) return;
    this.selected = this.rows[0]?.id ?? null;
  }

  select(id: string | null): void {
    this.selected = id;
  }

  async move(step: number): Promise<void> {
    let last = this.rows.length - 1;
    let target = Math.min(Math.max(this.index + step, 0), last);
    this.selected = this.rows[target]?.id ?? null;
    await this.list.reached(target);
  }
}
