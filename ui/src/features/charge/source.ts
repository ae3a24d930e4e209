// What is being charged: the ticket on screen, or an invoice that is still owed.

import {
  type CashPreview,
  type ChargeSheetView,
  type ChargeView,
  type Contact,
  ipc,
  type OnAccountView,
  type Result,
  type SaleView,
} from '$lib/ipc/ipc';

export interface ChargeSource {
  /** Whether what is collected stands already, whatever becomes of this attempt. */
  readonly issued: boolean;
  /** The invoice; none for the ticket on screen. */
  readonly invoice: string | null;
  load(): Promise<Result<ChargeSheetView>>;
  /** The change for an amount. */
  preview(tendered: string): Promise<Result<CashPreview>>;
  cash(tendered: string, print: boolean, evenIfItOverpays: boolean): Promise<Result<SaleView>>;
  voucher(
    method: string,
    account: string,
    contact: Contact | null,
    evenIfItOverpays: boolean,
  ): Promise<Result<ChargeView>>;
  /** Offers the provider's page, which the payer opens on their own phone. */
  page(account: string, evenIfItOverpays: boolean): Promise<Result<ChargeView>>;
  /** The customer owes it, and pays later. */
  onAccount(): Promise<Result<OnAccountView>>;
}

export const ticketSource: ChargeSource = {
  issued: false,
  invoice: null,
  load: () => ipc.chargeSheet(),
  preview: (tendered) => ipc.cashPreview(tendered),
  cash: (tendered, print) => ipc.takeCash(tendered, print),
  voucher: (method, account, contact) => ipc.requestVoucher(method, account, contact),
  page: (account) => ipc.offerPage(account, null, false),
  onAccount: () => ipc.sellOnAccount(),
};

/** An open invoice, collected again. */
export function invoiceSource(invoice: string): ChargeSource {
  return {
    issued: true,
    invoice,
    load: () => ipc.collectSheet(invoice),
    preview: (tendered) => ipc.cashPreviewFor(invoice, tendered),
    cash: (tendered, print, evenIfItOverpays) =>
      ipc.takeCashFor(invoice, tendered, print, evenIfItOverpays),
    voucher: (method, account, contact, evenIfItOverpays) =>
      ipc.chargeAgain(invoice, method, account, contact, evenIfItOverpays),
    page: (account, evenIfItOverpays) => ipc.offerPage(account, invoice, evenIfItOverpays),
    // It is owed already: no sheet offers this for an invoice.
    onAccount: () => Promise.resolve({ status: 'error', error: { code: 'not-offered' } }),
  };
}
