/** The tabs that exist. */
export const pages = ['sell', 'invoices', 'settings'] as const;

export type Page = (typeof pages)[number];
