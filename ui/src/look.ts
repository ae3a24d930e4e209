// The theme, the text size and the language, as the document knows them.

import type { Language, Theme } from '$lib/ipc/ipc';

/** Applies them, and follows the desktop while the theme is the system's; returns how to stop. */
export function applyLook(theme: Theme, textSize: number, language: Language): () => void {
  let root = document.documentElement;
  let dark = matchMedia('(prefers-color-scheme: dark)');
  let paint = () => {
    root.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
  };
  paint();
  root.lang = language;
  root.style.setProperty('--text-scale', String(textSize / 100));
  dark.addEventListener('change', paint);
  return () => dark.removeEventListener('change', paint);
}
