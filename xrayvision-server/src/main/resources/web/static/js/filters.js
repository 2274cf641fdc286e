/* Which exams are shown. The URL is the only place where that stands, so that a view can be shared and Back works. */
import { h, icon, btn, chip, $ } from '/static/login/dom.js';
import { t, num, has } from '/static/login/i18n.js';

export const NAMES = ['search', 'region', 'status', 'severity', 'reviewed', 'positive', 'correct', 'radiologist', 'diagnostic'];

const VIEWS = [
  ['all', {}],
  ['todo', { reviewed: 'no', status: 'done' }],
  ['positive', { positive: 'yes' }],
  ['disagree', { correct: 'no' }],
  ['progress', { status: 'none,queued,requeue,processing,check' }],
  ['problems', { status: 'error,ignore' }],
];

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

/* What the API is asked for. */
export function apiQuery() {
  const query = new URLSearchParams(current());
  query.set('page', page());
  query.set('extra', 'yes');
  return `/api/exams?${query}`;
}

const same = (a, b) => JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());

export function tabs() {
  const filters = current();
  return h(
    'nav',
    { class: 'tabs', 'aria-label': t('f.filters') },
    VIEWS.map(([id, view]) =>
      h('a', { href: href(view), 'data-go': '', 'aria-current': same(view, filters) && 'page' }, t(`view.${id}`)),
    ),
  );
}

export const regionName = region => (has(`region.${region}`) ? t(`region.${region}`) : region.replaceAll('_', ' '));

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

export function form(regions, masked, threshold, go) {
  const now = current();
  const yesNo = [
    ['yes', t('f.yes')],
    ['no', t('f.no')],
  ];
  const statuses = ['queued', 'requeue', 'processing', 'check', 'done', 'error', 'ignore'];
  const severities = [`${threshold}-10`, '7-10', '3-6', '0-2'];
  const element = h(
    'form',
    { class: 'fgrid', role: 'search' },
    h(
      'label',
      {},
      t('f.search'),
      h('input', { type: 'search', name: 'search', value: now.search || '', placeholder: t(masked ? 'f.search.masked' : 'f.search.ph') }),
    ),
    select('region', t('f.region'), regions.map(region => [region, regionName(region)]), now.region),
    select('status', t('f.status'), statuses.map(status => [status, t(`st.${status}`)]), now.status),
    select('severity', t('f.severity'), severities.map(range => [range, range.replace('-', ' – ')]), now.severity),
    select('positive', t('f.positive'), [['yes', t('f.pos')], ['no', t('f.neg')]], now.positive),
    select('reviewed', t('f.reviewed'), yesNo, now.reviewed),
    select('correct', t('f.correct'), [['yes', t('f.agree')], ['no', t('f.disagree')]], now.correct),
    btn(t('f.apply'), 'search', '', { type: 'submit' }),
  );
  const apply = () => {
    const filters = {};
    for (const [name, value] of new FormData(element)) {
      if (value.trim()) {
        filters[name] = value.trim();
      }
    }
    for (const name of ['radiologist', 'diagnostic']) {
      if (now[name]) {
        filters[name] = now[name];
      }
    }
    go(href(filters));
  };
  element.addEventListener('change', event => event.target.name !== 'search' && apply());
  element.addEventListener('submit', event => {
    event.preventDefault();
    apply();
  });
  const wide = window.innerWidth > 640;
  return h('details', { class: 'filters', open: wide }, h('summary', {}, icon('sliders'), t('f.filters')), element);
}

const LABELS = { search: 'f.search', region: 'f.region', status: 'f.status', severity: 'f.severity', reviewed: 'f.reviewed', positive: 'f.positive', correct: 'f.correct', radiologist: 'f.radiologist', diagnostic: 'f.diagnosis' };

/* The number of exams, or why there is none, and a chip to take each filter away. */
export function active(total, trouble, go, extra) {
  const filters = current();
  const chips = Object.entries(filters).map(([name, value]) => {
    const without = Object.fromEntries(Object.entries(filters).filter(([other]) => other !== name));
    const remove = h('button', { type: 'button', 'aria-label': `${t('f.remove')}: ${t(LABELS[name])}`, onclick: () => go(href(without)) }, icon('x'));
    return chip([`${t(LABELS[name])}: ${value}`, remove], null, 'x info');
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
  return h(
    'nav',
    { class: 'pager', 'aria-label': t('pg.page', { p: number, n: num(pages) }) },
    btn(t('pg.prev'), 'prev', '', { disabled: number <= 1, onclick: () => go(href(filters, number - 1)) }),
    h('span', { class: 'mut' }, t('pg.page', { p: number, n: num(pages) })),
    btn(t('pg.next'), 'next', '', { disabled: number >= pages, onclick: () => go(href(filters, number + 1)) }),
  );
}

export const focusSearch = () => $('input[type=search]')?.focus();
