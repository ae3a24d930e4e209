import {
  type CardRefundView,
  type CommandError,
  type InvoiceView,
  ipc,
  type RefundSplitView,
} from '$lib/ipc/ipc';

/** Money that is to go back to the card that paid it. */
export class CardRefund {
  payments: readonly CardRefundView[] = $state.raw([]);
  chosen: CardRefundView | null = $state.raw(null);
  amount = $state('');
  reason = $state('');
  split: RefundSplitView | null = $state.raw(null);
  error: CommandError | null = $state.raw(null);
  busy = $state(false);
  loaded = $state(false);

  /** Whether the provider would take it now, as far as is known here. */
  possible: boolean = $derived(
    this.chosen !== null &&
      this.chosen.undecided === null &&
      this.chosen.from === null &&
      this.chosen.until === null,
  );
  ready: boolean = $derived(
    this.possible && !this.busy && this.split !== null && this.reason.trim() !== '',
  );

  #asked = 0;

  constructor(readonly invoice: InvoiceView) {}

  async load(): Promise<void> {
    let result = await ipc.cardRefunds(this.invoice.id);
    this.loaded = true;
    if (result.status === 'error') {
      this.error = result.error;
      return;
    }
    this.payments = result.data;
    this.choose(result.data[0]?.payment);
  }

  choose(wanted: string | undefined): void {
    let payment = this.payments.find((each) => each.payment === wanted);
    if (payment === undefined) return;
    this.chosen = payment;
    this.amount = payment.left.text;
    this.split = payment.split;
    this.error = null;
  }

  /** What goes to the card and what into the hand, while the amount is typed. */
  async type(text: string): Promise<void> {
    this.amount = text;
    this.split = null;
    this.error = null;
    this.#asked += 1;
    let asked = this.#asked;
    if (this.chosen === null || text.trim() === '') return;
    let result = await ipc.refundSplit(this.chosen.charge, text);
    // A slow answer to an older amount must not overwrite a newer one.
    if (asked !== this.#asked) return;
    if (result.status === 'ok') this.split = result.data;
    else this.error = result.error;
  }

  /** Asks the provider; the invoice as it stands then, or null when it was not asked. */
  async ask(): Promise<InvoiceView | null> {
    if (!this.ready || this.chosen === null) return null;
    let { charge, payment } = this.chosen;
    this.busy = true;
    let form = { charge, payment, amount: this.amount, reason: this.reason.trim() };
    let result = await ipc.refundToCard(this.invoice.id, form);
    this.busy = false;
    if (result.status === 'ok') return result.data;
    this.error = result.error;
    return null;
  }
}
