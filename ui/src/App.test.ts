import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';

import App from './App.svelte';

test('names the product', () => {
  render(App);
  expect(screen.getByRole('heading', { name: 'Cobro' })).toBeInTheDocument();
});
