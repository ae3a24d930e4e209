import { clock } from '$lib/clock.svelte';
import {
  type ChargeStage,
  type ChargeView,
  type CommandError,
  type CustomerAction,
  ipc,
  type PageView,
  type Paper,
  type Result,
} from '$lib/ipc/ipc';
import type { Action } from '$lib/keys/actions';
import { t } from '$lib/messages/messages.svelte';
import { showPrinted } from '$lib/printed';
import { session } from '$lib/session.svelte';
import { toasts } from '$lib/toasts.svelte';

/** Where a charge stands for the clerk: still awaited, ended without money, or money is here. */
export type Phase = 'live' | 'ended' | 'paid';

const phases: Record<ChargeStage, Phase> = {
  queued: 'live',
  sending: 'live',
  unknown: 'live',
  issued: 'live',
  page: 'live',
  authorized: 'live',
  paid: 'paid',
  disputed: 'paid',
  declined: 'ended',
  expired: 'ended',
  cancelled: 'ended',
  refused: 'ended',
  voided: 'ended',
  lapsed: 'ended',
  reversed: 'ended',
};

/** One voucher on screen, until it is paid or left. */
export class Waiting {
  charge: ChargeView;
  /** The way to the provider's page, while it is paid there. */
  page: PageView | null = $state.raw(null);
  error: CommandError | null = $state.raw(null);
  busy = $state(false);
  /** The clerk pressed cancel and is being asked whether to. */
  cancelling = $state(false);
  /** What is held is being taken or let go, and the clerk is being asked how. */
  dialog: 'capture' | 'release' | null = $state(null);
  /** The clerk is being asked where the voucher goes. */
  sending = $state(false);

  #asked = 0;

  phase: Phase;
  /** Whether it can be given up here: what was asked of a bank cannot. */
  cancellable: boolean;
  /** Whether the provider may be asked now. */
  mayCheck: boolean;
  /** The keys that do something as it stands, in the order of their buttons. */
  keys: readonly Action[];

  constructor(charge: ChargeView) {
    this.charge = $state.raw(charge);
    this.phase = $derived(phases[this.charge.stage]);
    this.cancellable = $derived(this.phase === 'live' && this.charge.card === null);
    this.mayCheck = $derived(this.phase === 'live' && this.charge.check_allowed_at <= clock.now);
    this.keys = $derived(this.#keys());
  }

  #keys(): readonly Action[] {
    let { phase } = this;
    let { card, hold, stage } = this.charge;
    let printed =
      phase === 'paid' || (phase === 'live' && this.charge.issued_at !== null && card === null);
    // A card that may have been charged is not charged again.
    let again = phase === 'ended' || (stage === 'unknown' && card === null);
    let keys: Action[] = printed ? ['print-letter', 'print-roll'] : [];
    if (printed && phase === 'live') keys.push('send-voucher');
    if (this.charge.stage === 'page')
      keys = this.page?.link ? ['copy-link', 'save-page'] : ['save-page'];
    if (this.mayCheck) keys.push('check-now');
    if (again) keys.push('collect-again');
    if (hold?.can_capture) keys.push('capture-hold');
    if (hold?.can_void) keys.push('release-hold');
    if (this.cancellable) keys.push('cancel-voucher');
    return [...keys, 'leave'];
  }

  /** Reads the way to the provider's page, if there is one. */
  async loadPage(): Promise<void> {
    if (this.charge.stage !== 'page') return;
    let result = await ipc.page(this.charge.id);
    if (result.status === 'ok') this.page = result.data;
    else this.error = result.error;
  }

  async copyLink(): Promise<void> {
    let link = this.page?.link;
    if (!link) return;
    await navigator.clipboard.writeText(link);
    toasts.show({ tone: 'paid', icon: 'check', text: t('page-copied') });
  }

  async savePage(): Promise<void> {
    let result = await ipc.writePage(this.charge.id);
    if (result.status === 'error') {
      this.error = result.error;
      return;
    }
    this.error = null;
    toasts.show({
      tone: 'paid',
      icon: 'document',
      text: t('page-saved'),
      detail: result.data.path,
    });
  }

  askSend(): void {
    if (this.keys.includes('send-voucher')) this.sending = true;
  }

  /** Reads the charge again; called when the till says that it moved. */
  async refresh(): Promise<void> {
    this.#asked += 1;
    let asked = this.#asked;
    let result = await ipc.charge(this.charge.id);
    // A slow answer to an older question must not overwrite a newer one.
    if (asked === this.#asked) this.#take(result);
  }

  async check(): Promise<void> {
    if (this.busy || this.phase !== 'live') return;
    this.busy = true;
    this.#take(await ipc.checkNow(this.charge.id));
    this.busy = false;
  }

  async print(paper: Paper): Promise<void> {
    let result =
      this.phase === 'paid'
        ? await ipc.printInvoice(this.charge.invoice, paper)
        : await ipc.printVoucher(this.charge.id, paper);
    if (result.status === 'error') {
      this.error = result.error;
      return;
    }
    this.error = null;
    showPrinted(result.data);
  }

  /** A voucher that waited for a day is sent only once somebody says that it is still wanted. */
  async sendAfterAll(): Promise<void> {
    this.#take(await ipc.sendAfterAll(this.charge.id));
  }

  askCancel(): void {
    if (this.cancellable) this.cancelling = true;
  }

  async cancel(): Promise<void> {
    this.cancelling = false;
    this.#take(await ipc.cancelCharge(this.charge.id));
  }

  ask(dialog: 'capture' | 'release'): void {
    this.error = null;
    this.dialog = dialog;
  }

  closeDialog(): void {
    this.dialog = null;
    this.error = null;
  }

  async capture(amount: string): Promise<void> {
    await this.#work(() => ipc.captureHold(this.charge.id, amount));
  }

  async release(reason: string): Promise<void> {
    await this.#work(() => ipc.releaseHold(this.charge.id, reason));
  }

  /** A person decides that a card whose answer was lost was not charged. */
  async giveUp(): Promise<void> {
    await this.#work(() => ipc.giveCardUp(this.charge.id));
  }

  /** A person has what followed the charge sent again, or gives it up. */
  async decide(act: string, again: boolean): Promise<void> {
    await this.#work(() => ipc.decideFollowUp(this.charge.id, act, again));
  }

  async #work(command: () => Promise<Result<ChargeView>>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.#take(await command());
    this.busy = false;
    if (this.error === null) this.dialog = null;
  }

  /** Training: does what the customer would do at the store. */
  async act(action: CustomerAction): Promise<void> {
    this.#take(await ipc.actAsCustomer(this.charge.id, action));
  }

  /** Training: lets time pass. */
  async advance(hours: number): Promise<void> {
    let result = await ipc.advanceClock(hours);
    if (result.status === 'error') {
      this.error = result.error;
      return;
    }
    session.setStatus(result.data);
    await this.refresh();
  }

  #take(result: Result<ChargeView>): void {
    if (result.status === 'error') {
      this.error = result.error;
      return;
    }
    this.error = null;
    this.charge = result.data;
  }
}
