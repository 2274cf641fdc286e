/*
 * The cards on the page. They stay where they are while somebody looks at them: new ones wait behind a button, a changed one is
 * renewed in its place, with its folds, its pictures and the focus as they were.
 */
import { h, btn, $, $$ } from '/static/login/dom.js';
import { t } from '/static/login/i18n.js';
import { tick } from './card.js';

const SCROLLED = 120;
const TICK_MILLIS = 1000;
const SKELETONS = 3;

/* Readings are the same if they share a view: what names one may change when its report comes. */
const same = (a, b) => a.views.some(view => b.views.some(other => other.uid === view.uid));

const folds = card => new Set($$('details[open] > summary', card).map(summary => summary.textContent));
const pictures = r => JSON.stringify(r.views.map(view => [view.uid, view.exam.status === 'none', view.extra.projection]));

/* What somebody has opened or chosen in a card goes over to the one that takes its place. */
function carryOver(old, fresh) {
  const open = folds(old);
  for (const details of $$('details', fresh)) {
    details.open = open.has($('summary', details).textContent);
  }
  const chosen = $$('.seg button', old).findIndex(button => button.getAttribute('aria-pressed') === 'true');
  if (chosen > 0) {
    $$('.seg button', fresh)[chosen]?.click();
  }
  // The same pictures are not loaded anew; one that could not be had may be there by now.
  if (old.pictures === fresh.pictures && !$('.pics .wait', old)) {
    $('.pics', fresh).replaceWith($('.pics', old));
  }
}

/*
 * makeCard(reading) makes a card, nothing() what stands in an empty list.
 */
export function workList(makeCard, nothing) {
  const more = h('div', { class: 'row', role: 'status' });
  const list = h('section', { class: 'cards', id: 'list', 'aria-label': t('nav.dashboard') });
  let readings = [];

  const draw = r => {
    const element = makeCard(r);
    element.reading = JSON.stringify(r);
    element.pictures = pictures(r);
    return element;
  };

  function show(fresh) {
    readings = fresh;
    more.replaceChildren();
    list.replaceChildren(...(fresh.length ? fresh.map(draw) : [nothing()]));
  }

  /* Whether a card that came above would push what somebody looks at. */
  const isBusy = () =>
    window.scrollY > SCROLLED || list.contains(document.activeElement) || list.matches(':hover') || $('dialog[open]') !== null;

  function renew(old, r) {
    const fresh = draw(r);
    const held = old.contains(document.activeElement) ? document.activeElement : null;
    carryOver(old, fresh);
    old.replaceWith(fresh);
    if (held) {
      const again = fresh.contains(held) ? held : $(`[data-key="${CSS.escape(held.dataset.key || '')}"]`, fresh);
      (again || fresh).focus({ preventScroll: true });
    }
    return fresh;
  }

  /* Moves only what stands elsewhere: an element that is taken out and put back has lost the focus. */
  function arrange(elements) {
    for (const child of [...list.children]) {
      if (!elements.includes(child)) {
        child.remove();
      }
    }
    elements.forEach((element, i) => list.children[i] !== element && list.insertBefore(element, list.children[i] || null));
  }

  const of = uid => readings.find(r => r.views.some(view => view.uid === uid));
  const cards = () => $$('.card[data-key]', list);

  /* The card of a reading as it is now, renewed if it has changed; null if there is none. */
  function renewed(r) {
    const before = readings.find(other => same(other, r));
    const old = before && cards().find(element => element.dataset.key === before.key);
    if (!old) {
      return null;
    }
    readings = readings.map(other => (other === before ? r : other));
    return old.reading === JSON.stringify(r) ? old : renew(old, r);
  }

  /* Takes a fresh list over, quietly. */
  function merge(fresh) {
    if (!cards().length) {
      show(fresh);
      return;
    }
    const known = new Map(fresh.map(r => [r.key, renewed(r)]).filter(([, element]) => element));
    const added = fresh.length - known.size;
    const gone = cards().length - known.size;
    if ((added || gone) && isBusy()) {
      const button = btn(t('new.more', { n: added }), 'redo', 'pri', { id: 'more', onclick: () => show(fresh) });
      more.replaceChildren(...(added ? [button] : []));
      return;
    }
    if (!fresh.length) {
      show(fresh);
      return;
    }
    readings = fresh;
    more.replaceChildren();
    arrange(fresh.map(r => known.get(r.key) || draw(r)));
  }

  setInterval(() => tick(list), TICK_MILLIS);
  return {
    more,
    list,
    show,
    merge,
    renewed,
    /* Before the first answer. */
    wait: () => {
      const bones = () => ['w4', 'w7', 'w4'].map(width => h('i', { class: width }));
      const one = () => h('article', { class: 'card skel', 'aria-busy': 'true' }, h('div', { class: 'c-head' }, h('div', { class: 'mark' }), h('div', {}, bones())), h('div', { class: 'pics' }), h('div', { class: 'c-body' }, h('div', { class: 'rep' }, bones())));
      list.replaceChildren(...Array.from({ length: SKELETONS }, one));
    },
    /* The next (1) or previous (-1) reading, round and round; null where there is no other. */
    neighbour: (key, step) => {
      const at = readings.indexOf(of(key));
      return at < 0 || readings.length < 2 ? null : readings[(at + step + readings.length) % readings.length];
    },
    /* Gives the focus to the picture of a reading, or to its card. */
    focus: key => {
      const element = cards().find(one => one.dataset.key === of(key)?.key);
      const target = element && ($('button.pic', element) || element);
      target?.focus({ preventScroll: true });
      element?.scrollIntoView({ block: 'nearest' });
    },
    fail: element => {
      more.replaceChildren();
      list.replaceChildren(element);
    },
    /* The reading that a view belongs to, as it is known now. */
    of,
  };
}
