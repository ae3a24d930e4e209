// What is being charged: the ticket on screen, or an invoice that is still owed.

import {
  type CashPreview,
  type ChargeSheetView,
  type ChargeView,
  type Contact,
  type InvoiceView,
  ipc,
  type MethodView,
  type Result,
  type SaleView,
} from '$lib/ipc/ipc';

export interface ChargeSource {
  load(): Promise<Result<ChargeSheetView>>;
  /** The change for an amount, or null where only the till can tell once it is taken. */
  preview(tendered: string): Promise<Result<CashPreview>> | null;
  cash(tendered: string, print: boolean): Promise<Result<SaleView>>;
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

const voucherMethods = ['oxxo', 'seven-eleven', 'others-cash-mx', 'bank-referenced', 'spei'];

function offered(id: string, account: string | null): MethodView {
  return { id, account, available: true, reason: null, queued: false, days: null };
}

/** An open invoice, collected again: what its accounts can issue; the till refuses what cannot be. */
export function invoiceSource(invoice: InvoiceView): ChargeSource {
  return {
    async load() {
      let accounts = await ipc.merchantAccounts();
      if (accounts.status === 'error') return accounts;
      let account = accounts.data.find((each) => each.form.active)?.form.id ?? null;
      let vouchers = account === null ? [] : voucherMethods.map((id) => offered(id, account));
      return {
        status: 'ok',
        data: {
          total: invoice.due,
          customer: invoice.customer,
          methods: [offered('cash', null), ...vouchers],
          quick: [invoice.due],
        },
      };
    },
    preview: () => null,
    cash: (tendered, print) => ipc.takeCashFor(invoice.id, tendered, print),
    voucher: (method, account, _contact, evenIfItOverpays) =>
      ipc.chargeAgain(invoice.id, method, account, evenIfItOverpays),
  };
}
