import {
  type BrandView,
  type CardForm,
  type CardFormView,
  type CardKindWord,
  type CommandError,
  ipc,
  type PlanView,
} from '$lib/ipc/ipc';
import { t } from '$lib/messages/messages.svelte';

import { brandOf, digitsOf, expiryOf, expiryText, grouped, isHopeless, isNumber } from './digits';

/** A field of the form; those of the payer go by their own words. */
export type FieldName = 'number' | 'expiry' | 'code' | 'holder' | `payer-${string}`;

/** Two promotions may have the same number of months. */
export function planKey(plan: PlanView): string {
  return `${plan.months} ${plan.promotion ?? ''}`;
}

/** The card being typed. It leaves with the window. */
export class CardEntry {
  view: CardFormView = $state.raw(undefined as never);
  number = $state('');
  expiry = $state('');
  code = $state('');
  holder = $state('');
  kind: CardKindWord = $state('credit');
  /** The plan that was chosen, by its key; none to pay at once. */
  chosen = $state('');
  /** What the provider offers besides, once it has said so. */
  promotions: readonly PlanView[] = $state.raw([]);
  hold = $state(false);
  keep = $state(false);
  payer: Record<string, string> = $state({});
  /** The fields that were left once: only they say what is wrong, or missing. */
  left: readonly FieldName[] = $state.raw([]);
  sending = $state(false);
  /** The card was sent and this window is about to go. */
  sent = $state(false);
  error: CommandError | null = $state.raw(null);

  brand: BrandView | null = $derived.by(() => {
    let word = this.view.kept ? this.view.kept.brand : brandOf(digitsOf(this.number));
    return this.view.brands.find((each) => each.brand === word) ?? null;
  });
  codeDigits = $derived(this.brand?.code_digits ?? 3);
  mayHold = $derived(this.brand === null || this.brand.can_hold);
  /** The plans that this card may use: credit alone, and not what is only held. */
  plans: readonly PlanView[] = $derived(
    this.kind === 'credit' && !this.hold ? [...this.view.plans, ...this.#promotions()] : [],
  );
  plan: PlanView | null = $derived(
    this.plans.find((each) => planKey(each) === this.chosen) ?? null,
  );
  problems: readonly [FieldName, string][] = $derived([...this.#problems()]);

  constructor(view: CardFormView) {
    this.view = view;
    if (view.kept) this.kind = view.kept.kind;
    for (let { field, value } of view.payer) this.payer[field] = value;
  }

  /** Asks for promotions; without an answer the card is charged without. */
  async askPromotions(): Promise<void> {
    let result = await ipc.cardPromotions();
    if (result.status === 'ok') this.promotions = result.data;
  }

  #promotions(): PlanView[] {
    let brand = this.brand?.brand;
    return this.promotions.filter((plan) => plan.brand === null || plan.brand === brand);
  }

  typeNumber(text: string): void {
    this.number = grouped(digitsOf(text));
    if (this.brand?.has_debit === false) this.kind = 'credit';
    if (!this.mayHold) this.hold = false;
  }

  typeExpiry(text: string): void {
    this.expiry = expiryText(text, this.expiry);
  }

  typeCode(text: string): void {
    this.code = text.replace(/\D/g, '').slice(0, 4);
  }

  leave(field: FieldName): void {
    if (!this.left.includes(field)) this.left = [...this.left, field];
  }

  /** What is wrong with a field, once the clerk has left it or typed what cannot become right. */
  problem(field: FieldName): string | null {
    let found = this.problems.find(([name]) => name === field)?.[1] ?? null;
    let hopeless = field === 'number' && isHopeless(digitsOf(this.number));
    return this.left.includes(field) || hopeless ? found : null;
  }

  *#problems(): Generator<[FieldName, string]> {
    if (this.view.kept) {
      let wrong = this.code !== '' && this.code.length !== this.codeDigits;
      if (wrong) yield ['code', t('card-check-code', { digits: this.codeDigits })];
    } else {
      yield* this.#ofCard();
    }
    for (let { field } of this.view.payer) {
      if ((this.payer[field] ?? '').trim() === '') yield [`payer-${field}`, t('card-check-needed')];
    }
  }

  *#ofCard(): Generator<[FieldName, string]> {
    let digits = digitsOf(this.number);
    if (!isNumber(digits)) yield ['number', t('card-check-number')];
    else if (this.brand === null) yield ['number', t('card-check-brand')];
    let expiry = expiryOf(this.expiry, this.view.year, this.view.month);
    if (expiry === 'none') yield ['expiry', t('card-check-expiry')];
    if (expiry === 'over') yield ['expiry', t('card-check-expired')];
    if (this.code.length !== this.codeDigits) {
      yield ['code', t('card-check-code', { digits: this.codeDigits })];
    }
    if (this.holder.trim() === '') yield ['holder', t('card-check-needed')];
  }

  /** Sends the card once; the first field that is wrong, if one is. */
  async send(): Promise<FieldName | null> {
    if (this.sending || this.sent) return null;
    let [wrong] = this.problems;
    if (wrong !== undefined) {
      this.left = this.problems.map(([name]) => name);
      return wrong[0];
    }
    this.sending = true;
    this.error = null;
    let result = await ipc.chargeCardForm(this.#form());
    if (result.status === 'error') {
      this.error = result.error;
      this.sending = false;
      return null;
    }
    this.sent = true;
    this.number = '';
    this.code = '';
    return null;
  }

  #form(): CardForm {
    return {
      card: {
        number: digitsOf(this.number),
        expiry: this.expiry,
        holder: this.holder,
        code: this.code,
        kind: this.kind,
      },
      months: this.plan?.months ?? 1,
      promotion: this.plan?.promotion ?? null,
      hold: this.hold,
      keep: this.keep,
      payer: this.view.payer.map(({ field }) => ({ field, value: this.payer[field] ?? '' })),
    };
  }
}
