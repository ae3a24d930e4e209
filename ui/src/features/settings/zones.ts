/** Zones of the countries that Cobro is made for, the likeliest first. */
const AT_HOME = [
  'America/Mexico_City',
  'America/Monterrey',
  'America/Cancun',
  'America/Chihuahua',
  'America/Hermosillo',
  'America/Mazatlan',
  'America/Tijuana',
  'America/Argentina/Buenos_Aires',
  'Europe/Kyiv',
];

export interface Zone {
  /** Its IANA name. */
  name: string;
  /** As people read it: `Mexico City · GMT-6`. */
  label: string;
}

/** Every zone that can be chosen: those at home, then all others. `kept` is always there. */
export function zones(kept: string, at: Date): { home: Zone[]; others: Zone[] } {
  let known = new Set(Intl.supportedValuesOf('timeZone'));
  let others = [...known].filter((name) => !AT_HOME.includes(name));
  if (kept && !known.has(kept) && !AT_HOME.includes(kept)) others.unshift(kept);
  let described = (name: string): Zone => ({ name, label: label(name, at) });
  return { home: AT_HOME.map(described), others: others.map(described) };
}

function label(name: string, at: Date): string {
  let place = name.replaceAll('_', ' ');
  try {
    let format = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'shortOffset' });
    let offset = format.formatToParts(at).find((part) => part.type === 'timeZoneName');
    return offset ? `${place} · ${offset.value}` : place;
  } catch {
    // A name that this window does not know may still be one that the till knows.
    return place;
  }
}
