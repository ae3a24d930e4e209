import { type CommandError, type CustomerView, ipc, type MovementView } from '$lib/ipc/ipc';
import { t } from '$lib/messages/messages.svelte';
import { PagedList } from '$lib/pages.svelte';
import { toasts } from '$lib/toasts.svelte';

/** What lies over the customer: at most one thing at a time. */
export type Over = 'edit' | 'payment' | 'credit' | 'merge' | 'erase' | null;

/** One customer: who they are, what they owe, what moved, and what can be done. */
export class CustomerDetail {
  view: CustomerView | null = $state.raw(null);
  history = new PagedList<MovementView>((after) => this.#movements(after));
  over: Over = $state(null);
  error: CommandError | null = $state.raw(null);

  #wanted: string | null = null;

  async open(id: string | null): Promise<void> {
    this.#wanted = id;
    if (id === null) {
      this.view = null;
      return;
    }
    let result = await ipc.customer(id);
    // Another customer was chosen while this one was read.
    if (this.#wanted !== id) return;
    if (result.status === 'error') {
      this.error = result.error;
      this.view = null;
      return;
    }
    this.show(result.data);
  }

  async reload(): Promise<void> {
    await this.open(this.#wanted);
  }

  show(view: CustomerView): void {
    this.#wanted = view.form.id;
    // What a dialog was refused stays said, whatever moves below it.
    if (this.over === null) this.error = null;
    this.view = view;
    this.history.take({ rows: view.history.movements, next: view.history.next });
  }

  ask(over: Over): void {
    if (this.view !== null) this.over = over;
    this.error = null;
  }

  close(): void {
    this.over = null;
    this.error = null;
  }

  /** Has the provider forget a card that it keeps. */
  async forgetCard(place: number): Promise<void> {
    let id = this.view?.form.id ?? null;
    if (id === null) return;
    let result = await ipc.forgetKeptCard(id, place);
    if (result.status === 'error') {
      this.error = result.error;
      return;
    }
    this.show(result.data);
    toasts.show({ tone: 'paid', icon: 'check', text: t('cards-forgotten') });
  }

  /** Joins this customer into another one, who is kept. */
  async merge(kept: string): Promise<boolean> {
    let gone = this.view?.form.id ?? null;
    if (gone === null) return false;
    let result = await ipc.mergeCustomers(gone, kept);
    if (result.status === 'error') {
      this.error = result.error;
      return false;
    }
    this.close();
    this.show(result.data);
    toasts.show({ tone: 'paid', icon: 'check', text: t('customer-merged') });
    return true;
  }

  async erase(): Promise<boolean> {
    let id = this.view?.form.id ?? null;
    if (id === null) return false;
    let result = await ipc.eraseCustomer(id);
    if (result.status === 'error') {
      this.error = result.error;
      return false;
    }
    this.close();
    await this.open(null);
    toasts.notice(t('customer-erased'));
    return true;
  }

  async #movements(after: string | null) {
    let result = await ipc.customerHistory(this.#wanted ?? '', after);
    if (result.status === 'error') return result;
    let { movements, next } = result.data;
    return { status: 'ok', data: { rows: movements, next } } as const;
  }
}
