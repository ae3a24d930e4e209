import type { CustomerForm } from '$lib/ipc/ipc';

/** A customer of whom nothing is known yet. */
export const nobody: CustomerForm = {
  id: null,
  name: '',
  rfc: '',
  address: '',
  emails: [],
  phone: '',
  birth_date: '',
  state: '',
  postal_code: '',
  credit_limit: '',
  terms_days: '',
  price_list: null,
  notes: '',
};
