// What is being charged: the ticket on screen, or an invoice that is still owed.

import {
  type CashPreview,
  type ChargeSheetView,
  type ChargeView,
  type Contact,
  ipc,
  type Result,
  type SaleView,
} from '$lib/ipc/ipc';

export interface ChargeSource {
  load(): Promise<Result<ChargeSheetView>>;
  /** The change for an amount, or null where only the till can tell once it is taken. */
  preview(tendered: string): Promise<Result<CashPreview>> | null;
  cash(tendered: string, print: boolean, evenIfItOverpays: boolean): Promise<Result<SaleView>>;
  voucher(
    method: string,
    account: string,
    contact: Contact | null,
    evenIfItOverpays: boolean,
  ): Promise<Result<ChargeView>>;
}

export const ticketSource: ChargeSource = {
  load: () => ipc.chargeSheet(),
  preview: (tendered) => ipc.cashPreview(tendered),
  cash: (tendered, print) => ipc.takeCash(tendered, print),
  voucher: (method, account, contact) => ipc.requestVoucher(method, account, contact),
};

/** An open invoice, collected again. */
export function invoiceSource(invoice: string): ChargeSource {
  return {
    load: () => ipc.collectSheet(invoice),
    preview: () => null,
    cash: (tendered, print, evenIfItOverpays) =>
      ipc.takeCashFor(invoice, tendered, print, evenIfItOverpays),
    voucher: (method, account, contact, evenIfItOverpays) =>
      ipc.chargeAgain(invoice, method, account, contact, evenIfItOverpays),
  };
}
