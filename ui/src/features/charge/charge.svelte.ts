import {
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
  type TillChanged,
} from '$lib/ipc/ipc';
import { t } from '$lib/messages/messages.svelte';
import { toasts } from '$lib/toasts.svelte';

import type { ChargeSource } from './source';

export interface ChargeOutcome {
  sold: (sale: SaleView | OnAccountView) => void;
  issued: (charge: ChargeView) => void;
}

/** The ways to pay that V passes over: there is nothing to hand out. */
const NO_VOUCHER = new Set(['cash', 'card', 'link', 'on-account']);

/** How the received amount came about: untouched, by a quick key, or typed. */
type Entry = { how: 'exact' } | { how: 'quick'; digit: string } | { how: 'typed' };

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
  /** The cards that the chosen account may charge for the customer. */
  keptCards: readonly KeptCardView[] = $derived(
    this.sheet?.kept.find((each) => each.account === this.chosen?.account)?.cards ?? [],
  );
  queued = $derived(this.chosen?.queued ?? false);
  /** The till asked whether a second voucher may stand beside the first. */
  mayOverpay = $derived(this.error?.code === 'overpays-invoice');

  /** Whether an invoice stands already, and not only a ticket. */
  readonly issued: boolean;

  #asked = 0;

  constructor(
    private readonly source: ChargeSource,
    private readonly outcome: ChargeOutcome,
  ) {
    this.issued = source.issued;
  }

  async load(start: 'cash' | 'voucher'): Promise<void> {
    let result = await this.source.load();
    if (result.status === 'error') {
      this.error = result.error;
      return;
    }
    this.sheet = result.data;
    await this.receive(result.data.total.text);
    if (start === 'voucher') this.chooseVoucher();
  }

  /** Chooses a method that can be used now; the others only say why not. */
  choose(id: string): void {
    let found = this.sheet?.methods.find((each) => each.id === id);
    if (!found?.available || this.busy || this.cardWindow !== 'closed') return;
    this.method = id;
    this.keptCard = null;
    this.error = null;
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
    let amount = this.sheet?.quick[position - 1];
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
    if (entry.how === 'exact' && !numberPad && this.sheet?.quick[Number(char) - 1] !== undefined) {
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
    else await (this.byCard ? this.#openCard(again) : this.#requestVoucher(again));
    this.busy = false;
  }

  async #takeCash(print: boolean, evenIfItOverpays: boolean): Promise<void> {
    let result = await this.source.cash(this.tendered, print, evenIfItOverpays);
    if (result.status === 'ok') this.outcome.sold(result.data);
    else this.error = result.error;
  }

  async #openCard(even_if_it_overpays: boolean): Promise<void> {
    let account = this.chosen?.account;
    if (!account) return;
    this.cardWindow = 'opening';
    let { invoice } = this.source;
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
      let result = await this.source.onAccount();
      if (result.status === 'ok') this.outcome.sold(result.data);
      else this.error = result.error;
      return;
    }
    if (!chosen?.account) return;
    if (chosen.id === 'link') {
      this.#take(await this.source.page(chosen.account, evenIfItOverpays));
      return;
    }
    let contact = chosen.queued ? $state.snapshot(this.contact) : null;
    this.#take(await this.source.voucher(chosen.id, chosen.account, contact, evenIfItOverpays));
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
    let result = await this.source.preview(text);
    // A slow answer to an older amount must not overwrite a newer one.
    if (asked !== this.#asked) return;
    this.preview = result.status === 'ok' ? result.data : null;
    if (result.status === 'error') this.error = result.error;
  }
}
