import {
  type ExportFile,
  ipc,
  type ProductChoices,
  type ProductRow,
  type Shelf,
} from '$lib/ipc/ipc';
import { errorLine } from '$lib/messages/errors';
import { t } from '$lib/messages/messages.svelte';
import { PagedList } from '$lib/pages.svelte';
import { toasts } from '$lib/toasts.svelte';

import { newProduct, ProductTyping } from './form.svelte';

/** The products on screen: a shelf of them, or what was searched. */
export class Catalogue {
  search = $state('');
  shelf: Shelf = $state.raw({ shelf: 'sold' });
  selected: string | null = $state(null);
  choices: ProductChoices | null = $state.raw(null);
  /** The product that is being typed. */
  typing: ProductTyping | null = $state.raw(null);
  exporting = $state(false);
  list = new PagedList<ProductRow>((after) =>
    ipc.productList(this.shelf, this.search.trim(), after),
  );

  rows = $derived(this.list.rows);
  index = $derived(this.rows.findIndex((row) => row.id === this.selected));

  async load(): Promise<void> {
    await this.#choices();
    if (await this.list.load()) this.selected ??= this.rows[0]?.id ?? null;
  }

  async #choices(): Promise<void> {
    let result = await ipc.productChoices();
    if (result.status === 'ok') this.choices = result.data;
  }

  async show(shelf: Shelf): Promise<void> {
    this.shelf = shelf;
    this.search = '';
    await this.#top();
  }

  async find(text: string): Promise<void> {
    this.search = text;
    // A search looks in every category.
    if (this.shelf.shelf === 'category') this.shelf = { shelf: 'sold' };
    await this.#top();
  }

  async #top(): Promise<void> {
    if (await this.list.load()) this.selected = this.rows[0]?.id ?? null;
  }

  select(id: string): void {
    this.selected = id;
  }

  async move(step: number): Promise<void> {
    let last = this.rows.length - 1;
    let target = Math.min(Math.max(this.index + step, 0), last);
    this.selected = this.rows[target]?.id ?? null;
    await this.list.reached(target);
  }

  /** Begins a new product, called what was searched in vain. */
  add(): void {
    let name = this.rows.length === 0 ? this.search.trim() : '';
    let category = this.shelf.shelf === 'category' ? this.shelf.name : '';
    let prices = this.choices?.lists ?? [];
    this.typing = new ProductTyping({ ...newProduct, name, category, prices });
  }

  async edit(): Promise<void> {
    if (this.selected === null) return;
    let result = await ipc.productForm(this.selected);
    if (result.status === 'ok') this.typing = new ProductTyping(result.data);
    else toasts.failed(errorLine(result.error));
  }

  close(): void {
    this.typing = null;
  }

  /** Saves what was typed; false while something does not fit. */
  async save(): Promise<boolean> {
    let saved = (await this.typing?.save()) ?? null;
    if (saved === null) return false;
    this.typing = null;
    await this.#changed(saved, 'product-saved');
    return true;
  }

  /** Takes the selected product out of what is sold, or back into it. */
  async switch(): Promise<void> {
    let row = this.rows[this.index];
    if (row === undefined) return;
    let result = await ipc.switchProduct(row.id, !row.active);
    if (result.status === 'error') {
      toasts.failed(errorLine(result.error));
      return;
    }
    let next = this.rows[this.index + 1] ?? this.rows[this.index - 1];
    this.selected = next?.id ?? null;
    await this.#changed(result.data, row.active ? 'product-switched-off' : 'product-switched-on');
  }

  /** Writes every product to a file, one file at a time. */
  async export(file: ExportFile): Promise<void> {
    if (this.exporting) return;
    this.exporting = true;
    let result = await ipc.exportProducts(file);
    this.exporting = false;
    if (result.status === 'error') {
      toasts.failed(errorLine(result.error));
      return;
    }
    let { path } = result.data;
    toasts.show({ tone: 'paid', icon: 'document', text: t('export-done'), detail: path });
  }

  async #changed(row: ProductRow, message: string): Promise<void> {
    toasts.show({ tone: 'paid', icon: 'check', text: t(message, { name: row.name }) });
    await this.#choices();
    await this.list.reload();
    if (this.rows.some((each) => each.id === row.id)) this.selected = row.id;
  }
}
