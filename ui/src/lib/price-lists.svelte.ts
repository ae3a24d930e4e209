import { type CommandError, ipc, type PriceListView, type Result } from '$lib/ipc/ipc';
import { t } from '$lib/messages/messages.svelte';
import { toasts } from '$lib/toasts.svelte';

/** The lists of prices that the shop has. */
export class PriceLists {
  all: readonly PriceListView[] = $state.raw([]);
  /** The one that is given another name; a new one is made while there is none. */
  renamed: PriceListView | null = $state.raw(null);
  name = $state('');
  error: CommandError | null = $state.raw(null);
  busy = $state(false);

  /** Those that something is sold at. */
  active = $derived(this.all.filter((list) => list.active));

  async load(): Promise<void> {
    this.#take(await ipc.priceLists());
  }

  rename(list: PriceListView | null): void {
    this.renamed = list;
    this.name = list?.name ?? '';
    this.error = null;
  }

  /** Makes a list of the name that was typed, or gives the name to the one that is renamed. */
  async save(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    let { name } = this;
    let saved = this.#take(await ipc.savePriceList(this.renamed?.id ?? null, name));
    this.busy = false;
    if (!saved) return;
    toasts.show({ tone: 'paid', icon: 'check', text: t('price-list-saved', { name }) });
    this.rename(null);
  }

  /** Takes a list out of use, or back into it. */
  async switch(list: PriceListView): Promise<void> {
    this.#take(await ipc.switchPriceList(list.id, !list.active));
  }

  #take(result: Result<PriceListView[]>): boolean {
    this.error = result.status === 'error' ? result.error : null;
    if (result.status === 'ok') this.all = result.data;
    return result.status === 'ok';
  }
}
