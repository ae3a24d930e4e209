import { expect, test } from 'vitest';

import { zones } from './zones';

const WINTER = new Date('2026-01-15T12:00:00Z');

test('the zones at home come first, with their hours', () => {
  let { home, others } = zones('America/Mexico_City', WINTER);
  expect(home[0]).toEqual({
    name: 'America/Mexico_City',
    label: 'America/Mexico City · GMT-6',
  });
  expect(home.map((zone) => zone.name)).toContain('Europe/Kyiv');
  let everywhere = [...home, ...others].map((zone) => zone.name);
  expect(everywhere).toContain('Europe/Madrid');
  expect(new Set(everywhere).size).toBe(everywhere.length);
});

test('a zone that is stored and not known here can be kept', () => {
  let { others } = zones('Mars/Olympus_Mons', WINTER);
  expect(others[0]).toEqual({ name: 'Mars/Olympus_Mons', label: 'Mars/Olympus Mons' });
});
