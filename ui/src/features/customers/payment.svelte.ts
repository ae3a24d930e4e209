import {
  type CommandError,
  ipc,
  type PaymentForm,
  type PaymentPreview,
  type SettledView,
} from '$lib/ipc/ipc';
import { errorLine } from '$lib/messages/errors';

export const means = ['transfer', 'deposit', 'cheque'] as const;
export type Means = (typeof means)[number];

type FieldName = 'amount' | 'received_on' | 'reference';

const fieldOf: Partial<Record<CommandError['code'], FieldName>> = {
  'amount-malformed': 'amount',
  'amount-too-many-decimals': 'amount',
  'amount-too-large': 'amount',
  'more-than-there': 'amount',
  'date-malformed': 'received_on',
  'date-ahead': 'received_on',
  'name-too-long': 'reference',
};

/** A payment as it is typed, with what each invoice would get of it. */
export class PaymentTyping {
  means: Means = $state('transfer');
  receivedOn = $state('');
  reference = $state('');
  amount = $state('');
  /** Whether the clerk says what each invoice gets; otherwise the oldest are settled first. */
  chosen = $state(false);
  parts: Record<string, string> = $state({});
  preview: PaymentPreview | null = $state.raw(null);
  error: CommandError | null = $state.raw(null);
  busy = $state(false);

  /** What is wrong: what the till refused, else what does not fit yet. */
  wrong = $derived(this.error ?? this.preview?.error ?? null);

  #running: Promise<void> | null = null;
  #stale = false;

  /** With `credit`, what the customer already has is used instead of new money. */
  constructor(
    private readonly customer: string,
    readonly credit: boolean,
  ) {}

  async load(): Promise<void> {
    let found = await ipc.periods();
    let today = found.status === 'ok' ? found.data.find((each) => each.id === 'today') : undefined;
    this.receivedOn = today?.first ?? '';
    await this.refresh();
  }

  errorAt(name: FieldName): string | undefined {
    let { wrong } = this;
    return wrong !== null && fieldOf[wrong.code] === name ? errorLine(wrong) : undefined;
  }

  errorOf(folio: string): string | undefined {
    let { wrong } = this;
    let here = wrong?.code === 'more-than-owed' && wrong.folio === folio;
    return wrong !== null && here ? errorLine(wrong) : undefined;
  }

  /** Whether what is wrong belongs to no field. */
  elsewhere = $derived(
    this.wrong !== null &&
      fieldOf[this.wrong.code] === undefined &&
      this.wrong.code !== 'more-than-owed',
  );

  async typeAmount(text: string): Promise<void> {
    this.amount = text;
    await this.refresh();
  }

  async typePart(invoice: string, text: string): Promise<void> {
    this.parts[invoice] = text;
    await this.refresh();
  }

  /** By choice: what the oldest would have got stands there to be changed. */
  async choose(chosen: boolean): Promise<void> {
    if (chosen) {
      let lines = this.preview?.lines ?? [];
      this.parts = Object.fromEntries(lines.map((line) => [line.invoice, line.part?.text ?? '']));
    }
    this.chosen = chosen;
    await this.refresh();
  }

  /** Asks what the payment would do. Typing faster than the till answers asks once more. */
  async refresh(): Promise<void> {
    this.error = null;
    this.#stale = true;
    this.#running ??= this.#untilFresh();
    await this.#running;
  }

  async save(): Promise<SettledView | null> {
    if (this.busy) return null;
    this.busy = true;
    let result = await ipc.enterPayment(this.#form());
    this.busy = false;
    this.error = result.status === 'error' ? result.error : null;
    return result.status === 'ok' ? result.data : null;
  }

  async #untilFresh(): Promise<void> {
    while (this.#stale) {
      this.#stale = false;
      let result = await ipc.previewPayment(this.#form());
      if (result.status === 'ok') this.preview = result.data;
      else this.error = result.error;
    }
    this.#running = null;
  }

  #form(): PaymentForm {
    let parts = Object.entries(this.parts).map(([invoice, amount]) => ({ invoice, amount }));
    return {
      customer: this.customer,
      means: this.credit ? 'credit' : this.means,
      received_on: this.receivedOn,
      reference: this.reference,
      amount: this.amount,
      parts: this.chosen ? parts : null,
    };
  }
}
