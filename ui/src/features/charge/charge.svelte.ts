import {
  type Amount,
  type CashPreview,
  type ChargeSheetView,
  type ChargeView,
  type CommandError,
  type Contact,
  ipc,
  type KeptCardView,
  type MethodView,
  type OnAccountView,
  type Result,
  type SaleView,
  type TenderMeans,
  type TipView,
  type TillChanged,
} from '$lib/ipc/ipc';
import { t } from '$lib/messages/messages.svelte';
import { toasts } from '$lib/toasts.svelte';

import { type ChargeSource, invoiceSource, ticketSource } from './source';

export interface ChargeOutcome {
  sold: (sale: SaleView | OnAccountView) => void;
  /** The ticket became an invoice, of which something is owed still. */
  begun: () => void;
  issued: (charge: ChargeView) => void;
}

/** The ways to pay that V passes over: there is nothing to hand out. */
const NO_VOUCHER = new Set([
  'cash',
  'card',
  'link',
  'on-account',
  'terminal',
  'transfer',
  'credit',
]);

/** What a clerk takes at the counter besides cash, without anybody's help. */
function isAtTheCounter(id: string): id is TenderMeans {
  return id === 'terminal' || id === 'transfer' || id === 'credit';
}

/** A part of the sum as it is typed. */
export interface Part {
  amount: string;
  reference: string;
  lastFour: string;
}

/** How the received amount came about: untouched, by a quick key, or typed. */
type Entry = { how: 'exact' } | { how: 'quick'; digit: string } | { how: 'typed' };

const minor = (amount: Amount) => BigInt(amount.minor);

/** Whether a card is being typed in its own window. */
export type CardWindow = 'closed' | 'opening' | 'ready';

/** The charge sheet: which method, how much was received, and the one button that finishes. */
export class Charge {
  sheet: ChargeSheetView | null = $state.raw(null);
  method = $state('cash');
  tendered = $state('');
  preview: CashPreview | null = $state.raw(null);
  contact: Contact = $state({ email: null, phone: null });
  busy = $state(false);
  error: CommandError | null = $state.raw(null);
  entry: Entry = $state.raw({ how: 'exact' });
  cardWindow: CardWindow = $state('closed');
  /** The place of the kept card to charge; another is typed when there is none. */
  keptCard: number | null = $state(null);

  chosen: MethodView | null = $derived(
    this.sheet?.methods.find((each) => each.id === this.method) ?? null,
  );
  cash = $derived(this.method === 'cash');
  byCard = $derived(this.method === 'card');
  /** Taken at the counter by other means than cash. */
  counter: TenderMeans | null = $derived(isAtTheCounter(this.method) ? this.method : null);
  part: Part = $state({ amount: '', reference: '', lastFour: '' });
  /** Some of the sum can be taken in cash, and the rest in another way. */
  canTakePart = $derived(this.cash && this.preview !== null && !this.preview.enough);
  /** The cards that the chosen account may charge for the customer. */
  keptCards: readonly KeptCardView[] = $derived(
    this.sheet?.kept.find((each) => each.account === this.chosen?.account)?.cards ?? [],
  );
  queued = $derived(this.chosen?.queued ?? false);
  /** The till asked whether a second voucher may stand beside the first. */
  mayOverpay = $derived(this.error?.code === 'overpays-invoice');

  /** The tip as it was typed, and what is asked for with it; none for none. */
  tip: { text: string; view: TipView } | null = $state.raw(null);
  /** Whether a tip is being typed. */
  tipping = $state(false);
  /** Cash and the shop's own terminal bring tips, where the shop takes any. */
  canTip = $derived(
    (this.sheet?.tips.length ?? 0) > 0 && (this.cash || this.method === 'terminal'),
  );
  /** All that is owed comes now, and no part of it. */
  takesAll = $derived(this.cash || this.part.amount === this.sheet?.total.text);
  /** The tip goes with what is chosen now. */
  tipped = $derived(this.canTip ? this.tip : null);
  /** What customers hand over, the tip with it. */
  quickAmounts: readonly Amount[] = $derived(this.tipped?.view.quick ?? this.sheet?.quick ?? []);

  #asked = 0;
  #previewed: Promise<void> = Promise.resolve();
  #source: ChargeSource = $state.raw(ticketSource);

  /** Whether an invoice stands already, and not only a ticket. */
  issued = $derived(this.#source.issued);

  constructor(
    source: ChargeSource,
    private readonly outcome: ChargeOutcome,
  ) {
    this.#source = source;
  }

  async load(start: 'cash' | 'voucher'): Promise<void> {
    await this.#show();
    await this.#previewed;
    if (start === 'voucher') this.chooseVoucher();
  }

  /** Shows what is owed now. Whoever is quick need not wait for the change of it. */
  async #show(): Promise<void> {
    let result = await this.#source.load();
    if (result.status === 'error') {
      this.error = result.error;
      return;
    }
    this.sheet = result.data;
    this.tip = null;
    this.entry = { how: 'exact' };
    this.#previewed = this.receive(result.data.in_cash.text);
  }

  /** Chooses a method that can be used now; the others only say why not. */
  choose(id: string): void {
    let found = this.sheet?.methods.find((each) => each.id === id);
    if (!found?.available || this.busy || this.cardWindow !== 'closed') return;
    this.method = id;
    this.keptCard = null;
    this.error = null;
    this.tipping = false;
    if (this.counter !== null) this.part = this.#exactPart(this.counter);
  }

  /** All that is owed, or all the credit there is of it. */
  #exactPart(means: TenderMeans): Part {
    let { total, credit } = this.sheet ?? {};
    let least = means === 'credit' && credit && total && minor(credit) < minor(total);
    return { amount: (least ? credit?.text : total?.text) ?? '', reference: '', lastFour: '' };
  }

  /** V: the first voucher, and with one chosen the next. */
  chooseVoucher(): void {
    let usable =
      this.sheet?.methods.filter((each) => each.available && !NO_VOUCHER.has(each.id)) ?? [];
    let at = usable.findIndex((each) => each.id === this.method);
    let next = usable[(at + 1) % usable.length];
    if (next !== undefined) this.choose(next.id);
  }

  async quick(position: number): Promise<void> {
    let amount = this.quickAmounts[position - 1];
    if (amount === undefined) return;
    this.entry = { how: 'quick', digit: String(position) };
    await this.receive(amount.text);
  }

  /** The field itself was edited. */
  async type(text: string): Promise<void> {
    this.entry = { how: 'typed' };
    await this.receive(text);
  }

  /** Whether a character means something before the field sees it. */
  wantsDigit(char: string): boolean {
    return this.cash && this.entry.how !== 'typed' && /^[\d.,]$/.test(char);
  }

  /**
   * A figure typed over an untouched amount. On the top row 1 to 9 are the quick amounts, until a
   * second figure shows that an amount is being typed; the number pad always types.
   */
  async digit(char: string, numberPad: boolean): Promise<void> {
    let entry = this.entry;
    if (entry.how === 'exact' && !numberPad && this.quickAmounts[Number(char) - 1] !== undefined) {
      await this.quick(Number(char));
      return;
    }
    let before = entry.how === 'quick' ? entry.digit : entry.how === 'typed' ? this.tendered : '';
    await this.type(before + char);
  }

  /** A figure on the screen's keypad. */
  async pad(char: string): Promise<void> {
    await this.type(this.entry.how === 'typed' ? this.tendered + char : char);
  }

  async erase(): Promise<void> {
    await this.type(this.entry.how === 'typed' ? this.tendered.slice(0, -1) : '');
  }

  async finish(print: boolean): Promise<void> {
    if (this.busy || this.sheet === null || this.cardWindow !== 'closed') return;
    this.busy = true;
    let again = this.mayOverpay;
    this.error = null;
    if (this.cash) await this.#takeCash(print, again);
    else if (this.counter !== null) await this.#takePart(this.counter, this.part, print, again);
    else await (this.byCard ? this.#openCard(again) : this.#requestVoucher(again));
    this.busy = false;
  }

  /** Takes the cash that was typed, though more is owed; the rest is paid in another way. */
  async takeCashPart(): Promise<void> {
    if (this.busy || !this.canTakePart) return;
    this.busy = true;
    let again = this.mayOverpay;
    this.error = null;
    let part = { amount: this.tendered, reference: '', lastFour: '' };
    await this.#takePart('cash', part, false, again);
    this.busy = false;
  }

  async #takePart(means: TenderMeans, part: Part, print: boolean, again: boolean): Promise<void> {
    let { invoice } = this.#source;
    let { amount, reference, lastFour: last_four } = part;
    // A part in cash is all that was handed over: there is no tip in it.
    let tip = means === 'cash' ? '' : (this.tipped?.text ?? '');
    let form = { invoice, means, amount, reference, last_four, tip, even_if_it_overpays: again };
    let result = await ipc.takeTender(form, print);
    if (result.status === 'error') {
      this.error = result.error;
      return;
    }
    let sale = result.data;
    if (sale.rest.minor === '0') {
      this.outcome.sold(sale);
      return;
    }
    this.#source = invoiceSource(sale.invoice);
    this.method = 'cash';
    this.outcome.begun();
    await this.#show();
  }

  async #takeCash(print: boolean, evenIfItOverpays: boolean): Promise<void> {
    let result =
      this.tipped === null
        ? await this.#source.cash(this.tendered, print, evenIfItOverpays)
        : await ipc.takeTippedCash(this.#tippedCash(this.tendered, evenIfItOverpays), print);
    if (result.status === 'ok') this.outcome.sold(result.data);
    else this.error = result.error;
  }

  /** A tip as it is typed: an amount, a share such as `10%`, or nothing for none. */
  async giveTip(text: string): Promise<CommandError | null> {
    let typed = text.trim();
    if (typed === '') this.tip = null;
    else {
      let result = await ipc.tip(this.#source.invoice, typed);
      if (result.status === 'error') return result.error;
      this.tip = { text: typed, view: result.data };
    }
    this.error = null;
    this.tipping = false;
    if (this.sheet && this.cash) {
      this.entry = { how: 'exact' };
      await this.receive((this.tipped?.view.all_in_cash ?? this.sheet.in_cash).text);
    }
    return null;
  }

  #tippedCash(tendered: string, even_if_it_overpays: boolean) {
    let { invoice } = this.#source;
    return { invoice, tendered, tip: this.tip?.text ?? '', even_if_it_overpays };
  }

  async #openCard(even_if_it_overpays: boolean): Promise<void> {
    let account = this.chosen?.account;
    if (!account) return;
    this.cardWindow = 'opening';
    let { invoice } = this.#source;
    let wanted = { account, invoice, even_if_it_overpays, kept: this.keptCard };
    let result = await ipc.openCardForm(wanted);
    if (result.status === 'ok') return;
    this.cardWindow = 'closed';
    this.error = result.error;
  }

  /** The window for a card says how it is doing. */
  async hear(change: TillChanged): Promise<void> {
    if (change.what === 'card-ready') this.cardWindow = 'ready';
    if (change.what !== 'card-closed') return;
    this.cardWindow = 'closed';
    if (change.charge === null) return;
    if (change.not_kept) {
      let [text, detail] = [t('charge-card-not-kept'), t('charge-card-not-kept-detail')];
      toasts.show({ tone: 'flag', icon: 'card', text, detail });
    }
    let result = await ipc.charge(change.charge);
    if (result.status === 'ok') this.outcome.issued(result.data);
    else this.error = result.error;
  }

  /** Esc goes one level back: the window for a card first. True when there was one. */
  closeCard(): boolean {
    if (this.cardWindow === 'closed') return false;
    void ipc.closeCardForm();
    return true;
  }

  async #requestVoucher(evenIfItOverpays: boolean): Promise<void> {
    let { chosen } = this;
    if (chosen?.id === 'on-account') {
      let result = await this.#source.onAccount();
      if (result.status === 'ok') this.outcome.sold(result.data);
      else this.error = result.error;
      return;
    }
    if (!chosen?.account) return;
    if (chosen.id === 'link') {
      this.#take(await this.#source.page(chosen.account, evenIfItOverpays));
      return;
    }
    let contact = chosen.queued ? $state.snapshot(this.contact) : null;
    this.#take(await this.#source.voucher(chosen.id, chosen.account, contact, evenIfItOverpays));
  }

  #take(result: Result<ChargeView>): void {
    if (result.status === 'ok') this.outcome.issued(result.data);
    else this.error = result.error;
  }

  async receive(text: string): Promise<void> {
    this.tendered = text;
    this.error = null;
    this.#asked += 1;
    let asked = this.#asked;
    if (text.trim() === '') {
      this.preview = null;
      return;
    }
    let result =
      this.tipped === null
        ? await this.#source.preview(text)
        : await ipc.tippedCashPreview(this.#tippedCash(text, false));
    // A slow answer to an older amount must not overwrite a newer one.
    if (asked !== this.#asked) return;
    this.preview = result.status === 'ok' ? result.data : null;
    if (result.status === 'error') this.error = result.error;
  }
}
