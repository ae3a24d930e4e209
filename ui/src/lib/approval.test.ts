import { expect, test } from 'vitest';

import { fakeTill } from '$lib/ipc/fake/fake';
import { ipc, useBackend } from '$lib/ipc/ipc';

import { approval } from './approval.svelte';

test('what needs two approvals asks for both, and is then done once', async () => {
  let { till, backend } = fakeTill();
  let needed = ['change-price', 'discount'];
  let undone = 0;
  useBackend({
    ...backend,
    commands: {
      ...backend.commands,
      undo: () => {
        let [permission] = needed;
        if (permission === undefined) undone += 1;
        return permission === undefined
          ? backend.commands.undo()
          : Promise.resolve({
              status: 'error',
              error: { code: 'not-permitted', permission, document: 'ticket' },
            });
      },
    },
  });
  approval.listen();
  let answer = ipc.undo();
  for (let permission of [...needed]) {
    await expect.poll(() => approval.asked?.permission).toBe(permission);
    needed.shift();
    approval.close(true);
  }
  expect((await answer).status).toBe('ok');
  expect(undone).toBe(1);
  expect(till.ticket.lines).toEqual([]);
});
