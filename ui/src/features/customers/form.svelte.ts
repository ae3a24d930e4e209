import { type CommandError, type CustomerForm, type CustomerView, ipc } from '$lib/ipc/ipc';
import { errorLine } from '$lib/messages/errors';
import { t } from '$lib/messages/messages.svelte';
import { PriceLists } from '$lib/price-lists.svelte';

/** The field that an error is about, where it is about one. */
export type FieldName = keyof CustomerForm;

const fieldOf: Partial<Record<CommandError['code'], FieldName>> = {
  'name-empty': 'name',
  'rfc-malformed': 'rfc',
  'rfc-date': 'rfc',
  'email-malformed': 'emails',
  'too-many-emails': 'emails',
  'birth-date-malformed': 'birth_date',
  'postal-code-malformed': 'postal_code',
  'amount-malformed': 'credit_limit',
  'amount-too-many-decimals': 'credit_limit',
  'amount-too-large': 'credit_limit',
  'terms-malformed': 'terms_days',
  'note-too-long': 'notes',
};

/** A customer as they are typed. What was typed stays until it was saved. */
export class CustomerTyping {
  form: CustomerForm = $state({} as CustomerForm);
  error: CommandError | null = $state.raw(null);
  busy = $state(false);

  /** What the check of the RFC says while it is typed. */
  rfcWarning: string | undefined = $state();

  lists = new PriceLists();

  field = $derived(this.error === null ? undefined : fieldOf[this.error.code]);

  #checked = 0;

  constructor(form: CustomerForm) {
    let emails = form.emails.length === 0 ? [''] : form.emails;
    this.form = { ...form, emails: [...emails] };
    void this.typeRfc(form.rfc);
    void this.lists.load();
  }

  /** The words beside a field, when the error is about it. */
  errorAt(name: FieldName): string | undefined {
    return this.error !== null && this.field === name ? errorLine(this.error) : undefined;
  }

  /** The words beside one of the e-mail addresses. */
  errorAtEmail(index: number): string | undefined {
    let { error } = this;
    if (error === null || this.field !== 'emails') return undefined;
    let about = error.code === 'email-malformed' ? error.text : null;
    let here = about === null ? index === 0 : this.form.emails[index]?.trim() === about;
    return here ? errorLine(error) : undefined;
  }

  async typeRfc(text: string): Promise<void> {
    this.form.rfc = text.toUpperCase();
    this.#checked += 1;
    let checked = this.#checked;
    let result = await ipc.checkRfc(this.form.rfc);
    // More was typed meanwhile.
    if (checked !== this.#checked) return;
    if (result.status === 'error') {
      // Not before it could be whole: nobody is scolded while typing.
      let long = text.replace(/[\s-]/g, '').length >= 12;
      this.rfcWarning = long ? errorLine(result.error) : undefined;
    } else {
      this.rfcWarning = result.data ? t('company-rfc-doubtful') : undefined;
    }
  }

  /** Saves what was typed: the customer, or null while something does not fit. */
  async save(): Promise<CustomerView | null> {
    if (this.busy) return null;
    this.busy = true;
    let result = await ipc.saveCustomer($state.snapshot(this.form));
    this.busy = false;
    this.error = result.status === 'error' ? result.error : null;
    return result.status === 'ok' ? result.data : null;
  }
}
