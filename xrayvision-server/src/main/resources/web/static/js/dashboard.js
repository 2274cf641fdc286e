/* The work list: what is shown stands in the URL, what happens comes by WebSocket, a card is never moved under pointer or focus. */
import { h, icon, btn, $, $$, memory } from '/static/login/dom.js';
import { dayAndTime, num, t } from '/static/login/i18n.js';
import { get, ApiError } from './api.js';
import { live } from './live.js';
import { openPage, failure, online, keysAreOn } from './shell.js';
import { note, positive } from './toast.js';
import { announce } from './notice.js';
import { alarm } from './alarm.js';
import { copy } from './copy.js';
import { strip } from './strip.js';
import { queries } from './query.js';
import { readings, readingOf } from './source.js';
import { reading } from './reading.js';
import { plainText } from './report.js';
import { card } from './card.js';
import { acts, failed, guarded } from './acts.js';
import { workList } from './worklist.js';
import { openViewer } from './viewer.js';
import { refusals, unfetched, keys } from './drawers.js';
import { journal } from './journal.js';
import { runs } from './runs.js';
import { plugins } from './plugins.js';
import { tabs, recount, viewsOf } from './saved.js';
import { form, active, pager, query as asking, current, page, focusSearch, field } from './filters.js';

const POLL_MILLIS = 10000;
const SETTLE_MILLIS = 250;

const menu = ({ MAY }) =>
  MAY.includes('SEE_PLUGINS') && h('button', { type: 'button', id: 'plugins', onclick: guarded(plugins) }, icon('gear'), t('user.plugins'));
const { config, main, may } = await openPage('dashboard', { live: true, menu });
const regions = await get('/api/regions').catch(error => {
  main.append(failure(error, () => location.reload()));
  throw error;
});
viewsOf(config);
const threshold = Number(config.SEVERITY_THRESHOLD) || 5;
document.documentElement.dataset.density = memory.get('density') || 'cards';
const strips = h('section', { class: 'strip', 'aria-label': t('strip.title') });
const stuck = h('div', { class: 'banner warn', id: 'trouble', role: 'status', hidden: true }, icon('warn'), h('span'));
const full = h('div', { class: 'banner bad', id: 'disk', role: 'alert', hidden: true }, icon('warn'), h('span'));
const upkeep = h('div', { class: 'banner bad', id: 'upkeep', role: 'alert', hidden: true }, icon('warn'), h('span'));
const head = h('div');
const foot = h('div');
const work = workList(r => card(r, ui), nothing);
const bar = alarm(() => go('/?positive=yes&reviewed=no'), may('ACKNOWLEDGE'));
main.append(strips, full, upkeep, stuck, bar.element, head, work.more, work.list, foot);

let state = null;
let connected = false;
let viewer = null;
const models = new Set([config.MODEL_NAME].filter(Boolean));

// ---- loading

let asked = 0;
let anew = false;

/*
 * Fetches the list. Quietly: only cards that changed are touched, and new ones wait if somebody is reading. A quiet one that overtakes
 * another question shows that question's answer anew.
 */
async function refresh(quietly) {
  const number = ++asked;
  anew ||= !quietly;
  let answer;
  try {
    answer = await readings(asking());
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      return;
    }
    if (anew && number === asked) {
      showError(error);
    }
    return;
  }
  if (number !== asked) {
    return; // a later question is on its way
  }
  const fresh = answer.readings.map(raw => reading(raw, threshold));
  fresh.flatMap(r => r.views).forEach(view => view.report.ai.model && models.add(view.report.ai.model));
  drawHead(answer.total);
  drawFoot(answer.pages);
  if (anew) {
    work.show(fresh);
  } else {
    work.merge(fresh);
  }
  anew = false;
  viewer?.update();
  recount();
}

/* One reading as it is now, also where a filter would leave it out: what was done to it is seen where it was done. */
async function changed(r) {
  const fresh = reading(await readingOf(r.views.map(view => view.uid)), threshold);
  work.renewed(fresh);
  viewer?.update();
  await refresh(true);
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
  const views = h('div');
  const drawViews = () => views.replaceChildren(tabs(drawViews));
  drawViews();
  head.replaceChildren(views, form({ regions, may, models: () => [...models], go }), active(total, refused, go, [density, link]));
  if (lastField && document.activeElement === document.body) {
    field(lastField)?.focus({ preventScroll: true });
  }
  lastField = null;
}

/* The number that somebody types is left alone. */
function drawFoot(pages) {
  if (!foot.contains(document.activeElement)) {
    foot.replaceChildren(...[pager(pages, go)].filter(Boolean));
  }
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

/* A question that the server refuses is the person's to mend: why stands beside it. */
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
  foot.replaceChildren();
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
  say(stuck, state?.suspended_since ? t('ops.suspended', { at: dayAndTime(state.suspended_since) }) : state?.openai?.trouble || '');
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
  const opened = openViewer(r, index, { ...ui, of: key => work.of(key), neighbour: work.neighbour, failed });
  viewer = opened;
  opened.ended.then(() => {
    viewer = null;
    // The card that it was opened from may have been drawn anew meanwhile, or another reading may have been gone to.
    if (document.activeElement === document.body || opened.uid() !== r.key) {
      work.focus(opened.uid());
    }
  });
}

// ---- what a card can ask for

const ui = {
  may,
  masked: config.MASKED,
  usualSeconds: () => (state?.timings?.average || 0) / 1000,
  view: (r, index) => view(work.of(r.key) || r, index),
  journal: guarded(journal),
  runs: guarded(runs),
  copy: r => copyText(plainText(r)),
  ...acts(changed),
};

/* Toast, tone and notification are for what happens now; what was missed while the connection was away only counts. */
async function newPositive({ uid }, at, missed) {
  bar.add(uid, at);
  if (!missed) {
    const r = reading(await readingOf([uid]), threshold);
    const open = () => view(work.of(uid) || r);
    positive(r, open);
    announce(t('toast.title', { n: 1 }), open);
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
    bar.update(message);
  },
  event: (event, missed) => {
    if (event.name === 'query') {
      query.progress(event.payload);
      return;
    }
    soon();
    if (event.name === 'new_exam' && event.payload.positive && !event.payload.reviewed) {
      newPositive(event.payload, event.at, missed).catch(() => {});
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
  foot.replaceChildren();
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
  const elsewhere = event.target.closest('input, select, textarea') || $('dialog[open]');
  if (!keysAreOn() || elsewhere || event.ctrlKey || event.metaKey || event.altKey) {
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
  } else if (here && 'naulfcox'.includes(event.key)) {
    $(`button[data-key="${event.key}"]`, here)?.click();
  }
});

drawStrip();
work.wait();
await refresh(false);
