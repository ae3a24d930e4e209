import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';

import { fakeTill } from '$lib/ipc/fake/fake';
import { useBackend } from '$lib/ipc/ipc';

import App from './App.svelte';

test('a new machine is offered the training shop', async () => {
  useBackend(fakeTill().backend);
  render(App);
  expect(await screen.findByRole('button', { name: /training shop/ })).toBeInTheDocument();
});
