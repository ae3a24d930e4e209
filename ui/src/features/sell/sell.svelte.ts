import {
  type CommandError,
  ipc,
  type ProductView,
  type QuoteView,
  type Result,
  type TicketView,
} from '$lib/ipc/ipc';
import { errorLine } from '$lib/messages/errors';
import { t } from '$lib/messages/messages.svelte';
import { toasts } from '$lib/toasts.svelte';

import { nobody } from '$lib/customer';

import { ProductSearch } from './search.svelte';

/** What the clerk is being asked for, in a small dialog over the screen. */
export type Ask =
  | {
      kind: 'quantity' | 'discount' | 'price' | 'note' | 'ticket-discount' | 'ticket-note' | 'hold';
      value: string;
    }
  | { kind: 'amount'; value: string; name: string };

/** A series and a count, such as COT-A-000012. */
const DOCUMENT = /^[A-Z][\w-]*-\d+$/i;

/** The sale being typed. Components read it; only its methods change it. */
export class Sell {
  ticket: TicketView | null = $state.raw(null);
  search = new ProductSearch();
  /** The ticket line that quantity, discount and Del work on. */
  line = $state(-1);
  ask: Ask | null = $state(null);
  recalling = $state(false);
  /** Whether the customer is being picked. */
  picking = $state(false);
  /** Whether the prices are being chosen. */
  pricing = $state(false);
  error: CommandError | null = $state(null);

  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(
    private readonly charge: (start: 'cash' | 'voucher') => void,
    /** Shows a quote whose number was scanned or typed. */
    private readonly quote: (found: QuoteView) => void = () => undefined,
  ) {}

  load(): Promise<void> {
    // What is pressed before the ticket is there is about the ticket all the same.
    return this.#inTurn(async () => {
      this.#take(await ipc.ticket());
      this.line = (this.ticket?.lines.length ?? 0) - 1;
      await this.search.load();
    });
  }

  /** Enter: adds what was typed or picked, and on an empty search goes to charge. */
  async enter(): Promise<void> {
    if (!this.search.active) {
      this.openCharge('cash');
      return;
    }
    // Taken off the field at once: what is typed next is the next search.
    let { text, amount, product } = this.search.take();
    await this.#inTurn(async () => {
      let found = await product;
      if (found !== undefined) await this.#add(found);
      else if (amount) await this.#addAmount(t('sell-free-amount'), text);
      else if (!(await this.#isQuote(text))) {
        toasts.notice(t('sell-nothing-found', { text }), t('sell-nothing-found-hint'));
        if (!this.search.active) this.search.setText(text);
      }
    });
  }

  add(product: ProductView): Promise<void> {
    this.search.setText('');
    return this.#inTurn(() => this.#add(product));
  }

  addAmount(name: string, amount: string): Promise<boolean> {
    this.search.setText('');
    return this.#inTurn(() => this.#addAmount(name, amount));
  }

  /** The order on the ticket is the order of the beeps. */
  scan(code: string): Promise<void> {
    return this.#inTurn(async () => {
      let result = await ipc.scan(code);
      if (result.status === 'ok' && !result.data.found) {
        if (await this.#isQuote(code)) return;
        toasts.notice(t('scan-unknown', { code }), t('scan-unknown-hint'));
        return;
      }
      this.#added(result.status === 'ok' ? { status: 'ok', data: result.data.ticket } : result);
    });
  }

  moveLine(step: number): void {
    let last = (this.ticket?.lines.length ?? 0) - 1;
    this.line = Math.min(Math.max(this.line + step, 0), last);
  }

  removeLine(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.line >= 0) this.#take(await ipc.removeLine(this.line));
    });
  }

  undo(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.ticket?.can_undo) this.#take(await ipc.undo());
    });
  }

  async clear(): Promise<void> {
    if (!(await this.#inTurn(async () => this.#take(await ipc.clearTicket())))) return;
    toasts.show({
      tone: 'unsent',
      icon: 'trash',
      text: t('sell-cleared'),
      action: { label: t('sell-undo'), run: () => void this.undo() },
    });
  }

  /** Opens the charge sheet, or says why there is nothing to charge. */
  openCharge(start: 'cash' | 'voucher'): void {
    this.afterwards(() => {
      if (this.ticket?.lines.length) this.charge(start);
      else toasts.notice(t('sell-empty-notice'), t('sell-empty-hint'));
    });
  }

  /** F4: holds the ticket, or with nothing on it shows those on hold. */
  hold(): void {
    this.afterwards(() => {
      if (this.ticket?.lines.length) this.ask = { kind: 'hold', value: this.ticket.customer ?? '' };
      else if (this.ticket?.held) this.recalling = true;
      else toasts.notice(t('sell-none-held'), t('sell-none-held-hint'));
    });
  }

  askFor(kind: Exclude<Ask['kind'], 'amount' | 'hold'>): void {
    this.afterwards(() => this.#askFor(kind));
  }

  #askFor(kind: Exclude<Ask['kind'], 'amount' | 'hold'>): void {
    let { ticket } = this;
    let line = ticket?.lines[this.line];
    if (!ticket || line === undefined) {
      toasts.notice(t('sell-no-line'), t('sell-empty-hint'));
      return;
    }
    let values = {
      quantity: line.quantity,
      discount: line.discount,
      price: line.price.text,
      note: line.note,
      'ticket-discount': ticket.ticket_discount,
      'ticket-note': ticket.note,
    };
    this.ask = { kind, value: values[kind] ?? '' };
  }

  askAmount(): void {
    this.ask = { kind: 'amount', value: '', name: t('sell-free-amount') };
  }

  /** The answer to the open question; the dialog stays open while it is refused. */
  async answer(value: string): Promise<void> {
    let ask = this.ask;
    if (ask === null) return;
    this.error = null;
    let done =
      ask.kind === 'amount'
        ? await this.addAmount(ask.name, value)
        : await this.#inTurn(async () => this.#take(await this.#carryOut(ask.kind, value)));
    if (done) this.ask = null;
    if (done && ask.kind === 'hold') toasts.notice(t('sell-held'), t('sell-held-hint'));
  }

  #carryOut(kind: Exclude<Ask['kind'], 'amount'>, value: string): Promise<Result<TicketView>> {
    switch (kind) {
      case 'quantity':
        return ipc.setQuantity(this.line, value);
      case 'discount':
        return ipc.setDiscount(this.line, value);
      case 'price':
        return ipc.setPrice(this.line, value);
      case 'note':
        return ipc.setNote(this.line, value);
      case 'ticket-discount':
        return ipc.setDiscount(null, value);
      case 'ticket-note':
        return ipc.setNote(null, value);
      case 'hold':
        return ipc.holdTicket(value);
    }
  }

  closePick(): void {
    this.picking = false;
    this.error = null;
  }

  async pick(customer: string): Promise<void> {
    if (this.#take(await ipc.pickCustomer(customer))) this.closePick();
  }

  /** Makes a customer of that name known, and picks them. */
  async pickNew(name: string): Promise<void> {
    let saved = await ipc.saveCustomer({ ...nobody, name });
    if (saved.status === 'error') this.error = saved.error;
    else if (saved.data.form.id !== null) await this.pick(saved.data.form.id);
  }

  async pickNobody(): Promise<void> {
    if (this.#take(await ipc.setCustomer(''))) this.closePick();
  }

  /** Sells the ticket at the prices of a list, or at the ordinary ones. */
  async sellAt(list: string | null): Promise<void> {
    this.pricing = false;
    await this.#inTurn(async () => this.#take(await ipc.choosePriceList(list)));
  }

  closeAsk(): void {
    this.ask = null;
    this.error = null;
  }

  async recall(id: string): Promise<void> {
    this.recalling = false;
    if (this.#take(await ipc.recallTicket(id))) this.moveLine(Infinity);
  }

  /** What looks like the number of a document may be that of a quote. */
  async #isQuote(text: string): Promise<boolean> {
    if (!DOCUMENT.test(text)) return false;
    let found = await ipc.quote(text);
    if (found.status === 'ok') this.quote(found.data);
    return found.status === 'ok';
  }

  /** Changes wait for one another: a sheet opens on what all keys before it made of the ticket. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    let done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    try {
      return await done;
    } finally {
      this.#waiting -= 1;
    }
  }

  /** At once when nothing is under way. */
  afterwards(work: () => void): void {
    if (this.#waiting === 0) work();
    else void this.#inTurn(() => Promise.resolve()).then(work);
  }

  async #add(product: ProductView): Promise<void> {
    if (product.price === null) this.ask = { kind: 'amount', value: '', name: product.name };
    else this.#added(await ipc.addProduct(product.id, '1'));
  }

  async #addAmount(name: string, amount: string): Promise<boolean> {
    return this.#added(await ipc.addAmount(name, amount));
  }

  /** Takes a ticket with something added, and selects the line that changed. */
  #added(result: Result<TicketView>): boolean {
    let before = this.ticket?.lines ?? [];
    if (!this.#take(result)) return false;
    let lines = this.ticket?.lines ?? [];
    let changed = lines.findIndex(
      (line, index) => JSON.stringify(line) !== JSON.stringify(before[index]),
    );
    this.line = changed < 0 ? lines.length - 1 : changed;
    return true;
  }

  #take(result: Result<TicketView>): boolean {
    if (result.status === 'error') {
      this.error = result.error;
      if (this.ask === null && !this.picking) toasts.failed(errorLine(result.error));
      return false;
    }
    this.error = null;
    this.ticket = result.data;
    this.search.sellAt(result.data.list?.id ?? null);
    this.moveLine(0);
    return true;
  }
}
