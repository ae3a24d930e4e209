// Which screen is up and what lies over it. The only place that knows all the features.

import { Audit } from './features/audit/audit.svelte';
import { Catalogue } from './features/catalogue/catalogue.svelte';
import { Charge } from './features/charge/charge.svelte';
import { invoiceSource, ticketSource } from './features/charge/source';
import { Customers } from './features/customers/customers.svelte';
import { Day } from './features/day/day.svelte';
import type { FooterScope, Page } from './features/frame/pages';
import { Invoices } from './features/invoices/invoices.svelte';
import { Quotes } from './features/quotes/quotes.svelte';
import { Sell } from './features/sell/sell.svelte';
import { type Section, Settings } from './features/settings/settings.svelte';
import { Waiting } from './features/waiting/waiting.svelte';
import { type ChargeView, type InvoiceFilter, ipc } from '$lib/ipc/ipc';
import type { OnAccountView, QuoteView, SaleView, SceneForm, TillChanged } from '$lib/ipc/ipc';
import { clock } from '$lib/clock.svelte';
import { layers } from '$lib/keys/layers.svelte';
import type { Press } from '$lib/keys/press';
import { errorLine, methodName } from '$lib/messages/errors';
import { t } from '$lib/messages/messages.svelte';
import { session } from '$lib/session.svelte';
import { chime } from '$lib/sound';
import { toasts } from '$lib/toasts.svelte';

/** Money that came longer ago than this is no news, in milliseconds. */
const NEWS = 600_000;

export class Desk {
  page: Page = $state('sell');
  sell = new Sell(
    (start) => void this.#chargeTicket(start),
    (quote) => this.openQuote(quote),
  );
  invoices = $state.raw(new Invoices());
  customers = $state.raw(new Customers());
  catalogue = $state.raw(new Catalogue());
  day = $state.raw(new Day());
  quotes = $state.raw(new Quotes());
  /** Whether a quote is being made of the ticket. */
  quoting = $state(false);
  audit = $state.raw(new Audit());
  settings = $state.raw(new Settings());
  charge: Charge | null = $state.raw(null);
  waiting: Waiting | null = $state.raw(null);
  done: SaleView | OnAccountView | null = $state.raw(null);
  help = $state(false);
  /** Whoever works here looks after their own PIN. */
  me = $state(false);
  /** Goods that come back: of an invoice, or of one whose number is asked for. */
  returning: { invoice: string | null } | null = $state.raw(null);
  /** The charges whose money was announced. */
  #paid: string[] = [];

  /** Whose keys the footer shows. */
  scope: FooterScope | null = $derived.by(() => {
    if (this.done || this.page === 'settings') return null;
    return this.page === 'customers' && this.customers.telling ? 'statement' : this.page;
  });

  /** What the customer sees of it. */
  scene: SceneForm = $derived.by(() => {
    if (this.waiting) return { show: 'charge', charge: this.waiting.charge.id };
    if (this.done) {
      let change = 'change' in this.done ? this.done.change : null;
      let back = change && change.minor !== '0' ? change.text : null;
      return { show: 'thanks', total: this.done.total.text, change: back };
    }
    return { show: this.sell.ticket?.lines.length ? 'ticket' : 'welcome' };
  });

  async load(): Promise<void> {
    await this.sell.load();
  }

  go(page: Page): void {
    // What is offered on the sale screen costs what it costs now.
    if (this.page === 'catalogue') void this.sell.search.load();
    // One that was found by its number is no list to come back to.
    if (page !== 'quotes' && this.quotes.found !== null) this.quotes = new Quotes();
    this.waiting = null;
    this.done = null;
    this.page = page;
  }

  showInvoices(filter: InvoiceFilter): void {
    this.invoices = new Invoices(filter);
    this.go('invoices');
  }

  /** Makes a quote of the ticket, or says why there is nothing to quote. */
  makeQuote(): void {
    this.sell.afterwards(() => {
      if (this.sell.ticket?.lines.length) this.quoting = true;
      else toasts.notice(t('quote-empty-notice'), t('sell-empty-hint'));
    });
  }

  /** A quote whose number was scanned or typed. */
  openQuote(found: QuoteView): void {
    this.quotes = new Quotes(found);
    this.go('quotes');
  }

  /** The quote is on the ticket, ready to be charged. */
  quoteTaken(): void {
    this.quotes = new Quotes();
    this.go('sell');
    void this.sell.load();
  }

  /** The count that opens a shift; what lies over the page goes, and the ticket stays. */
  openShift(): void {
    this.charge = null;
    this.day = new Day('open');
    this.go('day');
  }

  /** Opens the drawer without a sale: it is noted, and a key does the rest. */
  async openDrawer(): Promise<void> {
    let result = await ipc.openDrawer();
    if (result.status === 'ok') toasts.notice(t('drawer-noted'), t('drawer-noted-hint'));
    else toasts.failed(errorLine(result.error));
  }

  showSettings(section: Section): void {
    this.settings = new Settings(section);
    this.go('settings');
  }

  /** Whoever worked here has gone: what they had open closes, the ticket stays. */
  leave(): void {
    this.charge = null;
    this.waiting = null;
    this.done = null;
    this.help = false;
    this.me = false;
    this.quoting = false;
    this.quotes = new Quotes();
    this.audit = new Audit();
    this.page = 'sell';
  }

  /** A scan adds to the ticket wherever the clerk is; under a sheet it only says so. */
  async scan(code: string): Promise<void> {
    if (this.page === 'catalogue' && this.catalogue.typing?.scanned(code)) return;
    if (layers.modal || this.waiting !== null) {
      toasts.notice(t('scan-in-sheet'), t('scan-in-sheet-hint'));
      return;
    }
    this.go('sell');
    await this.sell.scan(code);
  }

  /** A payment that turned paid is heard and seen on every screen. */
  hear(change: TillChanged): void {
    void session.refresh();
    if (change.what !== 'charge' || !this.#turnedPaid(change)) return;
    void chime();
    // A card that is being typed: what became of it is about to be shown.
    if (this.charge !== null && this.charge.cardWindow !== 'closed') return;
    // The voucher on screen turns green by itself.
    if (this.waiting?.charge.id === change.charge) return;
    toasts.show({
      tone: 'paid',
      icon: 'check',
      text: t('toast-paid', { folio: change.folio, amount: change.amount.text }),
      detail: methodName(change.method),
      action: { label: t('toast-open'), run: () => this.openInvoice(change.invoice) },
    });
  }

  /** A charge that was paid long ago moves once more when money of it goes back. */
  #turnedPaid({ charge, stage, paid_at }: Extract<TillChanged, { what: 'charge' }>): boolean {
    if (stage !== 'paid' || paid_at === null || this.#paid.includes(charge)) return false;
    this.#paid.push(charge);
    return clock.now - paid_at < NEWS;
  }

  openInvoice(id: string): void {
    let invoices = new Invoices();
    invoices.select(id);
    this.invoices = invoices;
    this.go('invoices');
  }

  /** The key that ended the completion screen may be the first of the next search. */
  nextSale(press: Press | null): void {
    this.done = null;
    this.page = 'sell';
    let char = press?.char ?? '';
    if (char.trim() !== '') this.sell.search.setText(char);
  }

  leaveVoucher(): void {
    this.waiting = null;
  }

  async openVoucher(id: string): Promise<void> {
    let result = await ipc.charge(id);
    if (result.status === 'ok') this.waiting = new Waiting(result.data);
    else toasts.failed(errorLine(result.error));
  }

  /** Another try for an invoice that is still owed. */
  async collect(invoice: string): Promise<void> {
    this.waiting = null;
    this.charge = new Charge(invoiceSource(invoice), this.#outcome());
    await this.charge.load('voucher');
  }

  /** The button of a statement: the provider's page, or the ways to pay if it cannot be that. */
  async payOnPage(invoice: string): Promise<void> {
    let result = await ipc.payPage(invoice);
    if (result.status === 'ok') this.waiting = new Waiting(result.data);
    else await this.collect(invoice);
  }

  closeCharge(): void {
    let sheet = this.charge?.sheet;
    this.charge = null;
    // Nothing is lost of a sale that was paid in part, and nobody thinks it done.
    if (sheet && sheet.parts.length > 0) {
      toasts.notice(
        t('charge-rest-open', { folio: sheet.folio ?? '', rest: sheet.total.text }),
        t('charge-rest-open-hint'),
      );
    }
  }

  async #chargeTicket(start: 'cash' | 'voucher'): Promise<void> {
    this.charge = new Charge(ticketSource, this.#outcome());
    await this.charge.load(start);
  }

  #outcome() {
    return {
      sold: (sale: SaleView | OnAccountView) => {
        this.charge = null;
        this.done = sale;
        void this.sell.load();
      },
      begun: () => void this.sell.load(),
      issued: (charge: ChargeView) => {
        this.charge = null;
        this.waiting = new Waiting(charge);
        void this.sell.load();
      },
    };
  }
}
