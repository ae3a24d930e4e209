// The till's clock and the dates it shows: the shop's zone, the user's language.

import { messages, t } from '$lib/messages/messages.svelte';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The time at the till. In training it runs ahead of the machine's. */
class Clock {
  zone = $state('UTC');
  now = $state(Date.now());
  #ahead = 0;

  /** Takes the till's word for the time; until the next word it runs on by itself. */
  set(now: number): void {
    this.#ahead = now - Date.now();
    this.now = now;
  }

  /** Moves `now` on every second, until the returned function is called. */
  run(): () => void {
    let timer = setInterval(() => {
      this.now = Date.now() + this.#ahead;
    }, 1000);
    return () => clearInterval(timer);
  }
}

export const clock = new Clock();

function format(at: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(messages.language, { timeZone: clock.zone, ...options }).format(
    at,
  );
}

const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

export function formatTime(at: number): string {
  return format(at, time);
}

/** To the second, for what does not take a minute. */
export function formatSecond(at: number): string {
  return format(at, { ...time, second: '2-digit' });
}

export function secondsLeft(at: number): number {
  return Math.max(0, Math.round((at - clock.now) / 1000));
}

export function formatDate(at: number): string {
  return format(at, { weekday: 'short', day: 'numeric', month: 'short' });
}

/** A day in a table: its year is said when it is not this one. */
export function formatShort(at: number): string {
  let year = (of: number) => format(of, { year: 'numeric' });
  let day = { day: 'numeric', month: 'short' } as const;
  return format(at, year(at) === year(clock.now) ? day : { ...day, year: 'numeric' });
}

function day(at: number): string {
  return format(at, { year: 'numeric', month: 'numeric', day: 'numeric' });
}

export function isToday(at: number): boolean {
  return day(at) === day(clock.now);
}

/** What is due on a day may be paid until that day is over. */
export function isOverdue(due: number): boolean {
  return due < clock.now && !isToday(due);
}

/** The time alone for today, the date and the time for any other day. */
export function formatMoment(at: number): string {
  return isToday(at) ? formatTime(at) : formatFull(at);
}

/** The date and the time, whatever the day. */
export function formatFull(at: number): string {
  return `${formatDate(at)}, ${formatTime(at)}`;
}

/** How long until `at`, in its two largest units; null when it has passed. */
export function formatLeft(at: number): string | null {
  let left = at - clock.now;
  if (left <= 0) {
    return null;
  }
  let days = Math.floor(left / DAY);
  let hours = Math.floor((left % DAY) / HOUR);
  let minutes = Math.floor((left % HOUR) / MINUTE);
  if (days > 0) {
    return t('duration-days', { days, hours });
  }
  if (hours > 0) {
    return t('duration-hours', { hours, minutes });
  }
  return t('duration-minutes', { minutes, seconds: Math.floor((left % MINUTE) / 1000) });
}
