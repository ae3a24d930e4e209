import { type CommandError, ipc, type TaxWord, type WithholdingView } from '$lib/ipc/ipc';
import { t } from '$lib/messages/messages.svelte';
import { toasts } from '$lib/toasts.svelte';

/** Nothing of this tax is withheld, or what was typed is. */
export type Choice = 'none' | 'typed' | (string & {});

/** The taxes that a customer withholds from an invoice, as they are declared. */
export class WithholdingTyping {
  view: WithholdingView | null = $state.raw(null);
  choice: Record<TaxWord, Choice> = $state({ isr: 'none', iva: 'none' });
  amount: Record<TaxWord, string> = $state({ isr: '', iva: '' });
  error: CommandError | null = $state.raw(null);
  busy = $state(false);

  refused = $derived(this.error ?? this.view?.refused ?? null);
  ready = $derived(
    this.view !== null &&
      this.view.refused === null &&
      (this.choice.isr !== 'none' || this.choice.iva !== 'none'),
  );

  constructor(private readonly invoice: string) {}

  async load(): Promise<void> {
    let result = await ipc.withholding(this.invoice);
    if (result.status === 'error') this.error = result.error;
    else this.view = result.data;
  }

  choose(tax: TaxWord, choice: Choice): void {
    this.choice[tax] = choice;
    this.error = null;
  }

  async save(): Promise<boolean> {
    if (this.busy || !this.ready) return false;
    this.busy = true;
    let declared = (['isr', 'iva'] as const)
      .filter((tax) => this.choice[tax] !== 'none')
      .map((tax) => ({
        tax,
        rate: this.choice[tax] === 'typed' ? null : this.choice[tax],
        amount: this.amount[tax],
      }));
    let result = await ipc.declareWithholding(this.invoice, declared);
    this.busy = false;
    if (result.status === 'error') {
      this.error = result.error;
      return false;
    }
    let text = t('withholding-done', { amount: result.data.text });
    toasts.show({ tone: 'paid', icon: 'check', text });
    return true;
  }
}
