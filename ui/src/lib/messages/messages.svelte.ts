// The words on screen: one catalogue, three languages, shared with the paper.

import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import enUS from '$messages/en-US.ftl?raw';
import esMX from '$messages/es-MX.ftl?raw';
import ukUA from '$messages/uk-UA.ftl?raw';

import type { Language } from '$lib/ipc/ipc';

export const languages: readonly Language[] = ['es-MX', 'en-US', 'uk-UA'];

const sources: Record<Language, string> = { 'es-MX': esMX, 'en-US': enUS, 'uk-UA': ukUA };

export type Variables = Record<string, FluentVariable>;

function bundle(language: Language): FluentBundle {
  // Isolation marks show up in copied text and help nobody: all three languages run left to right.
  let made = new FluentBundle(language, { useIsolating: false });
  made.addResource(new FluentResource(sources[language]));
  return made;
}

/** The catalogue in the language of the moment; what reads it is drawn again when that changes. */
class Messages {
  language: Language = $state('es-MX');

  #bundle = $derived(bundle(this.language));

  has(id: string): boolean {
    return this.#bundle.hasMessage(id);
  }

  /**
   * The text of `id`, or of its attribute. A missing text shows its id, and a text without one of
   * its values shows the value's name. Either leaves a mark on the page, which the tests forbid.
   */
  text(id: string, variables: Variables = {}, attribute?: string): string {
    let message = this.#bundle.getMessage(id);
    let pattern = attribute === undefined ? message?.value : message?.attributes[attribute];
    let faults: Error[] = [];
    let said = pattern ? this.#bundle.formatPattern(pattern, variables, faults) : id;
    if (!pattern || faults.length > 0) {
      document.documentElement.dataset['unsaid'] = id;
    }
    return said;
  }

  hasAttribute(id: string, attribute: string): boolean {
    return this.#bundle.getMessage(id)?.attributes[attribute] !== undefined;
  }
}

export const messages = new Messages();

/** The text of a message in the language of the moment. */
export function t(id: string, variables?: Variables): string {
  return messages.text(id, variables);
}

/** A count as people write it: `100,000`. */
export function formatCount(count: number): string {
  return new Intl.NumberFormat(messages.language).format(count);
}

/** What stands between whole and decimals where the user learnt to write. */
export function decimalMark(): string {
  let parts = new Intl.NumberFormat(messages.language).formatToParts(0.5);
  return parts.find((part) => part.type === 'decimal')?.value ?? '.';
}

/** The language of the machine when Cobro speaks it, else Spanish. */
export function machineLanguage(wished: readonly string[]): Language {
  for (let tag of wished) {
    let found = languages.find((language) => language.slice(0, 2) === tag.slice(0, 2));
    if (found !== undefined) {
      return found;
    }
  }
  return 'es-MX';
}
