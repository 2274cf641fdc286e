/* Statistics: how far the model agrees with the truth, as rates with intervals, confusion matrices, and charts. */
import { h, btn } from '/static/login/dom.js';
import { num, t } from '/static/login/i18n.js';
import { get } from './api.js';
import { figures, account, count, regionName, unitName, monthsBetween } from './figures.js';
import { FEW, axis, beginning, beginsAt, colours, csv, figure, fileName, interval, large, none, pct, rateCell, shares, whisker } from './charts.js';
import { mosaic, mosaicKey } from './mosaic.js';

const two = value => num(value, 2);
const PERCENT = value => pct(value, 1);

/* Rate, how it is written, and what it lacks where it is not defined. */
const TILES = [
  ['snsi', PERCENT, 'positives'],
  ['spci', PERCENT, 'negatives'],
  ['ppv', PERCENT, 'ai.positives'],
  ['pnv', PERCENT, 'ai.negatives'],
  ['accuracy', PERCENT, 'compared'],
  ['f1', two, 'any.positives'],
  ['mcc', two, 'classes'],
  ['kappa', two, 'classes'],
  ['auc', two, 'classes'],
];
const LARGE_SAMPLE = ['mcc', 'kappa', 'auc'];

/* The axis begins at 50 % where all of it lies above, else at 0, or where it must. */
function lowest(of) {
  const low = Math.min(of.value ?? 1, of.ci?.[0] ?? 1);
  return low >= 0.5 ? 0.5 : low >= 0 ? 0 : -1;
}

function tile(key, rate, form, lacks, compared) {
  const of = LARGE_SAMPLE.includes(key) ? large(rate) : rate;
  const lo = of.value == null ? 0 : lowest(of);
  const why = t(`fig.no.${compared ? lacks : 'compared'}`);
  return h(
    'div',
    { class: 'tile', id: `tile-${key}` },
    h('div', { class: 'k' }, h('span', {}, t(`fig.rate.${key}`)), h('span', {}, `n ${num(of.n)}`)),
    of.value == null ? h('div', { class: 'v na' }, '— ', t('fig.undefined')) : h('div', { class: 'v' }, form(of.value), of.n < FEW && h('small', {}, ` · ${t('fig.few')}`)),
    whisker(of, lo),
    h('div', { class: 'axl', 'aria-hidden': 'true' }, h('span', {}, form === two ? num(lo, lo % 1 ? 1 : 0) : pct(lo)), h('span', {}, form === two ? '1' : pct(1))),
    h('div', { class: 'ci' }, of.value == null ? why : `95 %: ${interval(of, form)} · ${t(`fig.of.${key}`)}`),
  );
}

const tiles = q =>
  h(
    'section',
    { class: 'tiles', id: 'tiles', 'aria-label': t('fig.rates') },
    TILES.map(([key, form, lacks]) => tile(key, key === 'auc' ? q.auc : q.rates[key], form, lacks, q.included > 0)),
  );

// ---- by region, modality, model, age: confusion matrices

const UNKNOWN = 'unknown';
const GROUPS = {
  region: ['regions', row => regionName(row.region)],
  modality: ['modalities', row => (row.modality === UNKNOWN ? t('fig.unknown') : row.modality)],
  model: ['models', row => (row.model === UNKNOWN ? t('fig.noanswer') : row.model)],
  age: ['ages', row => (row.age === UNKNOWN ? t('fig.unknown') : row.age.replace('-', '–'))],
};

const CELLS = ['n', 'tpos', 'fpos', 'fneg', 'tneg'];
const RATES = ['snsi', 'spci', 'ppv', 'pnv', 'mcc'];

function matrixRow(name, of, extra) {
  const mcc = large(of.mcc);
  return h(
    'tr',
    { class: extra },
    h('th', { scope: 'row', class: 'name' }, name, of.n < FEW && h('span', { class: 'mut' }, ` · ${t('fig.few')}`)),
    h('td', {}, of.n > 0 ? mosaic(of) : none('')),
    CELLS.map(key => h('td', { class: 'r' }, num(of[key]))),
    rateCell(of.snsi, t('fig.no.positives')),
    rateCell(of.spci, t('fig.no.negatives')),
    rateCell(of.ppv, t('fig.no.ai.positives')),
    rateCell(of.pnv, t('fig.no.ai.negatives')),
    rateCell(mcc, t('fig.no.classes'), two, mcc.value == null ? 0 : Math.min(0, lowest(mcc))),
  );
}

function matrices(q, by, go) {
  const [list, name] = GROUPS[by];
  const rows = q[list].slice();
  if (by !== 'age') {
    rows.sort((a, b) => b.n - a.n || b.total - a.total);
  }
  const title = t(`fig.by.${by}`);
  const flat = of => [...CELLS.map(key => of[key]), ...RATES.flatMap(key => [of[key].value, ...(of[key].ci || [null, null])])];
  const all = { n: q.included, ...q.counts, ...q.rates };
  const head = [t(`fig.${by}`), ...CELLS.map(key => t(`fig.cell.${key}`)), ...RATES.flatMap(key => [t(`fig.rate.${key}`), t('fig.low'), t('fig.high')])];
  const save = () => csv(fileName(by), [head, ...rows.map(row => [name(row), ...flat(row)]), [t('fig.sumrow'), ...flat(all)]]);
  const tabs = Object.keys(GROUPS).map(key => h('button', { type: 'button', 'aria-pressed': String(key === by), 'data-by': key, onclick: () => go({ by: key === 'region' ? '' : key }) }, t(`fig.${key}`)));
  return h(
    'section',
    { class: 'panel', id: 'matrices', 'aria-label': title },
    h(
      'div',
      { class: 'h' },
      h('h2', {}, title),
      h('span', { class: 'n' }, `${count(q.included, q.unit)} · ${t('fig.intervals')}`),
      h('div', { class: 'seg', role: 'group', 'aria-label': t('fig.group') }, tabs),
      h('span', { class: 'end' }, btn('CSV', 'down', 'sm quiet', { 'aria-label': `${title}: CSV`, onclick: save })),
    ),
    mosaicKey(),
    h(
      'div',
      { class: 'tw', tabindex: 0, role: 'region', 'aria-label': title },
      h(
        'table',
        { class: 'd' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            h('th', { scope: 'col' }, t(`fig.${by}`)),
            h('th', { scope: 'col' }, h('span', { class: 'vh' }, t('fig.matrix'))),
            CELLS.map(key => h('th', { scope: 'col', class: 'r' }, t(`fig.cell.${key}`))),
            RATES.map(key => h('th', { scope: 'col' }, t(`fig.rate.${key}`))),
          ),
        ),
        h('tbody', {}, rows.map(row => matrixRow(name(row), row)), matrixRow(t('fig.sumrow'), all, 'sum')),
      ),
    ),
  );
}

// ---- charts

const rate = (title, extra = {}) => axis(title, { type: 'linear', min: 0, max: 1, ticks: shares, ...extra });
const ends = of => of?.ci || [null, null];

/* Writes the thresholds beside the points of the curve, that in use first; none over another. */
const labels = (q, c) => ({
  id: 'labels',
  afterDatasetsDraw(drawn) {
    const g = drawn.ctx;
    const taken = [];
    const points = drawn.getDatasetMeta(0).data.map((point, i) => ({ point, threshold: q.roc[i].threshold, used: q.roc[i].threshold === q.threshold }));
    g.save();
    g.font = `12px ${getComputedStyle(document.body).fontFamily}`;
    for (const { point, threshold, used } of points.filter(one => one.threshold >= 1 && one.threshold <= 10).sort((a, b) => b.used - a.used)) {
      const words = used ? t('fig.roc.used', { t: threshold }) : `≥ ${threshold}`;
      const width = g.measureText(words).width;
      const box = { x: Math.min(point.x + 8, drawn.chartArea.right - width), y: point.y + 14, width };
      if (taken.every(other => Math.abs(other.y - box.y) > 14 || box.x > other.x + other.width || other.x > box.x + width)) {
        taken.push(box);
        g.fillStyle = used ? c.fg : c.fg2;
        g.fillText(words, box.x, box.y);
      }
    }
    g.restore();
  },
});

function roc(q) {
  const c = colours();
  const auc = large(q.auc);
  const used = q.roc.find(point => point.threshold === q.threshold);
  const only = q.counts.tpos + q.counts.fneg > 0 ? 'fig.roc.positive' : 'fig.roc.negative';
  const nil = q.auc.value == null ? (q.included ? t(only, { n: num(q.included) }) : t('fig.no.compared')) : null;
  const sick = q.counts.tpos + q.counts.fneg;
  const look = point => point.threshold === q.threshold;
  return figure({
    id: 'roc',
    title: nil ? t('fig.roc') : `${t('fig.roc')}, AUC ${num(auc.value, 3)}`,
    n: `${nil ? '' : `95 %: ${interval(auc, value => num(value, 3))} · `}${count(q.auc.n, q.unit)}`,
    alt: t('fig.roc.alt', { t: q.threshold, tpr: pct(used.tpr, 1), fpr: pct(used.fpr, 1) }),
    nil,
    rows: [[t('fig.threshold'), t('fig.rate.snsi'), t('fig.low'), t('fig.high'), t('fig.fpr')], ...q.roc.map(p => [p.threshold, p.tpr, p.tprCi?.[0] ?? null, p.tprCi?.[1] ?? null, p.fpr])],
    config: {
      type: 'scatter',
      plugins: [labels(q, c)],
      data: {
        datasets: [
          {
            label: t('fig.roc.thresholds'),
            data: q.roc.map(p => ({ x: p.fpr, y: p.tpr })),
            estimates: q.roc.map(p => (p.threshold > 0 && p.threshold < 11 ? { n: sick, ci: p.tprCi } : null)),
            showLine: true,
            borderColor: c.act,
            backgroundColor: q.roc.map(p => (look(p) ? c.b3 : c.act)),
            pointRadius: q.roc.map(p => (look(p) ? 7 : 4)),
            borderWidth: 2,
          },
          { label: t('fig.roc.chance'), pointStyle: 'line', data: [{ x: 0, y: 0 }, { x: 1, y: 1 }], showLine: true, borderColor: c.line2, borderDash: [5, 5], pointRadius: 0, borderWidth: 1 },
        ],
      },
      options: { scales: { x: rate(t('fig.fpr')), y: rate(t('fig.rate.snsi')) } },
    },
  });
}

function calibration(q) {
  const c = colours();
  const bins = q.calibration.filter(bin => bin.n > 0);
  const n = bins.reduce((sum, bin) => sum + bin.n, 0);
  const most = Math.max(1, ...bins.map(bin => bin.n));
  return figure({
    id: 'calibration',
    title: n ? `${t('fig.cal')}, ECE ${num(q.ece, 3)}` : t('fig.cal'),
    n: `${count(n, q.unit)} · ${t('fig.cal.note', { most: num(most) })}`,
    alt: t('fig.cal.alt', { e: num(q.ece, 3) }),
    nil: n ? null : t('fig.cal.none'),
    rows: [[t('fig.cal.confidence'), t('fig.cal.stated'), 'n', t('fig.cal.right'), t('fig.low'), t('fig.high')], ...q.calibration.map(b => [`${b.from}–${b.to} %`, b.confidence, b.n, b.accuracy.value, ...ends(b.accuracy)])],
    config: {
      data: {
        datasets: [
          {
            type: 'line',
            label: t('fig.cal.line'),
            data: bins.map(b => ({ x: b.confidence, y: b.accuracy.value })),
            estimates: bins.map(b => b.accuracy),
            borderColor: c.act,
            backgroundColor: c.act,
            pointRadius: 5,
            borderWidth: 2,
          },
          { type: 'line', label: t('fig.cal.perfect'), pointStyle: 'line', data: [{ x: 0, y: 0 }, { x: 1, y: 1 }], borderColor: c.line2, borderDash: [5, 5], pointRadius: 0, borderWidth: 1 },
          { type: 'bar', label: unitName(q.unit), pointStyle: 'rect', data: bins.map(b => ({ x: b.confidence, y: b.n })), backgroundColor: c.line2, yAxisID: 'n', barThickness: 18 },
        ],
      },
      options: { scales: { x: rate(t('fig.cal.stated'), { offset: false }), y: rate(t('fig.cal.right')), n: { display: false, beginAtZero: true, max: 4 * most } } },
    },
  });
}

function differences(q) {
  const c = colours();
  const all = Object.entries(q.differences).map(([value, n]) => [Number(value), n]).sort((a, b) => a[0] - b[0]);
  const n = all.reduce((sum, [, of]) => sum + of, 0);
  const widest = Math.max(3, ...all.filter(([, of]) => of > 0).map(([value]) => Math.abs(value)));
  const seen = all.filter(([value]) => Math.abs(value) <= widest);
  const same = q.differences[0] || 0;
  return figure({
    id: 'differences',
    title: t('fig.diff'),
    n: `${count(n, q.unit)} · ${t('fig.diff.note')}`,
    alt: t('fig.diff.alt', { same: num(same), n: num(n) }),
    nil: n ? null : t('fig.diff.none'),
    rows: [[t('fig.diff.value'), unitName(q.unit)], ...all],
    config: {
      type: 'bar',
      data: {
        labels: seen.map(([value]) => (value > 0 ? `+${value}` : String(value))),
        datasets: [{ label: unitName(q.unit), data: seen.map(([, of]) => of), backgroundColor: seen.map(([value]) => (value === 0 ? c.act : value > 0 ? c.b2 : c.odd)), barPercentage: 0.96, categoryPercentage: 0.96 }],
      },
      options: { plugins: { legend: { display: false } }, scales: { x: axis(t('fig.diff.axis'), { grid: { display: false } }), y: axis(unitName(q.unit), { beginAtZero: true, ticks: { precision: 0 } }) } },
    },
  });
}

/* A row for each month, also for those in which nothing was made. */
function byMonth(q) {
  const dated = q.trends.filter(row => row.month);
  if (!dated.length) {
    return [];
  }
  const rows = new Map(dated.map(row => [row.month, row]));
  const nothing = month => ({ month, total: 0, compared: 0, positive: 0, snsi: { value: null, n: 0, ci: null }, spci: { value: null, n: 0, ci: null } });
  return monthsBetween(dated[0].month, dated[dated.length - 1].month).map(month => rows.get(month) || nothing(month));
}

function trend(q, months) {
  const c = colours();
  const n = months.reduce((sum, row) => sum + row.compared, 0);
  const lo = beginning(months.flatMap(row => [row.snsi, row.spci]));
  const line = (key, colour, pointStyle) => ({
    label: t(`fig.rate.${key}`),
    data: months.map(row => row[key].value),
    estimates: months.map(row => row[key]),
    borderColor: colour,
    backgroundColor: colour,
    pointStyle,
    pointRadius: 5,
    borderWidth: 2,
  });
  return figure({
    id: 'trend',
    title: t('fig.trend'),
    n: `${count(n, q.unit)} · ${t('fig.intervals')}`,
    alt: t('fig.trend.alt', { m: num(months.length) }),
    nil: n ? null : t('fig.no.compared'),
    rows: [
      [t('fig.month'), t('fig.compared'), t('fig.positive'), t('fig.rate.snsi'), t('fig.low'), t('fig.high'), t('fig.rate.spci'), t('fig.low'), t('fig.high')],
      ...q.trends.map(row => [row.month ?? t('fig.undated'), row.compared, row.positive, row.snsi.value, ...ends(row.snsi), row.spci.value, ...ends(row.spci)]),
    ],
    config: {
      type: 'line',
      data: { labels: months.map(row => row.month), datasets: [line('snsi', c.b3, 'rectRot'), line('spci', c.act, 'circle')] },
      options: { scales: { y: axis(beginsAt(t('fig.share'), lo), { min: lo, max: 1, ticks: shares }), x: axis('', { grid: { display: false } }) } },
    },
  });
}

function volume(q, months) {
  const c = colours();
  const n = q.trends.reduce((sum, row) => sum + row.total, 0);
  const set = (label, of, colour) => ({ label, data: months.map(of), backgroundColor: colour, pointStyle: 'rect' });
  return figure({
    id: 'volume',
    title: t('fig.volume', { unit: unitName(q.unit) }),
    n: count(n, q.unit),
    alt: t('fig.volume.alt', { m: num(months.length) }),
    nil: months.length ? null : t('fig.volume.none'),
    rows: [[t('fig.month'), t('fig.total'), t('fig.compared'), t('fig.positive')], ...q.trends.map(row => [row.month ?? t('fig.undated'), row.total, row.compared, row.positive])],
    config: {
      type: 'bar',
      data: {
        labels: months.map(row => row.month),
        datasets: [
          set(t('fig.truth.positive'), row => row.positive, c.b3),
          set(t('fig.truth.negative'), row => row.compared - row.positive, c.b1),
          set(t('fig.notcompared'), row => row.total - row.compared, c.line2),
        ],
      },
      options: { scales: { x: axis('', { stacked: true, grid: { display: false } }), y: axis(unitName(q.unit), { stacked: true, beginAtZero: true, ticks: { precision: 0 } }) } },
    },
  });
}

// ---- the page

/* With a filter, what there is to choose from is asked beside it. */
async function ask(query) {
  const whole = new URLSearchParams([...query].filter(([name]) => ['unit', 'from', 'to'].includes(name)));
  const part = new URLSearchParams([...query].filter(([name]) => name !== 'by'));
  const narrow = part.toString() !== whole.toString();
  const [q, all] = await Promise.all([get(`/api/stats/quality?${part}`), narrow ? get(`/api/stats/quality?${whole}`) : null]);
  return { q, all: all || q };
}

const FILTERS = [
  { name: 'region', label: 'fig.region', options: ({ all }) => all.regions.map(row => [row.region, regionName(row.region)]) },
  { name: 'model', label: 'fig.model', options: ({ all }) => all.models.filter(row => row.model !== UNKNOWN).map(row => [row.model, row.model]) },
];

function draw({ q }, query, go) {
  const by = GROUPS[query.get('by')] ? query.get('by') : 'region';
  const months = byMonth(q);
  return [account(q), tiles(q), matrices(q, by, go), h('div', { class: 'g2 charts' }, roc(q), calibration(q), differences(q), trend(q, months), volume(q, months))];
}

await figures({ id: 'stats', ask, draw, total: ({ q }) => q.total, filters: FILTERS, more: ['by'] });
