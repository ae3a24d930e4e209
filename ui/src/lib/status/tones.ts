// Status is always colour and icon and word; this is which colour and which icon.

import type { IconName } from '$lib/components/icons';
import type {
  ChargeStage,
  CountWord,
  CustomerStanding,
  MailState,
  PaperState,
  QuoteStanding,
  Standing,
} from '$lib/ipc/ipc';

export type Tone = 'paid' | 'waiting' | 'held' | 'failed' | 'flag' | 'unsent';

export interface Look {
  tone: Tone;
  icon: IconName;
}

export const standingLooks: Record<Standing, Look> = {
  open: { tone: 'unsent', icon: 'circle' },
  waiting: { tone: 'waiting', icon: 'clock' },
  unsent: { tone: 'unsent', icon: 'cloud-off' },
  checking: { tone: 'held', icon: 'search' },
  paid: { tone: 'paid', icon: 'check' },
  voided: { tone: 'unsent', icon: 'ban' },
  returned: { tone: 'unsent', icon: 'undo' },
  failed: { tone: 'failed', icon: 'cross' },
  over: { tone: 'flag', icon: 'flag' },
  late: { tone: 'flag', icon: 'flag' },
  partial: { tone: 'flag', icon: 'flag' },
  mismatch: { tone: 'flag', icon: 'flag' },
  disputed: { tone: 'flag', icon: 'flag' },
};

export const quoteLooks: Record<QuoteStanding, Look> = {
  open: { tone: 'waiting', icon: 'clock' },
  accepted: { tone: 'paid', icon: 'check' },
  expired: { tone: 'flag', icon: 'flag' },
  withdrawn: { tone: 'unsent', icon: 'ban' },
};

export const stageLooks: Record<ChargeStage, Look> = {
  queued: { tone: 'unsent', icon: 'cloud-off' },
  sending: { tone: 'waiting', icon: 'clock' },
  unknown: { tone: 'held', icon: 'search' },
  issued: { tone: 'waiting', icon: 'clock' },
  page: { tone: 'waiting', icon: 'clock' },
  authorized: { tone: 'held', icon: 'lock' },
  paid: { tone: 'paid', icon: 'check' },
  declined: { tone: 'failed', icon: 'cross' },
  expired: { tone: 'failed', icon: 'cross' },
  cancelled: { tone: 'unsent', icon: 'ban' },
  refused: { tone: 'failed', icon: 'cross' },
  voided: { tone: 'unsent', icon: 'ban' },
  lapsed: { tone: 'failed', icon: 'cross' },
  disputed: { tone: 'flag', icon: 'flag' },
  reversed: { tone: 'flag', icon: 'flag' },
};

export const accountLooks: Record<CustomerStanding, Look> = {
  settled: { tone: 'paid', icon: 'check' },
  owes: { tone: 'waiting', icon: 'clock' },
  'over-limit': { tone: 'failed', icon: 'warning' },
  credit: { tone: 'held', icon: 'cash' },
};

export const paperLooks: Record<PaperState, Look> = {
  queued: { tone: 'waiting', icon: 'clock' },
  printing: { tone: 'waiting', icon: 'print' },
  printed: { tone: 'paid', icon: 'check' },
  failed: { tone: 'failed', icon: 'cross' },
};

export const mailLooks: Record<MailState, Look> = {
  queued: { tone: 'waiting', icon: 'clock' },
  sending: { tone: 'waiting', icon: 'mail' },
  sent: { tone: 'paid', icon: 'check' },
  failed: { tone: 'failed', icon: 'cross' },
};

export const outcomeLooks: Record<CountWord, Look> = {
  exact: { tone: 'paid', icon: 'check' },
  over: { tone: 'flag', icon: 'flag' },
  short: { tone: 'flag', icon: 'flag' },
};
