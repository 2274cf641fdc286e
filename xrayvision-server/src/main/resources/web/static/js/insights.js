/* Insights: severities, times, ages, load by hour, day and month, and what came of second looks. */
import { num, t } from '/static/login/i18n.js';
import { h } from '/static/login/dom.js';
import { get } from './api.js';
import { figures, account, count, monthsBetween, regionName, unitName } from './figures.js';
import { axis, colours, figure, shares } from './charts.js';

const sum = values => values.reduce((before, value) => before + value, 0);
const whole = (title, extra = {}) => axis(title, { beginAtZero: true, ticks: { precision: 0 }, ...extra });
const bare = (extra = {}) => axis('', { grid: { display: false }, ...extra });
const bars = (labels, datasets, scales, extra = {}) => ({ type: 'bar', data: { labels, datasets: datasets.map(set => ({ pointStyle: 'rect', ...set })) }, options: { scales, ...extra } });
const alone = { plugins: { legend: { display: false } } };

function severities(q) {
  const c = colours();
  const steps = Object.keys(q.ai_severity_distribution).map(Number).sort((a, b) => a - b);
  const [ai, rad] = [q.ai_severity_distribution, q.rad_severity_distribution].map(of => steps.map(step => of[step] || 0));
  return figure({
    id: 'severity',
    title: t('fig.severity'),
    n: t('fig.severity.n', { ai: num(sum(ai)), rad: num(sum(rad)), unit: unitName(q.unit) }),
    alt: t('fig.severity.alt'),
    nil: sum(ai) + sum(rad) ? null : t('fig.no.assessed'),
    rows: [[t('f.severity'), t('sev.ai'), t('sev.rad')], ...steps.map((step, i) => [step, ai[i], rad[i]])],
    config: bars(
      steps,
      [
        { label: t('sev.ai'), data: ai, backgroundColor: c.act },
        { label: t('sev.rad'), data: rad, backgroundColor: c.b0 },
      ],
      { x: bare(), y: whole(unitName(q.unit)) },
    ),
  });
}

function latency(q) {
  const c = colours();
  const rows = Object.entries(q.processing_times).map(([region, of]) => ({ region: regionName(region), ...of })).sort((a, b) => b.count - a.count);
  return figure({
    id: 'latency',
    title: t('fig.latency'),
    n: count(sum(rows.map(row => row.count)), 'exam'),
    alt: t('fig.latency.alt'),
    nil: rows.length ? null : t('fig.latency.none'),
    rows: [[t('fig.region'), 'n', t('fig.avg'), t('fig.median'), t('fig.p', { p: 90 }), t('fig.p', { p: 95 }), t('fig.p', { p: 99 })], ...rows.map(of => [of.region, of.count, of.avg_time, of.median, of.p90, of.p95, of.p99])],
    config: bars(
      rows.map(row => `${row.region} (${num(row.count)})`),
      [
        { label: t('fig.median'), data: rows.map(row => row.median), backgroundColor: c.act },
        { label: t('fig.p', { p: 95 }), data: rows.map(row => row.p95), backgroundColor: c.line2 },
      ],
      { y: bare(), x: axis(t('fig.seconds'), { beginAtZero: true }) },
      { indexAxis: 'y' },
    ),
  });
}

/* Bands by their age, the unknown last. */
function ages(q) {
  const c = colours();
  const start = band => (band === 'unknown' ? Infinity : parseInt(band, 10));
  const rows = Object.entries(q.age_distribution).map(([band, of]) => ({ band, ...of })).sort((a, b) => start(a.band) - start(b.band));
  const name = row => (row.band === 'unknown' ? t('fig.unknown') : row.band.replace('-', '–'));
  const rates = rows.map(row => row.rate);
  const most = Math.max(0.1, ...rates.flatMap(of => [of.value || 0, of.ci?.[1] || 0]));
  return figure({
    id: 'age',
    title: t('fig.ages'),
    n: `${count(sum(rates.map(of => of.n)), q.unit)} · ${t('fig.intervals')}`,
    alt: t('fig.ages.alt'),
    nil: rates.some(of => of.n) ? null : t('fig.no.assessed'),
    rows: [[t('fig.age'), t('fig.exams.head'), t('fig.assessed'), t('fig.ai.positive'), t('fig.share'), t('fig.low'), t('fig.high')], ...rows.map(row => [name(row), row.total_exams, row.rate.n, row.positive_findings, row.rate.value, ...(row.rate.ci || [null, null])])],
    config: bars(
      rows.map(row => `${name(row)} (${num(row.rate.n)})`),
      [{ label: t('fig.ai.positive'), data: rates.map(of => of.value), estimates: rates, whisker: c.fg, backgroundColor: c.line2, borderColor: c.fg }],
      { x: bare(), y: axis(t('fig.share'), { min: 0, max: Math.min(1, Math.ceil(most * 10) / 10), ticks: shares }) },
      alone,
    ),
  });
}

function hours(q) {
  const c = colours();
  const all = q.hourly_patterns;
  const counts = Array.from({ length: 24 }, (_, hour) => all[hour] || 0);
  const unknown = all.unknown || 0;
  const rows = counts.map((n, hour) => [`${String(hour).padStart(2, '0')}:00`, n]);
  return figure({
    id: 'hours',
    title: t('fig.hours'),
    n: `${count(sum(counts), 'exam')} · ${t('fig.hours.note', { n: num(unknown) })}`,
    alt: t('fig.hours.alt'),
    nil: sum(counts) ? null : t('fig.volume.none'),
    rows: [[t('fig.hour'), t('fig.exams.head')], ...rows, ...(unknown ? [[t('fig.unknown'), unknown]] : [])],
    config: bars(counts.map((_, hour) => hour), [{ label: t('fig.exams.head'), data: counts, backgroundColor: c.act }], { x: bare({ title: { display: true, text: t('fig.hour') } }), y: whole(t('fig.exams')) }, alone),
  });
}

const next = day => new Date(Date.parse(`${day}T00:00:00Z`) + 86400000).toISOString().slice(0, 10);

function daysBetween(first, last) {
  const days = [first];
  while (days[days.length - 1] < last && days.length < 400) {
    days.push(next(days[days.length - 1]));
  }
  return days;
}

/* Exams, or readings, of each day or month; those without any stand there as 0. */
function load(q, id, key, rows, between) {
  const c = colours();
  const of = row => (q.unit === 'exam' ? row.total : row.readings);
  const known = new Map(rows.map(row => [row[key], row]));
  const names = rows.length ? between(rows[0][key], rows[rows.length - 1][key]) : [];
  const seen = names.map(name => known.get(name) || { [key]: name, total: 0, readings: 0, positive: 0 });
  const n = sum(rows.map(of));
  return figure({
    id,
    title: t(`fig.${id}`, { unit: unitName(q.unit) }),
    n: `${count(n, q.unit)} · ${t(`fig.${id}.note`)}`,
    alt: t(`fig.${id}.alt`, { unit: unitName(q.unit) }),
    nil: n ? null : t('fig.volume.none'),
    rows: [[t(`fig.${key}`), t('fig.exams.head'), t('fig.readings.head'), t('fig.ai.positive'), t('fig.perhour')], ...rows.map(row => [row[key], row.total, row.readings, row.positive, row.hours ? Math.round((1000 * row.total) / row.hours) / 1000 : null])],
    config: bars(
      names,
      [
        { label: t('fig.ai.positive'), data: seen.map(row => row.positive), backgroundColor: c.b3 },
        { label: t('fig.ai.other'), data: seen.map(row => of(row) - row.positive), backgroundColor: c.b1 },
      ],
      { x: bare({ stacked: true }), y: whole(unitName(q.unit), { stacked: true }) },
    ),
  });
}

function looks(q) {
  const c = colours();
  const of = q.requeue_analysis;
  const outcomes = [
    ['same', of.same_verdict, c.line2],
    ['right', of.turned_right, c.ok],
    ['wrong', of.turned_wrong, c.odd],
    ['changed', of.changed, c.b2],
    ['missing', of.not_comparable, c.b0],
  ];
  const gain = of.avg_latency_improvement;
  const faster = gain == null ? '' : ` · ${t(gain < 0 ? 'fig.looks.slower' : 'fig.looks.faster', { s: num(Math.abs(gain), 1) })}`;
  return figure({
    id: 'looks',
    title: t('fig.looks'),
    n: `${count(of.total_requeued, 'exam')} · ${t('fig.looks.n', { n: num(of.looks) })}${faster}`,
    alt: t('fig.looks.alt', { same: num(of.same_verdict), right: num(of.turned_right), wrong: num(of.turned_wrong) }),
    nil: of.total_requeued ? null : t('fig.looks.none'),
    rows: [[t('fig.looks.outcome'), t('fig.exams.head')], ...outcomes.map(([name, n]) => [t(`fig.looks.${name}`), n])],
    config: bars(
      outcomes.map(([name]) => t(`fig.looks.${name}`)),
      [{ label: t('fig.exams.head'), data: outcomes.map(([, n]) => n), backgroundColor: outcomes.map(([, , colour]) => colour) }],
      { y: bare(), x: whole(t('fig.exams')) },
      { indexAxis: 'y', ...alone },
    ),
  });
}

const draw = q => [
  account(q),
  h(
    'div',
    { class: 'g2 charts' },
    severities(q),
    latency(q),
    ages(q),
    hours(q),
    load(q, 'days', 'date', q.throughput.days, daysBetween),
    load(q, 'permonth', 'month', q.throughput.months, monthsBetween),
    looks(q),
  ),
];

const all = q => q.included + sum(q.excluded.map(([, n]) => n));

await figures({ id: 'insights', ask: query => get(`/api/stats/insights?${query}`), draw, total: all });
