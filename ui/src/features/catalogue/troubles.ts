// Rows that do not fit, in words.

import type { RowTrouble } from '$lib/ipc/ipc';
import { errorWords } from '$lib/messages/errors';
import { t } from '$lib/messages/messages.svelte';

/** Why the row does not fit. */
export function troubleText({ problem }: RowTrouble): string {
  if (problem.why === 'unfit') return errorWords(problem.error).happened;
  let { why, ...named } = problem;
  return t(`import-problem-${why}`, named);
}

/** The rows as lines that a spreadsheet takes in. */
export function troubleList(troubles: readonly RowTrouble[]): string {
  let lines = troubles.map((each) =>
    [String(each.row), each.column ?? '', troubleText(each)].join('\t'),
  );
  let head = ['row', 'column', 'why'].map((part) => t(`import-trouble-${part}`)).join('\t');
  return [head, ...lines].join('\n');
}
