/** The tabs that exist. */
export const pages = [
  'sell',
  'invoices',
  'customers',
  'catalogue',
  'day',
  'quotes',
  'audit',
  'settings',
] as const;

export type Page = (typeof pages)[number];

/** Screens whose keys the footer shows. */
export type FooterScope = Exclude<Page, 'settings'> | 'statement';
