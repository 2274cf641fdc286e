/* The work list: what is shown stands in the URL, what happens comes by WebSocket, a card is never moved under pointer or focus. */
import { h, icon, btn, $, $$, memory } from '/static/login/dom.js';
import { load, t } from '/static/login/i18n.js';
import { get, post, ApiError } from './api.js';
import { live } from './live.js';
import { shell, banners, online, note, keysAreOn } from './shell.js';
import { strip } from './strip.js';
import { group, mark, ageText, sexText } from './reading.js';
import { card } from './card.js';
import { openViewer } from './viewer.js';
import { journal, refusals, keys } from './drawers.js';
import { tabs, form, active, pager, apiQuery, current, page, focusSearch } from './filters.js';

const POLL_MILLIS = 10000;
const SETTLE_MILLIS = 250;

await load();
const [config, regions] = await Promise.all([get('/api/config'), get('/api/regions')]);
const threshold = Number(config.SEVERITY_THRESHOLD) || 5;
document.documentElement.dataset.density = memory.get('density') || 'cards';
shell(config);

const main = $('#main');
const strips = h('section', { class: 'strip', 'aria-label': t('nav.dashboard') });
const head = h('div');
const more = h('div', { class: 'row', role: 'status' });
const list = h('section', { class: 'cards', id: 'list', 'aria-label': t('nav.dashboard') });
const foot = h('div');
main.append(h('h1', { class: 'vh' }, t('nav.dashboard')), strips, ...banners(config).filter(Boolean), head, more, list, foot);

let state = null;
let readings = [];
let pending = null;
let connected = false;

// ---- loading

const fail = error => note(t('say.failed', { m: error.message }), true);
const guarded = task => async (...args) => {
  try {
    await task(...args);
  } catch (error) {
    fail(error);
  }
};

let asked = 0;

/* Fetches the list. Quietly: only cards that changed are touched, and new ones wait if somebody is reading. */
async function refresh(quietly) {
  const number = ++asked;
  let answer;
  try {
    answer = await get(apiQuery());
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      return;
    }
    if (!quietly) {
      showError(error);
    }
    return;
  }
  if (number !== asked) {
    return; // a later question is on its way
  }
  const fresh = group(answer.exams, threshold);
  drawHead(answer.total);
  foot.replaceChildren(...[pager(answer.pages, go)].filter(Boolean));
  if (quietly) {
    merge(fresh);
  } else {
    show(fresh);
  }
}

function show(fresh) {
  readings = fresh;
  pending = null;
  more.replaceChildren();
  if (fresh.length) {
    list.replaceChildren(...fresh.map(draw));
  } else {
    list.replaceChildren(nothing());
  }
}

const draw = r => {
  const element = card(r, ui);
  element.reading = JSON.stringify(r);
  return element;
};

/* Whether a card that came above would push what somebody looks at. */
const isBusy = () => window.scrollY > 120 || list.contains(document.activeElement) || list.matches(':hover');

function merge(fresh) {
  const known = new Map($$('.card', list).map(element => [element.dataset.key, element]));
  const added = fresh.filter(r => !known.has(r.key));
  const gone = known.size - (fresh.length - added.length);
  if (known.size && (added.length || gone) && isBusy()) {
    update(fresh.filter(r => known.has(r.key)), known);
    pending = fresh;
    if (added.length) {
      more.replaceChildren(btn(t('new.more', { n: added.length }), 'redo', 'pri', { id: 'more', onclick: () => show(pending) }));
    }
    return;
  }
  if (!fresh.length || !known.size) {
    show(fresh);
    return;
  }
  readings = fresh;
  pending = null;
  more.replaceChildren();
  update(fresh, known);
  list.replaceChildren(...fresh.map(r => known.get(r.key) || draw(r)));
}

/* Redraws the cards whose reading has changed, and keeps the focus where it was. */
function update(fresh, known) {
  for (const r of fresh) {
    const old = known.get(r.key);
    if (old && old.reading !== JSON.stringify(r)) {
      const renewed = draw(r);
      const held = old.contains(document.activeElement) ? document.activeElement : null;
      old.replaceWith(renewed);
      known.set(r.key, renewed);
      if (held) {
        ($(`[data-key="${held.dataset.key}"]`, renewed) || renewed).focus();
      }
      readings = readings.map(other => (other.key === r.key ? r : other));
    }
  }
}

// ---- what stands around the list

function drawHead(total) {
  const typing = document.activeElement?.closest?.('.filters');
  if (typing && head.contains(typing)) {
    $('#total', head).textContent = t('f.results', { n: total });
    return; // nobody's words are taken from under his fingers
  }
  const density = h(
    'div',
    { class: 'seg end', role: 'group', 'aria-label': t('f.density') },
    ['cards', 'compact'].map(name =>
      h('button', { type: 'button', 'aria-pressed': String(document.documentElement.dataset.density === name), onclick: () => dense(name) }, t(`f.${name}`)),
    ),
  );
  const link = btn(t('f.copy'), 'link', 'quiet sm only-l', { onclick: () => copyText(location.href) });
  head.replaceChildren(tabs(), form(regions, config.MASKED, threshold, go), active(total, go, [density, link]));
}

function dense(name) {
  memory.set('density', name);
  document.documentElement.dataset.density = name;
  for (const button of $$('.active .seg button')) {
    button.setAttribute('aria-pressed', String(button.textContent === t(`f.${name}`)));
  }
}

function nothing() {
  const filtered = Object.keys(current()).length > 0 || page() > 1;
  return h(
    'div',
    { class: 'nil' },
    icon(filtered ? 'search' : 'film'),
    h('h2', {}, t(filtered ? 'nil.title' : 'nil.first')),
    h('p', {}, t(filtered ? 'nil.text' : 'nil.first.text')),
    filtered && h('div', { class: 'row' }, btn(t('f.clear'), null, 'pri', { onclick: () => go('/') })),
  );
}

function showError(error) {
  list.replaceChildren(
    h(
      'div',
      { class: 'nil', role: 'alert' },
      icon('off'),
      h('h2', {}, t('err.title')),
      h('p', {}, t('err.text', { m: error.message })),
      h('div', { class: 'row' }, btn(t('err.retry'), 'redo', 'pri', { onclick: () => refresh(false) })),
    ),
  );
}

function go(target) {
  history.pushState(null, '', target);
  head.replaceChildren();
  window.scrollTo(0, 0);
  refresh(false);
}

const drawStrip = () => strips.replaceChildren(...strip(state, guarded(refusals)));

async function copyText(text) {
  await navigator.clipboard.writeText(text);
  note(t('copied'));
}

// ---- what a card can ask for

const ui = {
  masked: config.MASKED,
  mayAskAgain: config.USER_ROLE !== 'viewer',
  usualSeconds: () => (state?.timings?.average || 0) / 1000,
  view: (r, index) => openViewer(r, index),
  journal: guarded(journal),
  copy: guarded(r => copyText(r.views.map(view => view.report.ai.text).filter(Boolean).join('\n\n'))),
  again: guarded(async (r, button) => {
    button.disabled = true;
    try {
      for (const view of r.views.filter(one => one.exam.status === r.status)) {
        await post('/api/requeue', { uid: view.uid });
      }
      note(t('say.again'));
      await refresh(true);
    } finally {
      button.disabled = false;
    }
  }),
};

/* One toast at a time, held while it is hovered or focused; no sound, no blinking. */
function announce(r) {
  const box = $('.toasts') || document.body.appendChild(h('div', { class: 'toasts' }));
  const { patient, exam } = r.lead;
  const toast = h(
    'div',
    { class: 'toast', role: 'status', id: 'positive' },
    mark(r),
    h(
      'div',
      {},
      h('b', {}, t('toast.title')),
      h('div', {}, [exam.protocol, sexText(patient), ageText(patient)].filter(Boolean).join(' · ')),
      h(
        'div',
        { class: 'row' },
        btn(t('toast.open'), null, 'sm pri', { onclick: () => { toast.remove(); openViewer(r, 0); } }),
        btn(t('toast.dismiss'), null, 'sm quiet', { onclick: () => toast.remove() }),
      ),
    ),
  );
  box.replaceChildren(toast);
  const leave = () => (toast.matches(':hover') || toast.contains(document.activeElement) ? setTimeout(leave, 2000) : toast.remove());
  setTimeout(leave, 8000);
}

async function newPositive(uid) {
  const exam = await get(`/api/exams/${uid}?extra=yes`);
  announce(group([exam], threshold)[0]);
}

// ---- what comes by itself

let settling = 0;
const soon = () => {
  clearTimeout(settling);
  settling = setTimeout(() => refresh(true), SETTLE_MILLIS);
};

live({
  state: message => {
    state = message;
    drawStrip();
  },
  event: event => {
    soon();
    if (event.name === 'new_exam' && event.payload.positive && !event.payload.reviewed) {
      newPositive(event.payload.uid).catch(() => {});
    }
  },
  resync: () => refresh(true),
  online: yes => {
    if (yes && !connected) {
      soon();
    }
    connected = yes;
    online(yes);
  },
});
setInterval(() => connected || refresh(true), POLL_MILLIS);
window.addEventListener('popstate', () => {
  head.replaceChildren();
  refresh(false);
});
document.addEventListener('click', event => {
  const link = event.target.closest?.('a[data-go]');
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
    event.preventDefault();
    go(link.getAttribute('href'));
  }
});

/* Keys that write act only on the card that has the focus; all can be switched off in the account menu. */
document.addEventListener('keydown', event => {
  const typing = event.target.closest('input, select, textarea, dialog');
  if (!keysAreOn() || typing || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const cards = $$('.card', list);
  const here = event.target.closest('.card');
  if (event.key === '/') {
    event.preventDefault();
    focusSearch();
  } else if (event.key === '?') {
    keys();
  } else if (event.key === 'j' || event.key === 'k') {
    const step = event.key === 'j' ? 1 : -1;
    const next = cards[Math.max(0, Math.min(cards.length - 1, cards.indexOf(here) + step))];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  } else if (here && event.key === 'Enter' && event.target === here) {
    $('.pic', here)?.click();
  } else if (here && 'lco'.includes(event.key)) {
    $(`button[data-key="${event.key}"]`, here)?.click();
  }
});

drawStrip();
await refresh(false);
