/* What the pages of figures share: unit, days and filters in the address, loading, empty and error states, the account of all. */
import { h, s, icon, btn, $ } from '/static/login/dom.js';
import { num, t, has } from '/static/login/i18n.js';
import { ApiError } from './api.js';
import { openPage, failure, nothing } from './shell.js';
import { defaults, mountAll, unmountAll } from './charts.js';

const UNITS = ['reading', 'exam'];
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const DAY_MILLIS = 86400000;

export const regionName = name => (name === 'unknown' ? t('fig.unknown') : has(`region.${name}`) ? t(`region.${name}`) : name);

/* "readings" or "exams", as the server counted. */
export const unitName = unit => t(unit === 'exam' ? 'fig.exams' : 'fig.readings');
export const count = (n, unit) => `n = ${num(n)} ${unitName(unit)}`;

/* Months from one to another without a gap. */
export function monthsBetween(first, last) {
  const months = [];
  let [year, month] = first.split('-').map(Number);
  while (months.length < 1200) {
    const name = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`;
    months.push(name);
    if (name >= last) {
      break;
    }
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  return months;
}

function address(names, changes) {
  const query = new URLSearchParams();
  const now = new URLSearchParams(location.search);
  for (const name of names) {
    const value = name in changes ? changes[name] : now.get(name);
    if (value) {
      query.set(name, value);
    }
  }
  return query;
}

/* included + excluded = total, and why each is left out. */
export function account(q) {
  const left = q.excluded.reduce((sum, [, n]) => sum + n, 0);
  const total = q.included + left;
  let at = q.included;
  const parts = q.excluded.map(([, n]) => {
    const part = s('rect', { class: 'out', x: at + total / 400, y: 0, width: Math.max(total / 1000, n - total / 400), height: 14 });
    at += n;
    return part;
  });
  const why = ([text, n, code]) => h('tr', {}, h('th', { scope: 'row' }, has(`fig.why.${code}`) ? t(`fig.why.${code}`) : text), h('td', { class: 'r' }, num(n)));
  return h(
    'section',
    { class: 'panel acc', id: 'account', 'aria-label': t('fig.account') },
    h(
      'div',
      { class: 'row' },
      h('b', {}, t('fig.sum', { total: num(total), unit: unitName(q.unit), included: num(q.included), excluded: num(left) })),
      h('span', { class: 'mut sm end' }, q.threshold ? t('fig.truth', { t: q.threshold }) : t('fig.truth.short')),
    ),
    h('div', { class: 'incl' }, s('svg', { viewBox: `0 0 ${Math.max(1, total)} 14`, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, s('rect', { class: 'in', x: 0, y: 0, width: q.included, height: 14 }), parts)),
    left > 0 && h('details', { class: 'fold' }, h('summary', {}, t('fig.why', { n: num(left) })), h('table', { class: 'd' }, h('tbody', {}, q.excluded.map(why)))),
  );
}

function day(name, label, changed) {
  const field = h('input', { type: 'date', name, max: '9999-12-31' });
  field.addEventListener('change', () => field.checkValidity() && changed());
  return h('label', {}, label, field);
}

const written = millis => new Date(millis).toISOString().slice(0, 10);

/* The address may name a month: its first day is meant, or its last. */
function dayOf(name, value) {
  if (!MONTH.test(value)) {
    return value;
  }
  const [year, month] = value.split('-').map(Number);
  return written(Date.UTC(year, name === 'from' ? month - 1 : month, name === 'from' ? 1 : 0));
}

/* The days up to today, written into the address as days: who opens it tomorrow sees the same. */
function presets() {
  const now = new Date();
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  const last = days => ({ from: written(today - (days - 1) * DAY_MILLIS), to: written(today) });
  return { 7: last(7), 30: last(30), 90: last(90), year: { from: `${now.getFullYear()}-01-01`, to: written(today) } };
}

function choice(one, changed) {
  return h('label', {}, t(one.label), h('select', { name: one.name, onchange: changed }, h('option', { value: '' }, t('fig.all'))));
}

/* The options are what there is; what the address names stays choosable, whether there is any or not. */
function renew(select, options, chosen) {
  const known = options.some(([value]) => value === chosen) || !chosen ? options : [...options, [chosen, chosen]];
  select.replaceChildren(h('option', { value: '' }, t('fig.all')), ...known.map(([value, label]) => h('option', { value }, label)));
  select.value = chosen;
}

/*
 * A page of figures. ask(query): the data of what the address says. draw(data, query): its elements. total(data): how many there are.
 * filters: [{name, label, options(data) → [[value, words], …]}], besides the days. more: what else stands in the address. note: a
 * banner above. draw gets go(changes) too, which changes the address and loads anew.
 */
export async function figures({ id, ask, draw, total, filters = [], more = [], note }) {
  const { main } = await openPage(id);
  defaults();
  const limits = ['from', 'to', ...filters.map(one => one.name)];
  const names = ['unit', ...more, ...limits];
  const title = $('h1', main);
  title.classList.remove('vh');
  const units = UNITS.map(unit => h('button', { type: 'button', 'data-unit': unit, onclick: () => go({ unit: unit === 'reading' ? '' : unit }) }, t(`fig.unit.${unit}`)));
  const form = h('form', { class: 'row end', id: 'filters', 'aria-label': t('f.filters'), onsubmit: event => event.preventDefault() });
  // A month of the address stays one until another day is chosen.
  const changed = () => {
    const now = new URLSearchParams(location.search);
    const kept = ([name, value]) => [name, value === dayOf(name, now.get(name) || '') ? now.get(name) : value];
    go(Object.fromEntries([...new FormData(form)].map(kept)));
  };
  const clear = btn(t('f.clear'), null, 'quiet', { id: 'clear', onclick: () => go(Object.fromEntries(limits.map(name => [name, '']))) });
  const spans = Object.keys(presets()).map(id => h('button', { type: 'button', 'data-span': id, onclick: () => go(presets()[id]) }, t(`fig.span.${id}`)));
  form.append(
    h('div', { class: 'seg', role: 'group', 'aria-label': t('fig.span') }, spans),
    day('from', t('fig.from'), changed),
    day('to', t('fig.to'), changed),
    ...filters.map(one => choice(one, changed)),
    clear,
  );
  const body = h('div', { id: 'figures' });
  main.append(
    h('div', { class: 'p-head' }, title, h('div', { class: 'seg', role: 'group', 'aria-label': t('fig.unit') }, units), form),
    note ? h('div', { class: 'banner info', id: 'note' }, icon('info'), h('span', {}, t(note))) : '',
    h('p', { class: 'vh', role: 'status', id: 'said' }),
    body,
  );
  let asked = 0;

  function show(...elements) {
    unmountAll(body);
    body.replaceChildren(...elements.flat().filter(Boolean));
    body.removeAttribute('aria-busy');
    mountAll(body);
  }

  function controls(query) {
    for (const button of units) {
      button.setAttribute('aria-pressed', String(button.dataset.unit === (query.get('unit') || 'reading')));
    }
    for (const field of form.elements) {
      if (field.name && field.tagName === 'INPUT') {
        field.value = dayOf(field.name, query.get(field.name) || '');
      }
    }
    for (const button of spans) {
      const { from, to } = presets()[button.dataset.span];
      button.setAttribute('aria-pressed', String(query.get('from') === from && query.get('to') === to));
    }
    filters.forEach(one => renew(form.elements[one.name], one.seen || [], query.get(one.name) || ''));
    clear.hidden = !limits.some(name => query.get(name));
  }

  const empty = query =>
    limits.some(name => query.get(name))
      ? nothing(t('fig.nothing'), t('fig.nothing.text'), btn(t('f.clear'), null, 'pri', { onclick: () => clear.click() }))
      : nothing(t('fig.empty'), t('fig.empty.text'));

  async function load() {
    const number = ++asked;
    const query = address(names, {});
    controls(query);
    body.setAttribute('aria-busy', 'true');
    if (!body.firstChild) {
      body.append(h('div', { class: 'waits' }, icon('spin', 'spin'), t('fig.loading')));
    }
    try {
      const data = await ask(query);
      if (number !== asked) {
        return; // a later question is on its way
      }
      filters.forEach(one => {
        one.seen = one.options(data);
        renew(form.elements[one.name], one.seen, query.get(one.name) || '');
      });
      show(total(data) === 0 ? empty(query) : draw(data, query, go));
      $('#said').textContent = t('fig.loaded', { n: num(total(data)), unit: unitName(query.get('unit')) });
    } catch (error) {
      if (number === asked && !(error instanceof ApiError && error.status === 401)) {
        show(failure(error, load, t('fig.failed')));
      }
    }
  }

  function go(changes) {
    const query = address(names, changes).toString();
    history.pushState(null, '', location.pathname + (query ? `?${query}` : ''));
    load();
  }

  window.addEventListener('popstate', load);
  await load();
}
