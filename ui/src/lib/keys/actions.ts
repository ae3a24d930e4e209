// Every key of Cobro in one table. Buttons, the footer and the key list read it.

/** Where an action is live. `global` works under every screen that is not covered by a sheet. */
export type Scope =
  | 'global'
  | 'sell'
  | 'charge'
  | 'waiting'
  | 'done'
  | 'invoices'
  | 'customers'
  | 'catalogue'
  | 'statement'
  | 'day'
  | 'audit'
  | 'settings'
  | 'quotes'
  | 'made'
  | 'dialog';

interface Entry {
  scope: Scope;
  key: string;
  /** A second key that always works beside the first. */
  also?: string;
}

const entry = (scope: Scope, key: string, also?: string): Entry =>
  also === undefined ? { scope, key } : { scope, key, also };

const table = {
  'go-sell': entry('global', 'Alt+1'),
  'go-invoices': entry('global', 'Alt+2'),
  'go-customers': entry('global', 'Alt+3'),
  'go-catalogue': entry('global', 'Alt+4'),
  'go-day': entry('global', 'Alt+5'),
  'go-quotes': entry('global', 'Alt+6'),
  'go-audit': entry('global', 'Alt+8'),
  'go-settings': entry('global', 'Alt+0'),
  lock: entry('global', 'Ctrl+L'),
  me: entry('global', 'Alt+P'),
  'open-drawer': entry('global', 'Ctrl+D'),
  'training-network': entry('global', 'Alt+N'),
  help: entry('global', '?', 'F1'),
  search: entry('sell', 'F2'),
  customer: entry('sell', 'F3'),
  hold: entry('sell', 'F4'),
  quantity: entry('sell', 'F6', '*'),
  discount: entry('sell', 'F7'),
  'ticket-discount': entry('sell', 'Shift+F7'),
  'line-price': entry('sell', 'Shift+F6'),
  'line-note': entry('sell', 'Shift+F2'),
  'ticket-note': entry('sell', 'Shift+F3'),
  voucher: entry('sell', 'F8'),
  charge: entry('sell', 'F9'),
  'free-amount': entry('sell', 'Insert'),
  'line-up': entry('sell', 'ArrowUp'),
  'line-down': entry('sell', 'ArrowDown'),
  'remove-line': entry('sell', 'Delete'),
  undo: entry('sell', 'Ctrl+Z'),
  'sell-enter': entry('sell', 'Enter'),
  'sell-back': entry('sell', 'Escape'),
  finish: entry('charge', 'Enter'),
  'finish-print': entry('charge', 'F10'),
  'finish-no-paper': entry('charge', 'Shift+F10'),
  'method-cash': entry('charge', 'C'),
  'method-card': entry('charge', 'T'),
  'method-on-account': entry('charge', 'A'),
  'method-oxxo': entry('charge', 'O'),
  'method-seven-eleven': entry('charge', 'E'),
  'method-others-cash-mx': entry('charge', 'F'),
  'method-bank-referenced': entry('charge', 'R'),
  'method-spei': entry('charge', 'S'),
  'method-link': entry('charge', 'L'),
  'method-terminal': entry('charge', 'B'),
  'method-transfer': entry('charge', 'D'),
  'method-credit': entry('charge', 'U'),
  'take-part': entry('charge', '+'),
  'first-voucher': entry('charge', 'V'),
  'charge-back': entry('charge', 'Escape'),
  'print-letter': entry('waiting', 'P'),
  'print-roll': entry('waiting', 'Shift+P'),
  'send-voucher': entry('waiting', 'M'),
  'copy-link': entry('waiting', 'L'),
  'save-page': entry('waiting', 'G'),
  'check-now': entry('waiting', 'K'),
  'collect-again': entry('waiting', 'A'),
  'capture-hold': entry('waiting', 'C'),
  'release-hold': entry('waiting', 'D'),
  'cancel-voucher': entry('waiting', 'X'),
  leave: entry('waiting', 'Enter'),
  'leave-back': entry('waiting', 'Escape'),
  'next-sale': entry('done', 'Enter'),
  'find-invoice': entry('invoices', 'F2', '/'),
  'invoice-up': entry('invoices', 'ArrowUp'),
  'invoice-down': entry('invoices', 'ArrowDown'),
  'invoice-page-up': entry('invoices', 'PageUp'),
  'invoice-page-down': entry('invoices', 'PageDown'),
  'invoice-open': entry('invoices', 'Enter'),
  'invoice-print': entry('invoices', 'P'),
  'invoice-check': entry('invoices', 'K'),
  'invoice-collect': entry('invoices', 'A'),
  'invoice-refund': entry('invoices', 'D'),
  'invoice-case': entry('invoices', 'C'),
  'invoice-hand-refund': entry('invoices', 'H'),
  'invoice-void': entry('invoices', 'Delete'),
  'invoices-back': entry('invoices', 'Escape'),
  'find-customer': entry('customers', 'F2', '/'),
  'customer-up': entry('customers', 'ArrowUp'),
  'customer-down': entry('customers', 'ArrowDown'),
  'customer-page-up': entry('customers', 'PageUp'),
  'customer-page-down': entry('customers', 'PageDown'),
  'customer-statement': entry('customers', 'Enter'),
  'customer-payment': entry('customers', 'P'),
  'customer-edit': entry('customers', 'E'),
  'customer-new': entry('customers', 'N', 'Insert'),
  'customer-credit': entry('customers', 'C'),
  'customer-merge': entry('customers', 'J'),
  'customer-erase': entry('customers', 'Delete'),
  'all-statements': entry('customers', 'S'),
  'customers-back': entry('customers', 'Escape'),
  'statement-letter': entry('statement', 'P'),
  'statement-a4': entry('statement', 'A'),
  'statement-csv': entry('statement', 'C'),
  'statement-xlsx': entry('statement', 'X'),
  'statement-mail': entry('statement', 'M'),
  'statement-payment': entry('statement', 'R'),
  'statement-period': entry('statement', 'D'),
  'statement-up': entry('statement', 'ArrowUp'),
  'statement-down': entry('statement', 'ArrowDown'),
  'statement-page-up': entry('statement', 'PageUp'),
  'statement-page-down': entry('statement', 'PageDown'),
  'statement-back': entry('statement', 'Escape'),
  'find-product': entry('catalogue', 'F2', '/'),
  'product-up': entry('catalogue', 'ArrowUp'),
  'product-down': entry('catalogue', 'ArrowDown'),
  'product-page-up': entry('catalogue', 'PageUp'),
  'product-page-down': entry('catalogue', 'PageDown'),
  'product-edit': entry('catalogue', 'Enter'),
  'product-new': entry('catalogue', 'N', 'Insert'),
  'product-switch': entry('catalogue', 'Delete'),
  'catalogue-import': entry('catalogue', 'I'),
  'catalogue-csv': entry('catalogue', 'C'),
  'catalogue-xlsx': entry('catalogue', 'X'),
  'catalogue-back': entry('catalogue', 'Escape'),
  'price-lists': entry('catalogue', 'L'),
  'choose-prices': entry('sell', 'Alt+L'),
  'shift-open': entry('day', 'N', 'Insert'),
  'shift-in': entry('day', 'I'),
  'shift-out': entry('day', 'O'),
  'shift-close': entry('day', 'C'),
  'shift-up': entry('day', 'ArrowUp'),
  'shift-down': entry('day', 'ArrowDown'),
  'shift-roll': entry('day', 'P'),
  'shift-letter': entry('day', 'L'),
  'shift-a4': entry('day', 'A'),
  'shift-csv': entry('day', 'S'),
  'shift-xlsx': entry('day', 'X'),
  'shift-rules': entry('day', 'R'),
  'shift-back': entry('day', 'Escape'),
  'audit-find': entry('audit', 'F2', '/'),
  'audit-up': entry('audit', 'ArrowUp'),
  'audit-down': entry('audit', 'ArrowDown'),
  'audit-page-up': entry('audit', 'PageUp'),
  'audit-page-down': entry('audit', 'PageDown'),
  'audit-open': entry('audit', 'Enter'),
  'audit-export': entry('audit', 'X'),
  'audit-verify': entry('audit', 'V'),
  'audit-back': entry('audit', 'Escape'),
  'section-next': entry('settings', 'Ctrl+PageDown'),
  'section-previous': entry('settings', 'Ctrl+PageUp'),
  'person-new': entry('settings', 'N', 'Insert'),
  'return-goods': entry('sell', 'Ctrl+Shift+R'),
  'invoice-return': entry('invoices', 'R'),
  'return-everything': entry('dialog', 'F6'),
  'add-tip': entry('charge', 'P'),
  'make-quote': entry('sell', 'Shift+F9'),
  'find-quote': entry('quotes', 'F2', '/'),
  'quote-up': entry('quotes', 'ArrowUp'),
  'quote-down': entry('quotes', 'ArrowDown'),
  'quote-page-up': entry('quotes', 'PageUp'),
  'quote-page-down': entry('quotes', 'PageDown'),
  'quote-sell': entry('quotes', 'Enter'),
  'quote-today': entry('quotes', 'T'),
  'quote-print': entry('quotes', 'P'),
  'quote-print-roll': entry('quotes', 'Shift+P'),
  'quote-withdraw': entry('quotes', 'Delete'),
  'quotes-back': entry('quotes', 'Escape'),
  'made-print': entry('made', 'P'),
  'made-print-roll': entry('made', 'Shift+P'),
  'made-finish': entry('made', 'Enter', 'Escape'),
  'dialog-up': entry('dialog', 'ArrowUp'),
  'dialog-down': entry('dialog', 'ArrowDown'),
  'dialog-go': entry('dialog', 'Enter'),
  'dialog-back': entry('dialog', 'Escape'),
} as const satisfies Record<string, Entry>;

export type Action = keyof typeof table;

export const actions: Readonly<Record<Action, Entry>> = table;

/** The actions in the order in which the key list shows them. */
// Object.keys forgets that its keys are exactly those of the table.
export const actionNames: readonly Action[] = Object.keys(table).filter(
  (name): name is Action => name in table,
);

/** Keys that the web view or the desktop may take for itself. */
export const reservedKeys: readonly string[] = ['F5', 'F11', 'F12', 'Ctrl+R', 'Ctrl+W'];
