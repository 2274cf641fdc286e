/* Which readings are shown. The URL is the only place where that stands, so that a view can be shared and Back works. */
import { h, icon, btn, chip, $, $$ } from '/static/login/dom.js';
import { t, num, has } from '/static/login/i18n.js';
import { get } from './api.js';

/* As the server names them, in the order of the URL; the label of each. */
const LABELS = {
  search: 'f.search',
  region: 'f.region',
  status: 'f.status',
  severity: 'f.severity',
  positive: 'f.positive',
  reviewed: 'f.reviewed',
  correct: 'f.correct',
  from: 'f.from',
  to: 'f.to',
  projection: 'f.projection',
  model: 'f.model',
  radiologist: 'f.radiologist',
  diagnostic: 'f.diagnosis',
};
const NAMES = Object.keys(LABELS);
const FOLDED = ['from', 'to', 'status', 'projection', 'model', 'radiologist', 'diagnostic'];
const STATUSES = ['queued', 'requeue', 'processing', 'check', 'done', 'error', 'ignore'];
const PROJECTIONS = ['frontal', 'lateral', 'oblique'];
const MOST_CHOICES = 200;
/* Where there is room the filters are never folded: there is nothing to unfold them by. */
const wide = matchMedia('(min-width: 641px)');
wide.addEventListener('change', () => wide.matches && $('.filters')?.setAttribute('open', ''));

export const current = () => {
  const query = new URLSearchParams(location.search);
  return Object.fromEntries(NAMES.filter(name => query.get(name)).map(name => [name, query.get(name)]));
};

export const page = () => Math.max(1, Number.parseInt(new URLSearchParams(location.search).get('page'), 10) || 1);

export function href(filters, pageNumber = 1) {
  const query = new URLSearchParams(filters);
  if (pageNumber > 1) {
    query.set('page', pageNumber);
  }
  const text = query.toString();
  return text ? `/?${text}` : '/';
}

/* What the server is asked for. */
export function query() {
  const asked = new URLSearchParams(current());
  asked.set('page', page());
  return asked;
}

export const regionName = region => (has(`region.${region}`) ? t(`region.${region}`) : region.replaceAll('_', ' '));
const projectionName = name => (has(`proj.${name}`) ? t(`proj.${name}`) : name);

// ---- fields

/* A value of the URL that is not among the options is shown all the same. */
function select(name, label, options, value) {
  const known = options.some(([id]) => id === value);
  const all = [['', t('f.any')], ...options, ...(value && !known ? [[value, value]] : [])];
  return h(
    'label',
    {},
    label,
    h('select', { name }, all.map(([id, text]) => h('option', { value: id, selected: id === (value || '') }, text))),
  );
}

/* A field that offers what there is, as soon as somebody comes to it; nothing needs to be chosen from the list. */
function offered(name, label, value, choices) {
  const list = h('datalist', { id: `choices-${name}` });
  const input = h('input', { name, value: value || '', list: list.id, placeholder: t('f.any'), autocomplete: 'off' });
  const fill = async () => {
    const found = await choices().catch(() => []);
    list.replaceChildren(...found.slice(0, MOST_CHOICES).map(one => h('option', { value: one })));
  };
  input.addEventListener('focus', fill, { once: true });
  return h('label', {}, label, input, list);
}

const counted = path => async () => Object.keys(await get(path));

const RANGE = /^(\d{0,2})(-?)(\d{0,2})$/;

/* "5", "3-6", "-8", "2-" as two ends; an end that is not set is empty. */
function ends(range) {
  const [, from = '', dash = '', to = ''] = RANGE.exec(range || '') || [];
  return dash ? [from, to] : [from, from];
}

const joined = (from, to) => (from && from === to ? from : from || to ? `${from}-${to}` : '');

function severityRange(value) {
  const [from, to] = ends(value);
  const numbers = Array.from({ length: 11 }, (_, n) => String(n));
  const end = (name, label, open, chosen) =>
    h('select', { name, 'aria-label': label }, ['', ...numbers].map(n => h('option', { value: n, selected: n === chosen }, n || open)));
  return h('div', { class: 'range', role: 'group', 'aria-label': t('f.severity') }, h('span', {}, t('f.severity')), end('sev-from', t('f.sev.from'), 'min', from), end('sev-to', t('f.sev.to'), 'max', to));
}

const day = (name, value) => h('label', {}, t(LABELS[name]), h('input', { type: 'date', name, value: value || '' }));

/* What the form says, under the server's names. */
function read(form) {
  const said = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]));
  said.severity = joined(said['sev-from'], said['sev-to']);
  return Object.fromEntries(NAMES.filter(name => said[name]).map(name => [name, said[name]]));
}

/* may: what the role may do; models(): those that are known here. */
export function form({ regions, may, models, go }) {
  const now = current();
  const persons = may('SEARCH_PERSONS');
  const yesNo = [
    ['yes', t('f.yes')],
    ['no', t('f.no')],
  ];
  const folded = h(
    'div',
    { class: 'fgrid mt2', id: 'more-filters', hidden: !FOLDED.some(name => now[name]) },
    day('from', now.from),
    day('to', now.to),
    select('status', t('f.status'), STATUSES.map(status => [status, t(`st.${status}`)]), now.status),
    select('projection', t('f.projection'), PROJECTIONS.map(name => [name, projectionName(name)]), now.projection),
    offered('model', t('f.model'), now.model, async () => models()),
    persons && offered('radiologist', t('f.radiologist'), now.radiologist, counted('/api/radiologists')),
    offered('diagnostic', t('f.diagnosis'), now.diagnostic, counted('/api/diagnostics')),
  );
  const more = btn(t('f.more'), 'sliders', '', { 'aria-expanded': String(!folded.hidden), 'aria-controls': folded.id });
  more.addEventListener('click', () => {
    folded.hidden = !folded.hidden;
    more.setAttribute('aria-expanded', String(!folded.hidden));
  });
  const element = h(
    'form',
    { role: 'search' },
    h(
      'div',
      { class: 'fgrid' },
      h(
        'label',
        { class: 'wide' },
        t('f.search'),
        h('input', { type: 'search', name: 'search', value: now.search || '', placeholder: t(persons ? 'f.search.ph' : 'f.search.masked') }),
      ),
      select('region', t('f.region'), regions.map(region => [region, regionName(region)]), now.region),
      severityRange(now.severity),
      select('positive', t('f.positive'), [['yes', t('f.pos')], ['no', t('f.neg')]], now.positive),
      select('reviewed', t('f.reviewed'), yesNo, now.reviewed),
      select('correct', t('f.correct'), [['yes', t('f.agree')], ['no', t('f.disagree')]], now.correct),
      h('div', { class: 'row' }, more, btn(t('f.apply'), 'search', '', { type: 'submit' })),
    ),
    folded,
  );
  const apply = () => go(href(read(element)));
  // What is chosen counts at once; what is typed when it is said to be complete.
  element.addEventListener('change', event => event.target.matches('select, input[type=date]') && apply());
  element.addEventListener('submit', event => {
    event.preventDefault();
    apply();
  });
  return h('details', { class: 'filters', open: wide.matches }, h('summary', {}, icon('sliders'), t('f.filters')), element);
}

// ---- what is filtered, and where in it one is

/* How a filter's value reads. */
function shown(name, value) {
  const words = {
    region: () => regionName(value),
    projection: () => projectionName(value),
    status: () => value.split(',').map(one => (has(`st.${one}`) ? t(`st.${one}`) : one)).join(', '),
    positive: () => t(value === 'yes' ? 'f.pos' : 'f.neg'),
    reviewed: () => t(value === 'yes' ? 'f.yes' : 'f.no'),
    correct: () => t(value === 'yes' ? 'f.agree' : 'f.disagree'),
  };
  return words[name] ? words[name]() : value;
}

/* The number of readings, or why there is none, and a chip to take each filter away. */
export function active(total, trouble, go, extra) {
  const filters = current();
  const chips = Object.entries(filters).map(([name, value]) => {
    const without = Object.fromEntries(Object.entries(filters).filter(([other]) => other !== name));
    const remove = h('button', { type: 'button', 'aria-label': `${t('f.remove')}: ${t(LABELS[name])}`, onclick: () => go(href(without)) }, icon('x'));
    return chip([h('span', {}, `${t(LABELS[name])}: ${shown(name, value)}`), remove], null, 'x info');
  });
  return h(
    'div',
    { class: 'active' },
    trouble ? h('p', { class: 'err', id: 'refused', role: 'alert' }, icon('warn'), trouble) : h('b', { id: 'total' }, t('f.results', { n: total })),
    chips,
    chips.length > 0 && btn(t('f.clear'), null, 'quiet sm', { onclick: () => go('/') }),
    extra,
  );
}

export function pager(pages, go) {
  const filters = current();
  const number = page();
  if (pages < 2 && number === 1) {
    return null;
  }
  const field = h('input', { type: 'number', class: 'q', id: 'page', min: 1, max: pages, value: number, 'aria-label': t('pg.go') });
  const jump = h('form', { class: 'row mut' }, ...t('pg.page', { p: '\n', n: num(pages) }).split('\n').flatMap((words, i) => (i ? [field, words] : [words])));
  jump.addEventListener('submit', event => {
    event.preventDefault();
    go(href(filters, Math.max(1, Math.min(pages, Number(field.value) || 1))));
  });
  return h(
    'nav',
    { class: 'pager', 'aria-label': t('pg.page', { p: number, n: num(pages) }) },
    btn(t('pg.prev'), 'prev', '', { disabled: number <= 1, onclick: () => go(href(filters, number - 1)) }),
    jump,
    btn(t('pg.next'), 'next', '', { disabled: number >= pages, onclick: () => go(href(filters, number + 1)) }),
  );
}

export function focusSearch() {
  const folded = $('.filters');
  if (folded) {
    folded.open = true;
  }
  $('input[type=search]')?.focus();
}

/* The field with this name, to give the focus back after the form was drawn anew. */
export const field = name => $$('.filters [name]').find(one => one.name === name);
