import { type CommandError, type HandRefundView, ipc } from '$lib/ipc/ipc';

export const ways = ['cash', 'transfer'] as const;
export type Way = (typeof ways)[number];

/** Money of an invoice that a person gives back, as it is typed. */
export class HandRefund {
  payments: readonly HandRefundView[] = $state.raw([]);
  loaded = $state(false);
  payment: string | null = $state(null);
  amount = $state('');
  way: Way = $state('cash');
  reference = $state('');
  error: CommandError | null = $state.raw(null);
  busy = $state(false);

  chosen = $derived(this.payments.find((each) => each.payment === this.payment) ?? null);

  /** Nothing goes back without a reason. */
  ready = $derived(this.payment !== null && this.reference.trim() !== '');

  constructor(private readonly invoice: string) {}

  async load(): Promise<void> {
    let result = await ipc.handRefunds(this.invoice);
    this.loaded = true;
    if (result.status === 'error') {
      this.error = result.error;
      return;
    }
    this.payments = result.data;
    this.choose(this.payments[0]?.payment);
  }

  /** All that is left of a payment, by the way it came where a person can. */
  choose(wanted: string | undefined): void {
    let payment = this.payments.find((each) => each.payment === wanted);
    if (payment === undefined) return;
    this.payment = payment.payment;
    this.amount = payment.available.text;
    this.way = payment.method === 'cash' ? 'cash' : 'transfer';
    this.error = null;
  }

  async save(): Promise<boolean> {
    if (this.busy || !this.ready || this.payment === null) return false;
    this.busy = true;
    let { invoice, payment, amount, reference } = this;
    let result = await ipc.refundByHand({ invoice, payment, amount, method: this.way, reference });
    this.busy = false;
    this.error = result.status === 'error' ? result.error : null;
    return result.status === 'ok';
  }
}
