/*
 * One toast at a time, in a corner where it does not cover the card that has the focus. What is well leaves by itself unless it is
 * hovered or focused; an error stays until it is dismissed, and what comes meanwhile waits.
 */
import { h, icon, btn, $, $$ } from '/static/login/dom.js';
import { t } from '/static/login/i18n.js';
import { mark, ageText, sexText } from './reading.js';

const STAYS_MILLIS = 8000;
const HELD_MILLIS = 2000;

let shown = null;
let next = null;
let timer = 0;

const overlaps = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/* Within an open dialog, as nothing outside of it can be seen or reached; back on the page when it closes. */
function box() {
  const home = $$('dialog[open]').pop() || document.body;
  const found = $('.toasts') || h('div', { class: 'toasts', role: 'status' });
  if (found.parentNode !== home) {
    home.append(found);
  }
  return found;
}
document.addEventListener('close', event => event.target.querySelector?.('.toasts') && document.body.append($('.toasts')), true);

/* Below, or above where the focused card lies below; a card that fills the window cannot be spared. */
function place() {
  const corner = box();
  const card = document.activeElement?.closest?.('.card');
  corner.classList.remove('up');
  if (card && overlaps(corner.getBoundingClientRect(), card.getBoundingClientRect())) {
    corner.classList.add('up');
    if (overlaps(corner.getBoundingClientRect(), card.getBoundingClientRect())) {
      corner.classList.remove('up');
    }
  }
}
document.addEventListener('focusin', () => shown && place());

export function dismiss() {
  clearTimeout(timer);
  shown = null;
  box().replaceChildren();
  if (next) {
    const waiting = next;
    next = null;
    show(waiting);
  }
}

function leave() {
  const held = shown.element.matches(':hover') || shown.element.contains(document.activeElement);
  if (held) {
    timer = setTimeout(leave, HELD_MILLIS);
  } else {
    dismiss();
  }
}

function show(toast) {
  if (shown?.stays && !toast.stays) {
    next = toast;
    return;
  }
  clearTimeout(timer);
  shown = toast;
  box().replaceChildren(toast.element);
  place();
  if (!toast.stays) {
    timer = setTimeout(leave, STAYS_MILLIS);
  }
}

/* One line for a moment; errors stay. */
export function note(text, stays = false) {
  const close = btn(t('toast.dismiss'), null, 'sm quiet', { onclick: dismiss });
  show({ stays, element: h('div', { class: 'toast' }, icon(stays ? 'warn' : 'info'), h('div', {}, text), close) });
}

/* A new positive; one that comes while another is shown raises the count. */
export function positive(r, open) {
  const before = [shown, next].find(toast => toast?.count);
  const count = (before?.count || 0) + 1;
  const { patient, exam } = r.lead;
  const element = h(
    'div',
    { class: 'toast', id: 'positive' },
    mark(r),
    h(
      'div',
      {},
      h('b', {}, t('toast.title', { n: count })),
      h('div', {}, [exam.protocol, sexText(patient), ageText(patient)].filter(Boolean).join(' · ')),
      h(
        'div',
        { class: 'row' },
        btn(t('toast.open'), null, 'sm pri', { onclick: () => { dismiss(); open(r); } }),
        btn(t('toast.dismiss'), null, 'sm quiet', { onclick: dismiss }),
      ),
    ),
  );
  show({ stays: false, count, element });
}
