import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';

import { mount } from 'svelte';

import { useBackend } from '$lib/ipc/ipc';

import App from './App.svelte';

// An ordinary browser has no shell to talk to. The condition is false in a build, fake and all.
if (import.meta.env.DEV) {
  let query = new URLSearchParams(location.search);
  if (query.has('fake')) {
    let { fakeFromAddress } = await import('$lib/ipc/fake/fake');
    useBackend(fakeFromAddress(query));
  }
}

const target = document.getElementById('app');
if (target === null) {
  throw new Error('index.html has no #app element');
}

export default mount(App, { target });
