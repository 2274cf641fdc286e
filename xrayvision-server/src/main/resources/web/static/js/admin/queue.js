/* The queue: what waits since when, what was given up and why; suspending, resuming, trying errors again. */
import { h, btn, chip, icon } from '/static/login/dom.js';
import { t, num } from '/static/login/i18n.js';
import { get, post } from '../api.js';
import { note } from '../toast.js';
import { refusals } from '../drawers.js';
import { head, table, ask, when, empty, act, word } from './parts.js';

const EVERY_MILLIS = 5000;
const WAITING = ['none', 'queued', 'requeue'];

/* 20 s, 3 min, 1 h 34 min, 6 d. */
export function age(instant, now = Date.now()) {
  const seconds = Math.max(0, Math.round((now - Date.parse(instant)) / 1000));
  const minutes = Math.floor(seconds / 60);
  if (seconds < 60) {
    return t('ad.q.s', { n: seconds });
  }
  if (minutes < 60) {
    return t('ad.q.min', { n: minutes });
  }
  return minutes < 1440 ? t('ad.q.h', { h: Math.floor(minutes / 60), min: minutes % 60 }) : t('ad.q.d', { n: Math.floor(minutes / 1440) });
}

function counts(queue) {
  const waiting = queue.states.filter(one => WAITING.includes(one.state));
  const oldest = waiting.map(one => one.since).filter(Boolean).sort()[0];
  const n = waiting.reduce((sum, one) => sum + one.exams, 0);
  return oldest ? t('ad.q.count.oldest', { n, age: age(oldest) }) : t('ad.q.count', { n });
}

const stateRow = one =>
  h(
    'tr',
    { 'data-state': one.state },
    h('th', { scope: 'row' }, word('ad.q.state', one.state)),
    h('td', { class: 'r' }, one.exams ? h('a', { href: `/?status=${one.state}` }, num(one.exams)) : num(0)),
    h('td', {}, one.since ? age(one.since) : h('span', { class: 'na' }, '—')),
    h('td', { class: 'why' }, t(`ad.q.what.${one.state}`)),
  );

const errorRow = one =>
  h(
    'tr',
    { 'data-error': one.uid },
    h('td', {}, when(one.at)),
    h('th', { scope: 'row' }, h('a', { href: `/?search=${encodeURIComponent(one.uid)}` }, one.protocol || one.uid), h('div', { class: 'mono mut' }, one.uid)),
    h('td', { class: 'r' }, num(one.attempts)),
    one.reason ? h('td', { class: 'why', lang: 'en' }, one.reason) : h('td', { class: 'why na' }, t('ad.q.noreason')),
  );

const reasons = (rows, name) => h('ul', { class: 'msgs' }, rows.map(one => h('li', {}, `${num(one[name])} × `, one.reason ? h('span', { lang: 'en' }, one.reason) : t('ad.q.noreason'))));

function errors(queue) {
  const { total, exams } = queue.errors;
  if (!total) {
    return [h('h3', { class: 'mt' }, t('ad.q.errors', { n: 0 })), empty(t('ad.q.noerrors'))];
  }
  return [
    h('h3', { class: 'mt' }, t('ad.q.errors', { n: total })),
    reasons(queue.errors.reasons, 'exams'),
    table(t('ad.q.errors', { n: total }), [['ad.a.when'], ['ad.q.exam'], ['ad.q.attempts', 'r'], ['ad.q.why']], exams.map(errorRow)),
    total > exams.length && h('p', { class: 'mut sm' }, t('ad.q.more', { n: exams.length })),
  ];
}

export async function queue({ title }) {
  const box = h('div');
  let shown = '';

  async function load() {
    const now = await get('/api/queue');
    const drawn = draw(now);
    // Nobody's focus is taken by a redraw that changes nothing, nor while it is in here.
    const text = JSON.stringify(now) + counts(now);
    if (text !== shown && !(shown && box.contains(document.activeElement))) {
      shown = text;
      box.replaceChildren(...drawn);
    }
  }

  async function ordered(action) {
    const answer = await post('/api/queue', { action });
    note(answer.message);
    document.activeElement?.blur?.();
    shown = '';
    await load();
  }

  const suspend = async () => {
    if (await ask(t('ad.q.ask'), t('ad.q.suspend'))) {
      await ordered('suspend');
    }
  };

  function draw(now) {
    const since = now.suspended_since;
    const total = now.errors.total;
    const buttons = [
      since
        ? act(t('ad.q.resume'), 'play', () => ordered('resume'), { id: 'resume', class: 'btn pri' })
        : act(t('ad.q.suspend'), 'pause', suspend, { id: 'suspend', class: 'btn' }),
      total > 0 && act(t('ad.q.retry', { n: total }), 'redo', () => ordered('retry_errors'), { id: 'retry', class: 'btn' }),
    ];
    return [
      head(title, counts(now)),
      since && h('div', { class: 'banner warn', id: 'suspended', role: 'status' }, icon('pause'), t('ad.q.suspended', { age: age(since) })),
      h('div', { class: 'row' }, buttons, h('span', { class: 'sm mut' }, t('ad.q.kept'))),
      table(title, [['ad.q.in'], ['ad.q.exams', 'r'], ['ad.q.oldest'], ['ad.q.meaning']], now.states.map(stateRow)),
      now.in_work.length > 0 && h('p', { class: 'sm mut' }, t('ad.q.work'), ' ', now.in_work.map(one => chip(one.since ? `${one.uid} · ${age(one.since)}` : one.uid, 'spin'))),
      ...errors(now),
      h('h3', { class: 'mt' }, t('ad.q.refused', { n: now.refusals.day })),
      now.refusals.day ? reasons(now.refusals.reasons, 'objects') : empty(t('refusals.none')),
      btn(t('ad.q.show'), 'ban', 'sm quiet', { id: 'show-refusals', onclick: () => refusals().catch(error => note(t('say.failed', { m: error.message }), true)) }),
    ].filter(Boolean);
  }

  await load();
  const timer = setInterval(() => document.hidden || load().catch(() => {}), EVERY_MILLIS);
  return { content: [box], leave: () => clearInterval(timer) };
}
