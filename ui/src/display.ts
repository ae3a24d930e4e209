// The window that is turned to the customer: a page of its own, which only shows.

import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';

import { mount } from 'svelte';

import { useBackend } from '$lib/ipc/ipc';

import DisplayPage from './features/display/DisplayPage.svelte';

// As in main.ts: for looking at it in an ordinary browser, and not in a build.
if (import.meta.env.DEV) {
  let query = new URLSearchParams(location.search);
  if (query.has('fake')) {
    let { fakeFromAddress } = await import('$lib/ipc/fake/fake');
    useBackend(fakeFromAddress(query));
  }
}

const target = document.getElementById('app');
if (target === null) {
  throw new Error('display.html has no #app element');
}

export default mount(DisplayPage, { target });
