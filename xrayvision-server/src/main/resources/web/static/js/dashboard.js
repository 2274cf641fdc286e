/* The work list: what is shown stands in the URL, what happens comes by WebSocket, a card is never moved under pointer or focus. */
import { h, icon, btn, $, $$, memory } from '/static/login/dom.js';
import { num, t } from '/static/login/i18n.js';
import { get, post, ApiError } from './api.js';
import { live } from './live.js';
import { openPage, failure, online, keysAreOn } from './shell.js';
import { note, positive } from './toast.js';
import { alarm } from './alarm.js';
import { copy } from './copy.js';
import { strip } from './strip.js';
import { queries } from './query.js';
import { group } from './reading.js';
import { plainText } from './report.js';
import { card } from './card.js';
import { workList } from './worklist.js';
import { openViewer } from './viewer.js';
import { journal, refusals, unfetched, keys } from './drawers.js';
import { plugins } from './plugins.js';
import { tabs, form, active, pager, apiQuery, current, page, focusSearch } from './filters.js';

const POLL_MILLIS = 10000;
const SETTLE_MILLIS = 250;
const FRESH_MILLIS = 120000;

const menu = ({ MAY }) =>
  MAY.includes('SEE_PLUGINS') && h('button', { type: 'button', id: 'plugins', onclick: () => guarded(plugins)() }, icon('gear'), t('user.plugins'));
const { config, main, may } = await openPage('dashboard', { live: true, menu });
const regions = await get('/api/regions').catch(error => {
  main.append(failure(error, () => location.reload()));
  throw error;
});
const threshold = Number(config.SEVERITY_THRESHOLD) || 5;
document.documentElement.dataset.density = memory.get('density') || 'cards';
const strips = h('section', { class: 'strip', 'aria-label': t('nav.dashboard') });
const stuck = h('div', { class: 'banner warn', id: 'trouble', role: 'status', hidden: true }, icon('warn'), h('span'));
const full = h('div', { class: 'banner bad', id: 'disk', role: 'alert', hidden: true }, icon('warn'), h('span'));
const upkeep = h('div', { class: 'banner bad', id: 'upkeep', role: 'alert', hidden: true }, icon('warn'), h('span'));
const head = h('div');
const foot = h('div');
const work = workList(r => card(r, ui), nothing);
const bar = alarm(() => go('/?positive=yes&reviewed=no'));
main.append(strips, full, upkeep, stuck, bar.element, head, work.more, work.list, foot);

let state = null;
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
    work.merge(fresh);
  } else {
    work.show(fresh);
  }
}

// ---- what stands around the list

/* total, or the reason why there is none: the filters stay as they are. */
function drawHead(total, refused) {
  const number = $('#total', head);
  if (number && !refused) {
    number.textContent = t('f.results', { n: total });
    return; // the same question: nobody's words and focus are taken from under his fingers
  }
  const density = h(
    'div',
    { class: 'seg end', role: 'group', 'aria-label': t('f.density') },
    ['cards', 'compact'].map(name =>
      h('button', { type: 'button', 'aria-pressed': String(document.documentElement.dataset.density === name), onclick: () => dense(name) }, t(`f.${name}`)),
    ),
  );
  const link = btn(t('f.copy'), 'link', 'quiet sm only-l', { onclick: () => copyText(location.href) });
  head.replaceChildren(tabs(), form(regions, config.MASKED, threshold, go), active(total, refused, go, [density, link]));
  if (lastField && document.activeElement === document.body) {
    $(`[name="${lastField}"]`, head)?.focus({ preventScroll: true });
  }
  lastField = null;
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
  foot.replaceChildren();
  if (error instanceof ApiError && error.status === 400) {
    drawHead(0, t('f.refused', { m: error.message }));
    work.fail(nothing());
  } else {
    drawHead(0, t('err.title'));
    work.fail(failure(error, () => refresh(false)));
  }
}

let lastField = null;

function go(target) {
  lastField = document.activeElement?.closest?.('.filters') ? document.activeElement.name : null;
  history.pushState(null, '', target);
  head.replaceChildren();
  window.scrollTo(0, 0);
  refresh(false);
}

const query = queries(config, guarded(unfetched));
const ops = h('div', { class: 'ops' }, query.label, query.row);
strips.append(ops);

const renew = (parent, kept, before, fresh) => {
  [...parent.children].filter(child => !kept.includes(child)).forEach(child => child.remove());
  before.before(...fresh);
};

/* The focus stays on the same counter: all but the query's line is drawn anew with each message. */
function drawStrip() {
  const targets = () => $$('a, button, input', strips);
  const held = targets().indexOf(document.activeElement);
  const now = strip(state, guarded(refusals));
  renew(strips, [ops], ops, now.cells);
  renew(ops, [query.label, query.row], query.label, now.ops);
  query.update(state);
  if (held >= 0 && !strips.contains(document.activeElement)) {
    targets()[held]?.focus({ preventScroll: true });
  }
  say(stuck, state?.openai?.trouble || '');
  const disk = state?.storage;
  say(full, disk?.low ? t('disk.low', { free: num(disk.free_mb), min: num(disk.min_free_mb) }) : '');
  const failed = state?.maintenance?.failed || [];
  say(upkeep, failed.length ? t('upkeep.failed', { steps: failed.map(step => t(`upkeep.${step}`)).join(', ') }) : '');
}

/* A banner is there while it has something to say; the same words are not said again. */
function say(banner, line) {
  banner.hidden = !line;
  if ($('span', banner).textContent !== line) {
    $('span', banner).textContent = line;
  }
}

const copyText = guarded(async text => {
  await copy(text);
  note(t('copied'));
});

function view(r, index = 0) {
  bar.seen(r.views);
  openViewer(r, index);
}

// ---- what a card can ask for

const ui = {
  masked: config.MASKED,
  mayAskAgain: config.USER_ROLE !== 'viewer',
  usualSeconds: () => (state?.timings?.average || 0) / 1000,
  view: (r, index) => view(work.of(r.key) || r, index),
  journal: guarded(journal),
  copy: r => copyText(plainText(r)),
  mayReview: config.USER_ROLE !== 'viewer',
  review: guarded(async (r, normal) => {
    await post('/api/rad_review', { uid: r.lead.uid, normal });
    note(t(normal === null ? 'say.withdrawn' : normal ? 'say.normal' : 'say.abnormal'));
    await refresh(true);
  }),
  fetch: guarded(async (views, button) => {
    button.disabled = true;
    let said = '';
    try {
      for (const one of views) {
        said = (await post('/api/getrad', { uid: one.uid })).message;
      }
    } finally {
      button.disabled = false;
    }
    note(t('say.fetched', { m: said }));
    await refresh(true);
  }),
  again: guarded(async (views, button) => {
    button.disabled = true;
    const refused = [];
    for (const one of views) {
      await post('/api/requeue', { uid: one.uid }).catch(error => refused.push(error));
    }
    button.disabled = false;
    if (refused.length) {
      fail(refused[0]);
    } else {
      note(t('say.again'));
    }
    await refresh(true);
  }),
};

/* The toast is for what happens now; what was missed while the connection was away only counts. */
async function newPositive({ uid }, at) {
  bar.add(uid, at);
  if (Date.now() - Date.parse(at) < FRESH_MILLIS) {
    const exam = await get(`/api/exams/${uid}?extra=yes`);
    positive(group([exam], threshold)[0], r => view(work.of(uid) || r));
  }
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
    if (event.name === 'query') {
      query.progress(event.payload);
      return;
    }
    soon();
    if (event.name === 'new_exam' && event.payload.positive && !event.payload.reviewed) {
      newPositive(event.payload, event.at).catch(() => {});
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
work.list.addEventListener('focusin', event => {
  const here = event.target.closest('.card');
  const r = here && work.of(here.dataset.key);
  if (r) {
    bar.seen(r.views);
  }
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
  const cards = $$('.card', work.list);
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
    $('button.pic', here)?.click();
  } else if (here && 'naulfco'.includes(event.key)) {
    $(`button[data-key="${event.key}"]`, here)?.click();
  }
});

drawStrip();
await refresh(false);
