import '@testing-library/jest-dom/vitest';

import { beforeEach } from 'vitest';

import { toasts } from '$lib/toasts.svelte';

beforeEach(() => {
  localStorage.clear();
  toasts.clear();
});
