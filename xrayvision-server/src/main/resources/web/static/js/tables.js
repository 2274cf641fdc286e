/* Radiologists and Diagnostics: reports by name. People stand in the order of their names; nobody is ranked. */
import { h, icon, btn, chip } from '/static/login/dom.js';
import { num, t, lang } from '/static/login/i18n.js';
import { get } from './api.js';
import { figures, account, monthsBetween, regionName, unitName } from './figures.js';
import { FEW, axis, colours, csv, figure, fileName, none, rateCell } from './charts.js';
import { mosaic, mosaicKey } from './mosaic.js';
import { band } from './reading.js';

const SHOWN = 50;
const LINES = 5; // above that, a chart of lines is wool
const PEOPLE = document.body.dataset.page === 'radiologists';

const byName = (a, b) => a.name.localeCompare(b.name, lang);
const topName = name => (PEOPLE ? name : regionName(name));

/* The rows of the table; matrices are those of the same people by the model's verdict and the truth. */
function rowsOf(entries, q) {
  const matrices = new Map(q.radiologists.filter(row => row.radiologist !== null).map(row => [row.radiologist, row]));
  return Object.entries(entries).map(([name, of]) => ({
    name,
    reports: of.report_count,
    severity: of.avg_severity,
    assessed: of.assessed,
    agree: of.agree,
    matrix: matrices.get(name),
    top: Object.entries(of.top_diagnostics || of.top_regions),
    first: of.first_seen?.slice(0, 10) ?? null,
    last: of.last_seen?.slice(0, 10) ?? null,
  }));
}

function severityCell(row) {
  if (row.severity == null) {
    return h('td', {}, none(t('fig.no.assessed')));
  }
  const cells = Array.from({ length: 10 }, (_, i) => h('i', { class: i < Math.round(row.severity) ? `c${band(row.severity)}` : '' }));
  return h('td', { class: 'sevm' }, h('b', {}, num(row.severity, 1)), ' ', h('span', { class: 'scale sev-mini', 'aria-hidden': 'true' }, cells), h('small', { class: 'mut' }, ` n ${num(row.assessed)}`));
}

const COLUMNS = [
  ['name', PEOPLE ? 'fig.radiologist' : 'fig.diagnosis', 1],
  ['reports', 'fig.reports', -1],
  ['severity', 'fig.mean', -1],
  ['agree', 'fig.agrees', -1],
  ...(PEOPLE ? [['matrix', 'fig.matrix']] : []),
  ['top', PEOPLE ? 'fig.top.diagnoses' : 'fig.top.regions'],
  ...(PEOPLE ? [] : [['first', 'fig.first', 1], ['last', 'fig.last', -1]]),
];

const value = (row, key) => (key === 'agree' ? row.agree.value : row[key]);

/* What is not defined stands last, whichever way the column is sorted. */
function order(rows, key, direction) {
  const compare = (a, b) => {
    const [x, y] = [value(a, key), value(b, key)];
    if (x == null || y == null) {
      return (x == null) - (y == null);
    }
    return direction * (typeof x === 'string' ? x.localeCompare(y, lang) : x - y);
  };
  return rows.slice().sort((a, b) => compare(a, b) || byName(a, b));
}

const day = iso => h('td', { class: 'nowrap' }, iso ?? '—');

function tableRow(row) {
  const tags = row.top.map(([name, n]) => chip([topName(name), h('b', {}, ` ${num(n)}`)]));
  return h(
    'tr',
    {},
    h('th', { scope: 'row', class: 'long' }, row.name, row.agree.n < FEW && h('span', { class: 'mut' }, ` · ${t('fig.few')}`)),
    h('td', { class: 'r' }, num(row.reports)),
    severityCell(row),
    rateCell(row.agree, t('fig.no.compared')),
    PEOPLE && h('td', {}, row.matrix?.n ? mosaic(row.matrix) : none('')),
    h('td', {}, h('span', { class: 'tags' }, tags)),
    !PEOPLE && [day(row.first), day(row.last)],
  );
}

/* Radiologists cannot be sorted by a figure. */
function head(sorted, sort) {
  return COLUMNS.map(([key, label, first]) => {
    if (PEOPLE || !first) {
      return h('th', { scope: 'col', class: key === 'reports' && 'r' }, t(label));
    }
    const here = sorted.key === key;
    const way = here ? (sorted.direction > 0 ? 'ascending' : 'descending') : null;
    const mark = here ? (sorted.direction > 0 ? ' ▲' : ' ▼') : icon('sort');
    return h('th', { scope: 'col', class: key === 'reports' && 'r', 'aria-sort': way }, h('button', { type: 'button', 'data-sort': key, onclick: () => sort(key, here ? -sorted.direction : first) }, t(label), mark));
  });
}

function panel(rows, q, leftOut) {
  const title = t(PEOPLE ? 'nav.radiologists' : 'nav.diagnostics');
  const sorted = PEOPLE ? { key: 'name', direction: 1 } : { key: 'reports', direction: -1 };
  let all = false;
  const table = h('table', { class: 'd' });
  const more = h('p', { class: 'more' });
  const draw = () => {
    const ordered = order(rows, sorted.key, sorted.direction);
    table.replaceChildren(h('thead', {}, h('tr', {}, head(sorted, sort))), h('tbody', {}, (all ? ordered : ordered.slice(0, SHOWN)).map(tableRow)));
    more.replaceChildren(...(all || rows.length <= SHOWN ? [] : [btn(t('fig.showall', { n: num(rows.length) }), null, '', { onclick: showAll })]));
  };
  const sort = (key, direction) => {
    Object.assign(sorted, { key, direction });
    draw();
    table.querySelector(`[data-sort="${key}"]`)?.focus();
  };
  const showAll = () => {
    all = true;
    draw();
  };
  draw();
  const names = [t(PEOPLE ? 'fig.radiologist' : 'fig.diagnosis'), t('fig.reports'), t('fig.mean'), t('fig.assessed'), t('fig.agrees'), t('fig.low'), t('fig.high'), t('fig.compared')];
  const dates = PEOPLE ? [] : [t('fig.first'), t('fig.last')];
  const line = row => [row.name, row.reports, row.severity, row.assessed, row.agree.value, ...(row.agree.ci || [null, null]), row.agree.n, ...(PEOPLE ? [] : [row.first, row.last])];
  const sum = pick => num(rows.reduce((before, row) => before + pick(row), 0));
  const said = t('fig.reports.n', { n: sum(row => row.reports), compared: sum(row => row.agree.n), unit: unitName(q.unit) });
  return h(
    'section',
    { class: 'panel', id: 'table', 'aria-label': title },
    h(
      'div',
      { class: 'h' },
      h('h2', {}, title),
      h('span', { class: 'n' }, `${said} · ${t('fig.intervals')}`),
      h('span', { class: 'end' }, btn('CSV', 'down', 'sm quiet', { 'aria-label': `${title}: CSV`, onclick: () => csv(fileName(document.body.dataset.page), [[...names, ...dates], ...rows.slice().sort(byName).map(line)]) })),
    ),
    PEOPLE && mosaicKey(),
    h('div', { class: 'tw', tabindex: 0, role: 'region', 'aria-label': title }, table),
    more,
    leftOut > 0 && h('p', { class: 'mut sm' }, t('fig.leftout', { n: num(leftOut) })),
  );
}

const TEN = 10;

/* The server names ten a month. Who is not among a full ten may have had as many as the tenth: that is no 0. */
function countOf(rows, name) {
  const found = rows?.find(row => (row.radiologist ?? row.diagnostic) === name);
  return found ? found.count : rows && rows.length >= TEN ? null : 0;
}

function monthly(trends, rows, unit) {
  const c = colours();
  const known = Object.keys(trends).filter(month => month !== 'unknown').sort();
  const months = known.length ? monthsBetween(known[0], known[known.length - 1]) : [];
  const total = new Map();
  known.forEach(month => trends[month].forEach(row => total.set(row.radiologist ?? row.diagnostic, (total.get(row.radiologist ?? row.diagnostic) || 0) + row.count)));
  const most = [...total].sort((a, b) => b[1] - a[1]).slice(0, LINES).map(([name]) => ({ name })).sort(byName);
  const looks = [[c.act, 'circle'], [c.b3, 'rectRot'], [c.ok, 'triangle'], [c.odd, 'rect'], [c.b2, 'star']];
  const n = most.reduce((sum, { name }) => sum + total.get(name), 0);
  return figure({
    id: `${document.body.dataset.page}-months`,
    title: t('fig.months'),
    n: `n = ${num(n)} ${unitName(unit)} · ${t(PEOPLE ? 'fig.months.people' : 'fig.months.diagnoses')}`,
    alt: t('fig.months.alt', { names: most.map(one => one.name).join(', ') }),
    nil: most.length ? null : t('fig.months.none'),
    rows: [[t('fig.month'), ...most.map(one => one.name)], ...months.map(month => [month, ...most.map(one => countOf(trends[month], one.name))])],
    config: {
      type: 'line',
      data: {
        labels: months,
        datasets: most.map((one, i) => ({
          label: one.name,
          data: months.map(month => countOf(trends[month], one.name)),
          borderColor: looks[i][0],
          backgroundColor: looks[i][0],
          pointStyle: looks[i][1],
          pointRadius: 4,
          borderWidth: 2,
        })),
      },
      options: { scales: { y: axis(unitName(unit), { beginAtZero: true, ticks: { precision: 0 } }), x: axis('', { grid: { display: false } }) } },
    },
  });
}

async function ask(query) {
  const [path, trends] = PEOPLE ? ['/api/stats/radiologists', '/api/stats/radiologists/monthly_trends'] : ['/api/stats/diagnostics', '/api/diagnostics/monthly_trends'];
  const headers = {};
  const [entries, q, months] = await Promise.all([get(`${path}?${query}`, headers), get(`/api/stats/quality?${query}`), get(`${trends}?${query}`)]);
  return { entries, q, months, leftOut: Number(headers['x-statistics-left-out'] || 0) };
}

function draw({ entries, q, months, leftOut }) {
  const rows = rowsOf(entries, q);
  return [account(q), panel(rows, q, leftOut), monthly(months.trends, rows, q.unit)];
}

await figures({ id: document.body.dataset.page, ask, draw, total: data => Object.keys(data.entries).length, note: PEOPLE ? 'fig.note.radiologists' : 'fig.note.diagnostics' });
