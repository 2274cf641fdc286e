/*
 * The cards on the page. They stay where they are while somebody looks at them: new ones wait behind a button, a changed one is
 * renewed in its place, with its folds, its pictures and the focus as they were.
 */
import { h, btn, $, $$ } from '/static/login/dom.js';
import { t } from '/static/login/i18n.js';

const SCROLLED = 120;

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
      const same = fresh.contains(held) ? held : $(`[data-key="${CSS.escape(held.dataset.key || '')}"]`, fresh);
      (same || fresh).focus({ preventScroll: true });
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

  /* Takes a fresh list over, quietly. */
  function merge(fresh) {
    const known = new Map($$('.card', list).map(element => [element.dataset.key, element]));
    if (!fresh.length || !known.size) {
      show(fresh);
      return;
    }
    for (const r of fresh) {
      const old = known.get(r.key);
      if (old && old.reading !== JSON.stringify(r)) {
        known.set(r.key, renew(old, r));
        readings = readings.map(other => (other.key === r.key ? r : other));
      }
    }
    const added = fresh.filter(r => !known.has(r.key)).length;
    const gone = known.size + added - fresh.length;
    if ((added || gone) && isBusy()) {
      const button = btn(t('new.more', { n: added }), 'redo', 'pri', { id: 'more', onclick: () => show(fresh) });
      more.replaceChildren(...(added ? [button] : []));
      return;
    }
    readings = fresh;
    more.replaceChildren();
    arrange(fresh.map(r => known.get(r.key) || draw(r)));
  }

  return {
    more,
    list,
    show,
    merge,
    fail: element => {
      more.replaceChildren();
      list.replaceChildren(element);
    },
    /* The reading that a view belongs to, as it is known now. */
    of: uid => readings.find(r => r.views.some(view => view.uid === uid)),
  };
}
