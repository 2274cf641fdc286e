/* Text to the clipboard. Browsers give pages on plain HTTP no clipboard of their own: there a selected field is copied. */
import { h, $ } from '/static/login/dom.js';
import { t } from '/static/login/i18n.js';

function copySelected(text) {
  const held = document.activeElement;
  const field = h('textarea', { class: 'vh', readonly: true, 'aria-hidden': 'true', tabindex: -1 });
  field.value = text;
  field.style.top = `${window.scrollY}px`;
  // Outside an open dialog nothing can be selected.
  ($('dialog[open]') || document.body).append(field);
  field.focus({ preventScroll: true });
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  held?.focus?.({ preventScroll: true });
  return copied;
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    if (!copySelected(text)) {
      throw new Error(t('copy.failed'));
    }
  }
}
