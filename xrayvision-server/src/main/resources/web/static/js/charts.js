/* Chart.js in the page's colours, and one figure for all charts: title, n, picture, file, table. */
import { h, s, btn, $$ } from '/static/login/dom.js';
import { num, t, lang } from '/static/login/i18n.js';

/* With fewer than this a figure is drawn dashed, and large-sample intervals are not drawn at all. */
export const FEW = 30;

export const pct = (value, digits = 0) =>
  value == null
    ? '—'
    : new Intl.NumberFormat(lang === 'ro' ? 'ro-RO' : 'en-GB', { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);

const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/* The page's colours as they are now. */
export function colours() {
  const names = { fg: 'fg', fg2: 'fg-2', line: 'line', line2: 'line-2', act: 'act', b0: 'b0', b1: 'b1', b2: 'b2', b3: 'b3', odd: 'odd', ok: 'ok', s1: 's-1' };
  return Object.fromEntries(Object.entries(names).map(([name, token]) => [name, css(`--${token}`)]));
}

const chart = () => window.Chart;

/* Once, before the first chart. */
export function defaults() {
  const c = colours();
  const d = chart().defaults;
  Object.assign(d, { color: c.fg2, borderColor: c.line, maintainAspectRatio: false, animation: false, locale: lang === 'ro' ? 'ro-RO' : 'en-GB' });
  Object.assign(d.font, { family: getComputedStyle(document.body).fontFamily, size: 12 });
  Object.assign(d.plugins.legend, { align: 'start' });
  Object.assign(d.plugins.legend.labels, { usePointStyle: true, boxWidth: 9, boxHeight: 7 });
  Object.assign(d.plugins.tooltip, { backgroundColor: c.s1, titleColor: c.fg, bodyColor: c.fg, borderColor: c.line2, borderWidth: 1 });
}

function whiskerOf(g, x, low, high) {
  g.beginPath();
  for (const [x1, y1, x2, y2] of [[x, low, x, high], [x - 3, low, x + 3, low], [x - 3, high, x + 3, high]]) {
    g.moveTo(x1, y1);
    g.lineTo(x2, y2);
  }
  g.stroke();
}

/* Vertical intervals of the data sets that carry estimates: [{value, n, ci}, …]; dashed for few. */
const whiskers = {
  id: 'whiskers',
  afterDatasetsDraw(drawn) {
    drawn.data.datasets.forEach((set, i) => {
      if (!set.estimates || !drawn.isDatasetVisible(i)) {
        return;
      }
      const g = drawn.ctx;
      const y = drawn.scales[set.yAxisID || 'y'];
      g.save();
      g.strokeStyle = set.whisker || set.borderColor;
      g.lineWidth = 1.5;
      drawn.getDatasetMeta(i).data.forEach((point, k) => {
        const of = set.estimates[k];
        if (of?.ci) {
          g.setLineDash(of.n < FEW ? [3, 3] : []);
          whiskerOf(g, point.x, y.getPixelForValue(of.ci[0]), y.getPixelForValue(of.ci[1]));
        }
      });
      g.restore();
    });
  },
};

function save(name, blob) {
  const link = h('a', { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/* A spreadsheet takes a text that begins so for a formula: the mark before it makes it a text. Inside of one, where a list that is separated by semicolons would be cut, only what can be a formula, not the dash of a list. */
function harmless(text) {
  const inside = text.replace(/([;\t\r\n][\s"]*)([=@]|[+-](?=\S))/g, "$1'$2");
  return /^[=+\-@\t\r]/.test(text) ? `'${inside}` : inside;
}

function cell(value) {
  if (value == null) {
    return '';
  }
  const text = typeof value === 'number' ? String(value) : harmless(String(value));
  return /[",;\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/* rows[0] is the head. The mark at the beginning tells spreadsheets that it is UTF-8. */
export const csvText = rows => `\ufeff${rows.map(row => row.map(cell).join(',')).join('\r\n')}\r\n`;

export const csv = (name, rows) => save(`${name}.csv`, new Blob([csvText(rows)], { type: 'text/csv;charset=utf-8' }));

/* What is chosen stands in a file's name, as it stands in the address. */
export function fileName(id) {
  const query = new URLSearchParams(location.search);
  const chosen = [query.get('unit') || 'reading', query.get('from'), query.get('to'), query.get('region'), query.get('model')];
  return [id, ...chosen.filter(Boolean)].join('-').replace(/[^\w.-]+/g, '_').slice(0, 120);
}

/* The chart with its title, what it counts and what it is not, on the panel's ground. */
function picture(canvas, title, n, id) {
  const c = colours();
  const scale = canvas.width / canvas.clientWidth;
  const out = document.createElement('canvas');
  const [edge, top, bottom] = [16 * scale, 60 * scale, 30 * scale];
  out.width = canvas.width + 2 * edge;
  out.height = canvas.height + top + bottom;
  const g = out.getContext('2d');
  const family = getComputedStyle(document.body).fontFamily;
  const text = (words, size, y, colour, weight = '') => {
    g.fillStyle = colour;
    g.font = `${weight} ${size * scale}px ${family}`;
    g.fillText(words, edge, y * scale, canvas.width);
  };
  g.fillStyle = c.s1;
  g.fillRect(0, 0, out.width, out.height);
  text(title, 17, 26, c.fg, '600');
  text(n, 12, 46, c.fg2);
  g.drawImage(canvas, edge, top);
  text(t('foot.note'), 11, out.height / scale - 10, c.fg2);
  out.toBlob(blob => save(`${fileName(id)}.png`, blob));
}

const shown = value => (typeof value === 'number' ? num(value, Number.isInteger(value) ? 0 : 3) : value ?? '—');

export function table(title, rows) {
  return h(
    'div',
    { class: 'tw', tabindex: 0, role: 'region', 'aria-label': title },
    h(
      'table',
      { class: 'd' },
      h('thead', {}, h('tr', {}, rows[0].map(name => h('th', { scope: 'col' }, name)))),
      h('tbody', {}, rows.slice(1).map(row => h('tr', {}, row.map((value, i) => h(i ? 'td' : 'th', i ? { class: typeof value === 'number' && 'r' } : { scope: 'row' }, shown(value)))))),
    ),
  );
}

/*
 * alt: what the picture shows, in a sentence. rows: the data, the head first. nil: why nothing can be drawn: a sentence takes the
 * chart's place. The element's mount() draws, once it stands in the page.
 */
export function figure({ id, title, n, alt, rows, config, nil, size = 'l' }) {
  const canvas = nil ? null : h('canvas', { role: 'img', 'aria-label': alt });
  const name = kind => ({ 'aria-label': `${title}: ${kind}` });
  const buttons = [
    canvas && btn('PNG', 'down', 'sm quiet', { ...name('PNG'), onclick: () => picture(canvas, title, n, id) }),
    btn('CSV', 'down', 'sm quiet', { ...name('CSV'), onclick: () => csv(fileName(id), rows) }),
  ];
  const element = h(
    'section',
    { class: 'panel fig', id, 'aria-label': title },
    h('div', { class: 'h' }, h('h2', {}, title), h('span', { class: 'n' }, n), h('span', { class: 'end' }, buttons)),
    canvas ? h('div', { class: `chart ${size}` }, canvas) : h('div', { class: 'nil' }, h('h3', {}, t('fig.undefined')), h('p', {}, nil)),
    h('details', { class: 'fold' }, h('summary', {}, t('fig.table')), table(title, rows)),
  );
  element.mount = () => canvas && new (chart())(canvas, { ...config, plugins: [whiskers, ...(config.plugins || [])] });
  return element;
}

/* Draws what stands in the page; what stood there before has let go of its canvas. */
export const mountAll = root => $$('.fig', root).forEach(one => one.mount?.());
export const unmountAll = root => $$('canvas', root).forEach(canvas => chart()?.getChart(canvas)?.destroy());

/* Point and 95 % interval on an axis from lo to 1. */
export function whisker(of, lo = 0) {
  const x = value => Math.max(0, Math.min(100, ((value - lo) / (1 - lo)) * 100));
  const element = s(
    'svg',
    { class: `wh${of.n < FEW ? ' few' : ''}`, viewBox: '0 0 100 18', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    s('line', { class: 'ax', x1: 0, x2: 100, y1: 9, y2: 9, 'vector-effect': 'non-scaling-stroke' }),
  );
  if (of.value != null) {
    if (of.ci) {
      const [from, to] = of.ci.map(x);
      element.append(s('rect', { class: 'in', x: from, width: Math.max(1, to - from), y: 4, height: 10, 'vector-effect': 'non-scaling-stroke' }));
    }
    element.append(s('rect', { class: 'pt', x: Math.max(0, Math.min(98.8, x(of.value) - 0.6)), y: 2, width: 1.2, height: 14 }));
  }
  return element;
}

/* Large-sample intervals of few are not worth drawing. */
export const large = of => (of.n < FEW ? { ...of, ci: null } : of);

/* A figure at the end of its scale has no large-sample interval either. */
export const interval = (of, form = pct) => (of.ci ? `${form(of.ci[0])} – ${form(of.ci[1])}` : t(of.n < FEW ? 'fig.nointerval' : 'fig.nointerval.end'));

export const none = why => h('span', { class: 'na' }, h('b', {}, '—'), ` ${why}`);

export function rateCell(of, why, form = pct, lo = 0) {
  return h(
    'td',
    { class: 'w' },
    of.value == null ? none(why) : h('div', { class: 'wv' }, h('b', {}, form(of.value)), whisker(of, lo), h('small', {}, `${interval(of, form)} · n ${num(of.n)}`)),
  );
}

/* An axis; where it does not begin at 0 its title says so. */
export const axis = (title, extra = {}) => ({ title: { display: Boolean(title), text: title }, grid: { color: colours().line }, ...extra });
export const shares = { callback: value => pct(value) };

/* From where a rate's axis begins so that all of it is seen, in tenths. */
export function beginning(estimates) {
  const lowest = Math.min(1, ...estimates.flatMap(of => (of?.value == null ? [] : [of.value, ...(of.ci || [])])));
  return Math.max(0, Math.floor(lowest * 10 - 0.5) / 10);
}

export const beginsAt = (title, lo) => (lo > 0 ? `${title} (${t('fig.axis', { v: pct(lo) })})` : title);
