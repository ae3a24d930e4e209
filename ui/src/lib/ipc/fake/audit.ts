// The fake till's audit: a few facts, and a chain that is whole.

import type { AuditRow } from '../contract';
import type { Commands } from '../ipc';
import { answer } from './answer';
import { Refusal } from './refusal';
import type { FakeTill } from './till';

const AT_ONCE = 50;

export function auditCommands(till: FakeTill) {
  let rows = (): AuditRow[] =>
    [...till.invoices].reverse().map((invoice, index) => ({
      id: String(till.invoices.length - index),
      at: invoice.at,
      who: 'Ana',
      approver: null,
      text: 'Invoice issued',
      document: invoice.folio,
      invoice: invoice.id,
    }));
  return {
    auditChoices: () =>
      answer(() => ({
        topics: ['sales', 'people'],
        people: [{ actor: 'owner', name: 'Ana' }],
      })),
    audit: (form, after) =>
      answer(() => {
        till.staff.permit('audit', 'shop');
        let number = form.document.trim();
        let found = rows().filter((row) => number === '' || row.document === number);
        if (number !== '' && found.length === 0) throw new Refusal({ code: 'no-document', number });
        if (form.topic === 'people') found = [];
        let start = Number(after ?? '0');
        let end = start + AT_ONCE;
        return { rows: found.slice(start, end), next: end < found.length ? String(end) : null };
      }),
    exportAudit: () =>
      answer(() => ({ path: '/papers/audit.csv', facts: rows().length, all: true })),
    verifyChain: () =>
      answer(() => ({
        facts: rows().length,
        head: '5a'.repeat(32),
        whole: true,
        broken_at: null,
        faults: [],
      })),
    chainProgress: () => answer(() => ({ done: 1, of: 2 })),
    cancelChain: () => answer(() => null),
  } satisfies Partial<Commands>;
}
