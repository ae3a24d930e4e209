import {
  type CaseView,
  type CommandError,
  type InvoiceView,
  ipc,
  type Paper,
  type PrintView,
  type Result,
  type Settlement,
} from '$lib/ipc/ipc';
import { t } from '$lib/messages/messages.svelte';
import { showPrinted } from '$lib/printed';
import { toasts } from '$lib/toasts.svelte';

import { CardRefund } from './refund.svelte';

/** One invoice: what it says, and what can be done with it. */
export class InvoiceDetail {
  invoice: InvoiceView | null = $state.raw(null);
  error: CommandError | null = $state.raw(null);
  /** The reason being typed for a void, or null when nobody is voiding. */
  voiding = $state(false);

  /** The case being closed, or null when nobody is closing one. */
  closing: CaseView | null = $state.raw(null);

  /** Money that is to go back to a card, or null when nobody gives any back. */
  /** Whether money is being given back by hand. */
  handing = $state(false);
  refund: CardRefund | null = $state.raw(null);

  /** Whether a card, here or on the provider's page, paid something of it. */
  paidByCard: boolean = $derived(
    this.invoice?.charges.some(
      (charge) => ['card', 'link'].includes(charge.method) && charge.paid !== null,
    ) ?? false,
  );

  #wanted: string | null = null;

  async open(id: string | null): Promise<void> {
    this.#wanted = id;
    if (id === null) {
      this.invoice = null;
      return;
    }
    let result = await ipc.invoice(id);
    // Another invoice was chosen while this one was read.
    if (this.#wanted === id) this.#take(result);
  }

  async reload(): Promise<void> {
    await this.open(this.#wanted);
  }

  async print(paper: Paper): Promise<void> {
    if (this.invoice) this.#printed(await ipc.printInvoice(this.invoice.id, paper));
  }

  async printVoucher(charge: string, paper: Paper): Promise<void> {
    this.#printed(await ipc.printVoucher(charge, paper));
  }

  /** The credit note of goods that came back. */
  async printReturn(creditNote: string): Promise<void> {
    this.#printed(await ipc.printReturn(creditNote, 'letter'));
  }

  async check(charge: string): Promise<void> {
    let result = await ipc.checkNow(charge);
    await this.reload();
    if (result.status === 'error') this.error = result.error;
  }

  /** Voids the invoice; the books keep it, with a credit note and the reason. */
  async void(reason: string): Promise<void> {
    if (this.invoice === null) return;
    let voided = this.#take(await ipc.voidInvoice(this.invoice.id, reason));
    if (!voided) return;
    this.voiding = false;
    toasts.notice(t('void-done'), this.invoice.credit_note);
  }

  closeVoid(): void {
    this.voiding = false;
    this.error = null;
  }

  askRefund(): void {
    if (this.invoice === null || !this.paidByCard) return;
    this.refund = new CardRefund(this.invoice);
  }

  /** The provider was asked; it may take days to decide. */
  async refunded(): Promise<void> {
    this.refund = null;
    await this.reload();
    toasts.notice(t('refund-asked'), this.invoice?.folio ?? null);
  }

  /** Asks what came of a case: of the oldest one, when none is named. */
  askCase(id?: string): void {
    let cases = this.invoice?.cases ?? [];
    this.closing = cases.find((each) => each.id === id) ?? cases[0] ?? null;
    this.error = null;
  }

  /** Closes the case with what was decided; the invoice keeps the note. */
  async settle(settled: Settlement, note: string): Promise<void> {
    if (this.invoice === null || this.closing === null) return;
    let { id } = this.closing;
    let done = this.#take(await ipc.closeCase(this.invoice.id, id, settled, note));
    if (!done) return;
    this.closing = null;
    toasts.notice(t('case-closed'), this.invoice.folio);
  }

  leaveCase(): void {
    this.closing = null;
    this.error = null;
  }

  #printed(result: Result<PrintView>): void {
    if (result.status === 'error') {
      this.error = result.error;
      return;
    }
    this.error = null;
    showPrinted(result.data);
    void this.reload();
  }

  #take(result: Result<InvoiceView>): boolean {
    if (result.status === 'error') {
      this.error = result.error;
      return false;
    }
    this.error = null;
    this.invoice = result.data;
    return true;
  }
}
