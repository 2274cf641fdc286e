/* What people did: filters stand in the address, so that a view can be shared; older rows by a button. */
import { h, btn, chip, icon } from '/static/login/dom.js';
import { t, num } from '/static/login/i18n.js';
import { get } from '../api.js';
import { note } from '../toast.js';
import { head, table, when, act, empty, word } from './parts.js';

const FIELDS = ['who', 'action', 'object', 'from', 'to'];
const SIZE = 50;

const wanted = () => {
  const here = new URLSearchParams(location.search);
  return Object.fromEntries(FIELDS.filter(name => here.get(name)).map(name => [name, here.get(name)]));
};
const query = more => new URLSearchParams({ ...wanted(), ...more }).toString();

const row = one =>
  h(
    'tr',
    { 'data-seq': one.seq },
    h('td', { class: 'r' }, num(one.seq)),
    h('td', {}, when(one.at)),
    h('th', { scope: 'row' }, one.who || '?', one.role && h('span', { class: 'mut sm' }, ` ${word('ad.role', one.role)}`)),
    h('td', { class: 'mono' }, one.address),
    h('td', {}, word('ad.act', one.action)),
    h('td', { class: 'why' }, one.object && h('span', { class: 'mono' }, one.object), one.object && one.detail && ' · ', one.detail),
    h('td', {}, one.result === 'refused' ? chip(t('ad.a.refused'), 'ban', 'bad') : t('ad.a.ok')),
  );

export async function audit({ title }) {
  const list = h('div', { 'aria-live': 'polite' });
  const verified = h('span', { role: 'status' });
  const csv = h('a', { class: 'btn sm quiet', download: 'audit.csv' }, icon('down'), 'CSV');
  const before = [null];

  const field = (name, props = {}) => h('input', { name, value: wanted()[name] || '', autocomplete: 'off', ...props });
  const actions = h('select', { name: 'action' });
  const form = h(
    'form',
    { class: 'row', id: 'audit-filters', 'aria-label': t('f.filters') },
    h('label', {}, t('ad.a.who'), field('who')),
    h('label', {}, t('ad.a.action'), actions),
    h('label', {}, t('ad.a.from'), field('from', { type: 'date' })),
    h('label', {}, t('ad.a.to'), field('to', { type: 'date' })),
    h('label', { class: 'grow' }, t('ad.a.object'), field('object', { type: 'search' })),
    btn(t('f.apply'), 'search', '', { type: 'submit' }),
  );

  function fillActions(names) {
    const all = [...new Set([...names, wanted().action].filter(Boolean))].sort();
    actions.replaceChildren(h('option', { value: '' }, t('f.any')), ...all.map(one => h('option', { value: one, selected: one === wanted().action }, word('ad.act', one))));
  }

  async function load() {
    const last = before[before.length - 1];
    const answer = await get(`/api/audit?${query({ limit: SIZE, ...(last ? { before: last } : {}) })}`);
    fillActions(answer.actions || []);
    csv.href = `/api/audit.csv?${query({})}`;
    const turn = step => async () => {
      step();
      await load();
    };
    const newer = before.length > 1 && act(t('ad.a.newer'), 'prev', turn(() => before.pop()), { id: 'newer' });
    const older = answer.next != null && act(t('ad.a.older'), 'next', turn(() => before.push(answer.next)), { id: 'older', class: 'btn sm quiet end' });
    const heads = [['ad.a.row', 'r'], ['ad.a.when'], ['ad.a.who'], ['ad.a.address'], ['ad.a.action'], ['ad.a.what'], ['ad.a.result']];
    list.replaceChildren(answer.rows.length ? table(title, heads, answer.rows.map(row)) : empty(t('ad.a.none')), h('div', { class: 'pager' }, newer, older));
  }

  form.addEventListener('submit', async event => {
    event.preventDefault();
    const chosen = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()).map(([name, value]) => [name, value.trim()]));
    history.replaceState(null, '', `${location.pathname}${chosen.size ? `?${chosen}` : ''}#audit`);
    before.length = 1;
    try {
      await load();
    } catch (error) {
      note(t('say.failed', { m: error.message }), true);
    }
  });

  const verify = act(t('ad.a.verify'), 'check', async () => {
    const answer = await get('/api/audit/verify');
    const whole = answer.first_broken == null && !answer.cut_off;
    const wrong = answer.first_broken == null ? t('ad.a.cut') : t('ad.a.broken', { n: num(answer.first_broken) });
    verified.replaceChildren(chip(whole ? t('ad.a.whole', { n: num(answer.rows) }) : wrong, whole ? 'check' : 'x', whole ? 'ok' : 'bad'));
  }, { id: 'verify' });

  await load();
  return { content: [head(title, verified, verify, csv), form, list] };
}
