import {
  type CommandError,
  ipc,
  type MailForm,
  type MailRow,
  type MailStandingView,
  type MailTrouble,
  type Result,
} from '$lib/ipc/ipc';
import { messages, t } from '$lib/messages/messages.svelte';
import { toasts } from '$lib/toasts.svelte';

/** What went wrong, in one line. */
export function troubleWords({ code, said }: MailTrouble): string {
  let id = `error-${code}`;
  return messages.has(id) ? t(id, { said }) : said;
}

/** What to do about it. */
export function troubleAdvice({ code }: MailTrouble): string | null {
  let id = `error-${code}`;
  return messages.hasAttribute(id, 'todo') ? messages.text(id, {}, 'todo') : null;
}

/** How mail is sent, and what became of it. */
export class Mail {
  form: MailForm | null = $state(null);
  hasPassword = $state(false);
  standing: MailStandingView | null = $state.raw(null);
  mails: readonly MailRow[] = $state.raw([]);
  /** Whether there are older mails than those on screen. */
  more = $state(false);
  error: CommandError | null = $state.raw(null);
  testTo = $state('');
  /** What the last test said; `busy` while it is under way. */
  tested: Result<null> | 'busy' | null = $state.raw(null);

  async load(): Promise<void> {
    let result = await ipc.mail();
    if (!this.#ok(result)) return;
    this.form = result.data.form;
    this.hasPassword = result.data.has_password;
    await this.refresh();
  }

  /** Reads the newest mails; called when the till says that one moved. */
  async refresh(): Promise<void> {
    let result = await ipc.mails(null);
    if (result.status === 'error') {
      this.error = result.error;
      return;
    }
    this.mails = result.data.mails;
    this.more = result.data.mails.length >= PAGE;
    this.standing = result.data.standing;
  }

  async older(): Promise<void> {
    let result = await ipc.mails(this.mails.at(-1)?.id ?? null);
    if (!this.#ok(result)) return;
    this.mails = [...this.mails, ...result.data.mails];
    this.more = result.data.mails.length >= PAGE;
  }

  async save(): Promise<void> {
    if (await this.#keep()) toasts.show({ tone: 'paid', icon: 'check', text: t('saved') });
  }

  async #keep(): Promise<boolean> {
    if (this.form === null) return false;
    this.tested = null;
    let result = await ipc.saveMail($state.snapshot(this.form));
    if (!this.#ok(result)) return false;
    this.form = result.data.form;
    this.hasPassword = result.data.has_password;
    this.standing = result.data.standing;
    return true;
  }

  /** Tests what is on screen: it is saved first. */
  async test(): Promise<void> {
    if (this.tested === 'busy' || !(await this.#keep())) return;
    this.tested = 'busy';
    this.tested = await ipc.testMail(this.testTo);
    await this.refresh();
  }

  async retry(id: string): Promise<void> {
    if (this.#ok(await ipc.retryMail(id))) await this.refresh();
  }

  async drop(id: string): Promise<void> {
    if (this.#ok(await ipc.dropMail(id))) await this.refresh();
  }

  #ok<T>(result: Result<T>): result is { status: 'ok'; data: T } {
    this.error = result.status === 'error' ? result.error : null;
    return result.status === 'ok';
  }
}

/** How many mails the till gives at a time. */
const PAGE = 50;
